package io.caseline.tellers.feeplans;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class FeePlanSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(FeePlanSettings.class)
    static class Settings {}

    @Test
    void the_database_keeps_the_plans_unless_told_otherwise() {
        application.run(context -> assertThat(context.getBean(FeePlanSettings.class))
                .isEqualTo(new FeePlanSettings(
                        FeePlanSettings.DATABASE,
                        null,
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        32,
                        Duration.ofMinutes(1))));
    }

    @Test
    void a_card_core_with_an_address_and_a_token_will_do(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "t");
        application
                .withPropertyValues(
                        "caseline.tellers.fee-plans.kept-by=card-core",
                        "caseline.tellers.fee-plans.url=https://core.example/v1",
                        "caseline.tellers.fee-plans.token-file=" + token)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cr\nk3y", "s3cr k3y", "s3cr\u00e9k3y"})
    void a_token_file_that_holds_no_token_is_named_at_start_and_its_content_is_not(String content, @TempDir Path folder)
            throws Exception {
        Path token = Files.writeString(folder.resolve("token"), content);
        application
                .withPropertyValues("caseline.tellers.fee-plans.token-file=" + token)
                .run(context -> {
                    StringWriter trace = new StringWriter();
                    Objects.requireNonNull(context.getStartupFailure()).printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("caseline.tellers.fee-plans", "does not hold one token")
                            .doesNotContain("s3cr", "k3y");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "url=, url must be the card core's",
        "url=core.example, url must be the card core's",
        "url=ftp://core.example, url must be the card core's",
        "url=https://core.example?key=x, url must be the card core's",
        "token-file=none/such, token-file cannot be read",
        "concurrency=0, concurrency",
        "connect-timeout=0s, connectTimeout",
        "read-timeout=31s, readTimeout",
        "reconcile-after=5s, reconcile-after must be longer",
        "kept-by=CARD_CORE, keptBy"
    })
    void a_setting_that_cannot_work_is_named_at_start(String setting, String said) {
        application
                .withPropertyValues(
                        "caseline.tellers.fee-plans.kept-by=card-core",
                        "caseline.tellers.fee-plans.url=https://core.example",
                        "caseline.tellers.fee-plans." + setting)
                .run(context -> assertThat(context.getStartupFailure())
                        .isNotNull()
                        .hasStackTraceContaining("caseline.tellers.fee-plans")
                        .hasStackTraceContaining(said));
    }
}
