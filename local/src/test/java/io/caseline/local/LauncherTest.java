package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that finds a JDK and builds, on a PATH that holds nothing but the usual tools. */
class LauncherTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path launcher;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aCloneWithNothingBuilt() throws IOException {
        environment.put("PATH", folder.resolve("bin").toString());
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("CASELINE_JVM_FOLDER", folder.resolve("jvm").toString());
        launcher = Files.createDirectories(folder.resolve("clone")).resolve("caseline");
        Files.copy(Path.of("..", "caseline"), launcher);
        Files.createDirectories(folder.resolve("bin"));
        for (String tool :
                new String[] {"bash", "sed", "dirname", "readlink", "head", "tail", "find", "mkdir", "touch"}) {
            Files.createSymbolicLink(folder.resolve("bin").resolve(tool), onPath(tool));
        }
    }

    @Test
    void a_missing_jdk_is_reported() throws Exception {
        Run run = run(launcher);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).isEqualTo("caseline: needs a JDK 21 or newer; found: none\n");
    }

    @Test
    void a_jdk_that_is_too_old_is_named() throws Exception {
        Path old = jdk("jvm/old", "17.0.9", "exit 1");

        assertThat(run(launcher).output())
                .isEqualTo("caseline: needs a JDK 21 or newer; found: 17 in %s\n".formatted(old));
    }

    @Test
    void an_old_version_name_is_understood() throws Exception {
        Path old = jdk("jvm/old", "1.8.0_392", "exit 1");

        assertThat(run(launcher).output()).endsWith("found: 8 in %s\n".formatted(old));
    }

    @Test
    void a_missing_maven_is_reported_when_a_build_is_needed() throws Exception {
        jdk("jvm/new", "25.0.1", "exit 1");

        assertThat(run(launcher).output()).isEqualTo("caseline: needs Maven (mvn) on the PATH to build; found none\n");
    }

    @Test
    void a_failed_build_shows_its_last_lines() throws Exception {
        jdk("jvm/new", "25.0.1", "exit 1");
        script(folder.resolve("bin/mvn"), "echo there is an error; exit 1");

        Run run = run(launcher);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("building (first time: a few minutes)…", "there is an error", "build failed");
    }

    @Test
    void the_jar_runs_on_the_jdk_that_was_found_also_through_a_link() throws Exception {
        jdk("jvm/old", "17.0.9", "exit 1");
        jdk("jvm/new", "25.0.1", "echo \"$@\"; exit 3");
        script(folder.resolve("bin/mvn"), "echo nothing to build here; exit 1");
        Path jar = built("local");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("clone", "caseline"));

        Run run = run(link, "token", "--ttl", "5m");

        assertThat(run.output()).endsWith("-jar %s token --ttl 5m\n".formatted(jar.toRealPath()));
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void up_builds_again_when_a_source_has_changed() throws Exception {
        jdk("jvm/new", "25.0.1", "echo started");
        script(folder.resolve("bin/mvn"), "exit 0");
        Path source = folder.resolve("clone/gateway/src/main/java/Gateway.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        for (String module :
                List.of("local", "trials", "gateway", "case-processor", "teller-processor", "salesforce-sandbox")) {
            built(module);
        }
        assertThat(run(launcher, "up").output()).isEqualTo("started\n");

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));

        assertThat(run(launcher, "status").output()).isEqualTo("started\n");
        assertThat(run(launcher, "up").output()).contains("building", "started");
    }

    /** It builds images, and that replaces the jars of the folder. */
    @Test
    void the_demo_on_docker_runs_from_a_copy_that_is_deleted() throws Exception {
        jdk(
                "jvm/new",
                "25.0.1",
                "while [ \"$1\" != -jar ]; do shift; done; ls \"${2%/*}\" \"${2%/*}/lib\"; echo \"$@\"; exit 3");
        for (String tool : new String[] {"mktemp", "cp", "rm", "ls"}) {
            Files.createSymbolicLink(folder.resolve("bin").resolve(tool), onPath(tool));
        }
        for (String module :
                List.of("local", "trials", "gateway", "case-processor", "teller-processor", "salesforce-sandbox")) {
            built(module);
        }
        Files.createDirectories(folder.resolve("clone/local/target/lib"));
        Files.createFile(folder.resolve("clone/local/target/lib/library.jar"));

        Run run = run(launcher, "demo", "--docker");

        assertThat(run.output())
                .contains("library.jar", "local.jar demo --docker")
                .doesNotContain(folder.resolve("clone").toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(Path.of(run.output().replaceAll("(?s).*-jar (\\S+)/local.jar .*", "$1")))
                .doesNotExist();
        assertThat(run(launcher, "demo").output()).contains("clone/local/target/local.jar demo");
    }

    @Test
    void a_home_is_not_needed() throws Exception {
        jdk("jvm/new", "25.0.1", "echo \"$@\"");
        built("local");
        environment.remove("HOME");

        assertThat(run(launcher, "token").output()).endsWith("local.jar token\n");
    }

    @Test
    void a_variable_that_sends_cd_elsewhere_changes_nothing() throws Exception {
        jdk("jvm/new", "25.0.1", "echo \"$@\"");
        built("local");
        Files.createDirectories(folder.resolve("other/clone"));
        environment.put("CDPATH", folder.resolve("other").toString());
        Files.writeString(folder.resolve("run"), "exec bash clone/caseline token\n");

        assertThat(run(folder.resolve("bin/bash"), folder.resolve("run").toString())
                        .output())
                .contains("-jar " + folder.toRealPath().resolve("clone/local"));
    }

    @Test
    void java_gets_a_locale_in_which_every_file_name_can_be_written() throws Exception {
        jdk("jvm/new", "25.0.1", "echo \"$LC_ALL\"");
        built("local");
        Files.createSymbolicLink(folder.resolve("bin/locale"), onPath("locale"));
        for (String locale : List.of("C", "POSIX", "xx_XX.UTF-8", "xx_XX")) {
            environment.put("LC_ALL", locale);

            assertThat(run(launcher, "token").output()).as(locale).containsIgnoringCase("utf");
        }
    }

    @Test
    void a_clone_of_a_git_that_writes_windows_line_ends_has_none() throws Exception {
        Path source = folder.resolve("source");
        Files.createDirectories(source);
        for (String file : List.of("caseline", ".gitattributes", ".mvn/maven.config", "docker-compose.yml")) {
            Path copy = source.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("..", file), copy);
        }
        Path clone = folder.resolve("windows");
        git(source, "init", "-q");
        git(source, "add", ".");
        git(source, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "x");
        git(folder, "-c", "core.autocrlf=true", "clone", "-q", source.toString(), clone.toString());

        try (Stream<Path> files = Files.walk(clone)) {
            assertThat(files.filter(file -> Files.isRegularFile(file) && !file.startsWith(clone.resolve(".git"))))
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("\r"));
        }
    }

    @Test
    void the_port_base_may_stand_before_the_command() throws Exception {
        jdk("jvm/new", "25.0.1", "echo \"$@\"");
        built("local");
        built("trials");
        script(folder.resolve("bin/mvn"), "exit 0");

        assertThat(run(launcher, "--port-base", "9700", "chaos").output())
                .endsWith("trials.jar --port-base 9700 chaos\n");
        assertThat(run(launcher, "--port-base=9700", "demo").output()).endsWith("local.jar --port-base=9700 demo\n");
        assertThat(run(launcher, "--help").output()).endsWith("local.jar --help\n");
        assertThat(run(launcher, "--port-base").output()).endsWith("local.jar --port-base\n");
    }

    @Test
    void bench_and_chaos_run_from_the_jar_of_the_trials() throws Exception {
        jdk("jvm/new", "25.0.1", "echo \"$@\"");
        script(folder.resolve("bin/mvn"), "mkdir -p trials/target; exit 0");

        assertThat(run(launcher, "bench", "accept").output())
                .contains("building")
                .endsWith("trials.jar bench accept\n");
        assertThat(run(launcher, "chaos").output()).endsWith("trials.jar chaos\n");
        assertThat(run(launcher, "token").output()).endsWith("local.jar token\n");
    }

    private record Run(int exit, String output) {}

    private Run run(Path script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private Path jdk(String name, String version, String java) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), java);
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    private Path built(String module) throws IOException {
        Path target =
                Files.createDirectories(folder.resolve("clone").resolve(module).resolve("target"));
        return Files.createFile(target.resolve(module + ".jar"));
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onPath(String tool) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
