package io.caseline.gateway.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.places.Caller;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.TellerEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which waiters get a reply, and what is left when a wait ends. */
class WaitersTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Waiters waiters = new Waiters(new ReplySettings(Duration.ofSeconds(10), 3, 2), meters);
    private final UUID id = UUID.randomUUID();

    @Test
    void a_reply_reaches_every_waiter_for_its_id_and_no_other() {
        Waiter first = register("gobank", id);
        Waiter second = register("gobank", id);
        Waiter other = register("strict", UUID.randomUUID());

        waiters.receive(caseReply());

        assertThat(first.reply()).isCompletedWithValueMatching(Optional::isPresent);
        assertThat(second.reply()).isCompletedWithValueMatching(Optional::isPresent);
        assertThat(other.reply()).isNotDone();
        assertThat(waiters.areWaiting(id)).isFalse();
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void a_wait_ends_with_its_timeout() {
        Waiter waiter = waiters.register(caller("gobank"), id, Optional.empty(), Duration.ofMillis(10))
                .orElseThrow();
        Awaitility.await().until(() -> waiter.reply().isDone());
        assertThat(waiter.reply()).isCompletedWithValue(Optional.empty());
        assertNothingIsLeft();
    }

    @Test
    void a_wait_that_is_cancelled_ends_once_and_is_forgotten() {
        Waiter waiter = register("gobank", id);
        waiter.cancel();
        waiter.cancel();
        waiters.receive(caseReply());
        assertThat(waiter.reply()).isCompletedWithValue(Optional.empty());
        assertNothingIsLeft();
    }

    @Test
    void a_waiter_is_already_removed_when_its_outcome_is_known() {
        Waiter waiter = register("gobank", id);
        var waitingThen = waiter.reply().thenApply(reply -> waiters.areWaiting(id));
        waiters.receive(caseReply());
        assertThat(waitingThen).isCompletedWithValue(false);
    }

    @Test
    void waiters_are_limited_for_each_program_and_in_total() {
        Waiter first = register("gobank", id);
        register("gobank", id);
        assertThat(waiters.register(caller("gobank"), id, Optional.empty(), LONG))
                .isEmpty();
        register("strict", id);
        assertThat(waiters.register(caller("third"), id, Optional.empty(), LONG))
                .isEmpty();

        first.cancel();
        assertThat(waiters.register(caller("third"), id, Optional.empty(), LONG))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {860, 870, 1000})
    void an_outcome_that_is_not_final_reaches_only_its_send(int code) {
        UUID sendId = UUID.randomUUID();
        Waiter decided = waiters.register(caller("fscc0342"), id, Optional.of(sendId), LONG)
                .orElseThrow();
        Waiter later = waiters.register(caller("fscc0342"), id, Optional.of(UUID.randomUUID()), LONG)
                .orElseThrow();

        waiters.receive(tellerReply(Optional.of(sendId), code));

        assertThat(decided.reply()).isCompletedWithValueMatching(Optional::isPresent);
        assertThat(later.reply()).isNotDone();

        waiters.receive(tellerReply(Optional.empty(), 0));
        assertThat(later.reply()).isCompletedWithValueMatching(Optional::isPresent);
        assertNothingIsLeft();
    }

    @Test
    void a_final_outcome_reaches_every_send() {
        Waiter waiter = waiters.register(caller("fscc0342"), id, Optional.of(UUID.randomUUID()), LONG)
                .orElseThrow();
        waiters.receive(tellerReply(Optional.of(UUID.randomUUID()), 863));
        assertThat(waiter.reply()).isCompletedWithValueMatching(Optional::isPresent);
    }

    private Waiter register(String program, UUID correlationId) {
        return waiters.register(caller(program), correlationId, Optional.empty(), LONG)
                .orElseThrow();
    }

    private static Caller caller(String tenant) {
        return new Caller(tenant, "token");
    }

    private Reply caseReply() {
        return new Reply(id, Optional.empty(), new CaseEvent());
    }

    private Reply tellerReply(Optional<UUID> sendId, int code) {
        TellerEvent event = new TellerEvent();
        event.put("responseCode", code);
        return new Reply(id, sendId, event);
    }

    private void assertNothingIsLeft() {
        assertThat(waiters.areWaiting(id)).isFalse();
        assertThat(waiting()).isZero();
    }

    private int waiting() {
        return (int) meters.get("caseline.waiters").gauge().value();
    }
}
