package io.caseline.gateway.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How places are shared out among callers who take all they can. */
class PlacesTest {
    private static final int ALL = 900;

    private final Places places = new Places(ALL);

    @Test
    void one_token_leaves_places_for_others_of_its_tenant_and_for_other_tenants() {
        int first = takeAll(new Caller("gobank", "one"));
        int second = takeAll(new Caller("gobank", "two"));
        int other = takeAll(new Caller("rapidpay", "three"));
        assertThat(first).isBetween(ALL / 3, ALL / 2);
        assertThat(second).isBetween(ALL / 30, first);
        assertThat(other).isGreaterThan(ALL / 20);
        assertThat(places.taken()).isEqualTo(first + second + other).isLessThan(ALL);
    }

    /** However many tokens and tenants there are. */
    @Test
    void a_newcomer_finds_a_place_after_any_number_of_greedy_tenants() {
        for (int tenant = 0; tenant < 7; tenant++) {
            for (int token = 0; token < 20; token++) {
                takeAll(new Caller("tenant" + tenant, "token" + token));
            }
            assertThat(places.take(new Caller("newcomer" + tenant, "token"))).isPresent();
        }
    }

    @Test
    void a_tenant_has_no_more_than_its_limit_even_alone() {
        Places limited = new Places(ALL, 90);
        List<Places.Place> taken = new ArrayList<>();
        for (int token = 0; token < 200; token++) {
            limited.take(new Caller("gobank", "token" + token)).ifPresent(taken::add);
        }
        assertThat(taken).hasSize(90);
    }

    @Test
    void one_place_is_for_whoever_comes_first() {
        Places one = new Places(1);
        Places.Place place = one.take(new Caller("a", "t")).orElseThrow();
        assertThat(one.take(new Caller("b", "t"))).isEmpty();
        place.leave();
        place.leave();
        assertThat(one.taken()).isZero();
        assertThat(one.take(new Caller("b", "t"))).isPresent();
    }

    @Test
    void nothing_is_left_when_all_have_left() {
        Random random = new Random(5);
        List<Places.Place> taken = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Optional<Places.Place> place =
                    places.take(new Caller("tenant" + random.nextInt(5), "token" + random.nextInt(9)));
            place.ifPresent(taken::add);
            if (!taken.isEmpty() && random.nextInt(3) == 0) {
                taken.remove(random.nextInt(taken.size())).leave();
            }
            assertThat(places.taken()).isEqualTo(taken.size()).isLessThan(ALL);
        }
        taken.forEach(Places.Place::leave);
        assertThat(places.taken()).isZero();
    }

    private int takeAll(Caller caller) {
        int taken = 0;
        while (places.take(caller).isPresent()) {
            taken++;
        }
        return taken;
    }
}
