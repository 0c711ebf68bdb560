package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/jvm}: the flags of each JVM, for whoever starts it. */
class JvmOptionsTest {

    private static final String LENIENT = "-XX:+IgnoreUnrecognizedVMOptions";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor", "salesforce-sandbox", "caseline"})
    void a_jvm_knows_every_flag(String name) throws Exception {
        assumeTrue(Runtime.version().feature() >= 25, "an older JVM ignores some flags");
        List<String> options = new ArrayList<>(Files.readAllLines(file(name)));

        assertThat(options.remove(LENIENT)).isTrue();
        Path strict = Files.write(folder.resolve("strict.options"), options);

        assertThat(run("@" + strict, "-version")).doesNotContain("Unrecognized", "Error", "warning");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor", "salesforce-sandbox", "caseline"})
    void the_locale_of_the_machine_does_not_reach_a_jvm(String name) throws IOException {
        assertThat(Files.readAllLines(file(name))).contains("-Duser.language=en", "-Duser.country=US");
    }

    @Test
    void the_local_platform_starts_an_application_with_them() {
        Home home = new Home(Path.of(".."), folder);
        Application gateway = new Application("gateway", 1, Ports.Port.GATEWAY, home, List.of("-Xmx1g"), Map.of());

        assertThat(gateway.process().command())
                .containsSubsequence("@" + file("gateway").toAbsolutePath().normalize(), "-Xmx1g", "-jar");
    }

    @Test
    void the_launcher_starts_with_them() throws IOException {
        assertThat(Path.of("..", "caseline")).content().contains("\"@$root/deploy/jvm/caseline.options\"");
    }

    private static Path file(String name) {
        return Path.of("..", "deploy", "jvm", name + ".options");
    }

    private static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
