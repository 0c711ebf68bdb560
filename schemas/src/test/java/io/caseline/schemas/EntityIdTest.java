package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityIdTest {
    private static final UUID ACCOUNT = UUID.fromString("4b6a1c1e-53a5-4a0b-8f0e-0a3d6f1f7d11");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merchant|fscc0342",
                "store|fscc0342|CC|970",
                "teller|fscc0342|t-17",
                "account|4b6a1c1e-53a5-4a0b-8f0e-0a3d6f1f7d11"
            })
    void a_key_is_read_and_written_alike(String key) {
        assertThat(EntityId.parse(key).map(EntityId::text)).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "merchant", "merchant|a|b", "store|a", "teller|a", "account|17", "till|a", "Merchant|a"})
    void a_key_that_names_no_entity_is_not_read(String key) {
        assertThat(EntityId.parse(key)).isEmpty();
    }

    @Test
    void a_merchant_id_with_a_bar_names_nothing() {
        assertThatThrownBy(() -> new EntityId.Store("a|b", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntityId.Teller("a|b", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntityId.Merchant("a|b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_sealed_parts_of_an_entity_are_bound_to_different_texts() {
        EntityId account = new EntityId.Account(ACCOUNT);
        assertThat(account.nameSeal()).isEqualTo("account|" + ACCOUNT + "|name");
        assertThat(account.cardNumberSeal()).isEqualTo("account|" + ACCOUNT + "|card");
        assertThat(account.registrationIdSeal()).isEqualTo("account|" + ACCOUNT + "|registration");
    }
}
