package io.caseline.gateway.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class CaseSettingsTest {

    @Configuration
    @EnableConfigurationProperties(CaseSettings.class)
    static class Settings {}

    @Test
    void the_environment_can_name_any_code() {
        withEnvironment(Map.of(
                        "CASELINE_PROGRAMS_GOBANK_ENABLED", "true",
                        "CASELINE_PROGRAMS_A_CODE", "Rapid_Pay-2",
                        "CASELINE_PROGRAMS_A_QUESTIONLIMIT", "100",
                        "CASELINE_PROGRAMS_1_CODE", "ACME"))
                .run(context -> {
                    var programs = context.getBean(CaseSettings.class).programs();
                    assertThat(programs).containsOnlyKeys("gobank", "Rapid_Pay-2", "ACME");
                    assertThat(programs.get("Rapid_Pay-2"))
                            .satisfies(program ->
                                    assertThat(program.questionLimit()).isEqualTo(100));
                });
    }

    @Test
    void json_in_the_environment_can_name_any_code_in_brackets() {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("caseline.programs[Rapid_Pay].enabled=true")
                .run(context -> assertThat(context.getBean(CaseSettings.class).programs())
                        .containsOnlyKeys("Rapid_Pay"));
    }

    @Test
    void two_programs_of_one_code_stop_the_start() {
        withEnvironment(Map.of("CASELINE_PROGRAMS_A_CODE", "gobank", "CASELINE_PROGRAMS_GOBANK_ENABLED", "true"))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("is blank or that of another one"));
    }

    @Test
    void the_start_says_which_programs_are_known(CapturedOutput log) {
        withEnvironment(Map.of("CASELINE_PROGRAMS_A_CODE", "Go_Bank", "CASELINE_PROGRAMS_OLD_ENABLED", "false"))
                .run(context -> {
                    CaseApi.logPrograms(context.getBean(CaseSettings.class).programs());
                    CaseApi.logPrograms(Map.of());
                });

        assertThat(log)
                .contains("Programs: Go_Bank, old (not enabled)")
                .contains("No program is configured, so every request for a case gets 404; see caseline.programs");
    }

    private static ApplicationContextRunner withEnvironment(Map<String, Object> variables) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)));
    }
}
