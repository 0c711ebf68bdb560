package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Another client's idea of Salesforce: the calls of jsforce, an npm package, in {@code src/test/js}. Where Node.js, npm or the
 * npm registry is missing, it is skipped and says so.
 */
class JsforceTest extends SandboxTest {

    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path PLACE = Path.of("target", "jsforce");
    private static final int OLDEST_NODE = 18;
    private static final int MINUTES = 10;
    private static final Pattern NETWORK = Pattern.compile(
            "npm error code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)");

    @Test
    void an_independent_client_gets_what_it_expects() throws Exception {
        needNode();
        install();

        Run run = run(
                List.of("node", "--test", "sandbox.test.mjs"),
                Map.of(
                        "SANDBOX_URL",
                        org.base(),
                        "SANDBOX_CLIENT_ID",
                        Org.CLIENT_ID,
                        "SANDBOX_CLIENT_SECRET",
                        Org.CLIENT_SECRET));

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).containsPattern("(tests|# tests) 1[0-9]").containsPattern("fail 0");
    }

    private static void needNode() throws InterruptedException {
        String version = versionOf("node").replaceFirst("^v", "");
        if (Integer.parseInt(version.split("\\.", 2)[0]) < OLDEST_NODE) {
            abort("jsforce needs Node.js %d or newer, and here is %s".formatted(OLDEST_NODE, version));
        }
        versionOf("npm");
    }

    private static String versionOf(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() == 0) {
                return version;
            }
        } catch (IOException e) {
            // not there
        }
        return abort("%s is not on the PATH: what jsforce makes of the sandbox is not tested".formatted(program));
    }

    /** By the lock file, once for each state of it. */
    private static void install() throws IOException, InterruptedException {
        Path installed = PLACE.resolve("installed-package-lock.json");
        Files.createDirectories(PLACE);
        for (String file : List.of("package.json", "package-lock.json", "sandbox.test.mjs")) {
            Files.copy(SOURCES.resolve(file), PLACE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(installed) && Files.mismatch(installed, PLACE.resolve("package-lock.json")) < 0) {
            return;
        }
        Run npm = run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), Map.of());
        if (NETWORK.matcher(npm.output()).find()) {
            abort("npm cannot reach its registry, so that what jsforce makes of the sandbox is not tested: "
                    + npm.output());
        }
        assertThat(npm.exit()).as(npm.output()).isZero();
        Files.copy(PLACE.resolve("package-lock.json"), installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private record Run(int exit, String output) {}

    private static Run run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = PLACE.resolve(command.getFirst() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(PLACE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended)
                .as(() -> String.join(" ", command) + " within " + MINUTES + " min")
                .isTrue();
        return new Run(process.exitValue(), Files.readString(log));
    }
}
