package io.caseline.cases.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.submission.SubmissionSettings.Pause;
import io.caseline.cases.submission.SubmissionSettings.Replays;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Names and defaults that deployments rely on. */
class SubmissionSettingsTest {
    private static final Pause PAUSE = new Pause(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
            .withUserConfiguration(Bound.class);

    @Configuration
    @EnableConfigurationProperties(SubmissionSettings.class)
    static class Bound {}

    @Test
    void everything_has_a_default() {
        application.run(context -> assertThat(context.getBean(SubmissionSettings.class))
                .isEqualTo(new SubmissionSettings(4, 4, PAUSE, PAUSE, new Replays(200, PAUSE))));
    }

    @Test
    void replays_have_pauses_of_their_own_and_batches_that_a_call_takes() {
        application
                .withPropertyValues(
                        "caseline.submission.replays.batch=50", "caseline.submission.replays.hold.longest=5m")
                .run(context -> assertThat(
                                context.getBean(SubmissionSettings.class).replays())
                        .isEqualTo(new Replays(50, new Pause(Duration.ofSeconds(1), Duration.ofMinutes(5)))));
        application
                .withPropertyValues("caseline.submission.replays.batch=0")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("replays.batch"));
    }
}
