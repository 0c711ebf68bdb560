package io.caseline.messaging.testing;

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

/**
 * Tests in JavaScript, in {@code src/test/js}, with npm packages of versions that a lock file fixes. Where Node.js, npm or
 * npm's registry is missing, the test that runs them is skipped and says so.
 */
public final class NodeTests {
    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final int OLDEST_NODE = 18;
    private static final int MINUTES = 10;
    private static final Pattern NETWORK = Pattern.compile(
            "npm error code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)");

    private final String file;
    private final String untested;
    private final Path place;

    /**
     * @param file of the tests; beside it stand package.json and package-lock.json
     * @param untested what nobody tests where they cannot run, for the reason of the skip
     */
    public NodeTests(String file, String untested) {
        this.file = file;
        this.untested = untested;
        this.place = Path.of("target", file.substring(0, file.indexOf('.')));
    }

    /**
     * Runs them all.
     *
     * @return what they printed, in the form of Node.js' test runner
     * @throws AssertionError if one has failed
     */
    public String pass(Map<String, String> environment) throws IOException, InterruptedException {
        prepare();
        Run run = run(List.of("node", "--test", file), environment);
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }

    /**
     * Copies the tests, and installs the packages that they need.
     *
     * @return the folder with both
     */
    public Path prepare() throws IOException, InterruptedException {
        needNode();
        install();
        return place;
    }

    private void needNode() throws InterruptedException {
        String version = versionOf("node").replaceFirst("^v", "");
        if (Integer.parseInt(version.split("\\.", 2)[0]) < OLDEST_NODE) {
            abort("Node.js %d or newer is needed, and here is %s: %s is not tested"
                    .formatted(OLDEST_NODE, version, untested));
        }
        versionOf("npm");
    }

    private String versionOf(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() == 0) {
                return version;
            }
        } catch (IOException e) {
            // not there
        }
        return abort("%s is not on the PATH: %s is not tested".formatted(program, untested));
    }

    /** By the lock file, once for each state of it. */
    private void install() throws IOException, InterruptedException {
        Path installed = place.resolve("installed-package-lock.json");
        Files.createDirectories(place);
        for (String name : List.of("package.json", "package-lock.json", file)) {
            Files.copy(SOURCES.resolve(name), place.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(installed) && Files.mismatch(installed, place.resolve("package-lock.json")) < 0) {
            return;
        }
        Run npm = run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), Map.of());
        if (NETWORK.matcher(npm.output()).find()) {
            abort("npm cannot reach its registry, so that %s is not tested: %s".formatted(untested, npm.output()));
        }
        assertThat(npm.exit()).as(npm.output()).isZero();
        Files.copy(place.resolve("package-lock.json"), installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private record Run(int exit, String output) {}

    private Run run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Path log = place.resolve(command.getFirst() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.toFile())
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
