package io.caseline.trials.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.KeySets;
import io.caseline.schemas.Sealing;
import io.caseline.trials.bench.TellersBench.Plan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellerDirectoryTest {

    @Test
    void every_teller_has_a_merchant_a_store_and_a_card(@TempDir Path folder) throws Exception {
        KeySets.createSealing(folder.resolve("keys"));
        Sealing sealing = Sealing.from(folder.resolve("keys"));
        TellerDirectory directory = new TellerDirectory(sealing, 2_500, 4_000, Instant.EPOCH);

        AssociateTellerCard command = directory.command(2_499);

        assertThat(directory.merchants()).isEqualTo(3);
        assertThat(directory.size()).isEqualTo(3 * 11 + 2_500 + 4_000);
        assertThat(command.getMerchantId()).isEqualTo("merchant-2");
        assertThat(command.getStoreId()).isEqualTo("store-9");
        assertThat(new String(
                        sealing.unseal(
                                command.getSealedAccountNumber(),
                                command.getCorrelationId().toString()),
                        StandardCharsets.UTF_8))
                .isEqualTo("4000000000002499");
    }

    @Test
    void the_plan_needs_a_teller_for_each_command() {
        assertThat(new Plan(100_000, 100_000, 40_000, 2_000, 500, 2).commands()).isEqualTo(82_400);
    }
}
