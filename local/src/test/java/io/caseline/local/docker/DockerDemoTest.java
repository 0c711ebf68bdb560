package io.caseline.local.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cli.CliException;
import io.caseline.local.platform.ForeignSupervisor;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./caseline demo --docker} with a program that answers as Docker does: each bad case is one sentence. */
class DockerDemoTest {

    private static final String CONFIGURATION = """
            {"name": "caseline",
             "services": {
               "gateway": {"image": "caseline/gateway:1", "ports": [{"published": "%d", "target": 8400}]},
               "salesforce-sandbox": {"image": "caseline/salesforce-sandbox:1"},
               "case-processor": {"image": "caseline/case-processor:1"},
               "kafka": {"image": "apache/kafka:4.2.1"},
               "postgres": {"image": "postgres:18.6"}},
             "volumes": {"home": {"name": "caseline_home"}, "postgres": {"name": "caseline_postgres"},
               "kafka": {"name": "caseline_kafka"}}}""";

    private static final Instant BUILT = Instant.parse("2026-11-26T08:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** What the program does for the first pattern of the shell that its arguments match. */
    private final Map<String, String> answers = new LinkedHashMap<>();

    private final List<String> console = new ArrayList<>();

    @BeforeEach
    void all_is_well() throws IOException {
        configure(0);
        answers.put("version*", "echo linux/amd64");
        answers.put("compose version*", "echo 2.26.1-4");
        answers.put("compose config*", "cat configuration.json");
        answers.put("image inspect*", "echo linux/amd64");
        answers.put("volume inspect*", "exit 1");
        answers.put("compose ps*", "");
        answers.put("compose up*", "");
        answers.put("compose run*demo", "");
        answers.put("compose run*", "echo secret-1");
    }

    @Test
    void the_exit_code_is_the_demos() throws Exception {
        assertThat(run()).isZero();
        assertThat(console).contains("starting caseline (a minute or two)…");

        answers.put("compose run*demo", "exit 1");
        assertThat(run()).isEqualTo(1);
    }

    @Test
    void docker_is_missing() {
        assertThatThrownBy(() -> new DockerDemo(
                                new Docker(folder, folder.resolve("none").toString()), home(), console::add)
                        .run())
                .isInstanceOf(CliException.class)
                .hasMessage("needs Docker (docker) on the PATH; found none");
    }

    @Test
    void the_engine_does_not_run() {
        answers.put("version*", "echo 'Cannot connect to the Docker daemon at unix:///x.' >&2; exit 1");

        assertFails("the Docker engine does not run; start Docker Desktop, or the service docker");
    }

    @Test
    void the_user_may_not_use_the_engine() {
        answers.put("version*", "echo 'permission denied while trying to connect' >&2; exit 1");

        assertFails("this user may not use the Docker engine: permission denied while trying to connect");
    }

    @Test
    void compose_is_missing() {
        answers.put("compose version*", "echo \"docker: 'compose' is not a docker command.\" >&2; exit 1");

        assertFails("needs Docker Compose 2.24.4 or newer, as a plugin of docker; found none");
    }

    @Test
    void compose_is_too_old() {
        answers.put("compose version*", "echo v2.9.0");

        assertFails("needs Docker Compose 2.24.4 or newer; found 2.9.0");
    }

    @Test
    void compose_does_not_take_the_files() {
        answers.put("compose config*", "echo 'required variable SALESFORCE_URL is missing' >&2; exit 1");

        assertFails("Docker Compose does not take the configuration: required variable SALESFORCE_URL is missing");
    }

    @Test
    void an_image_is_missing_and_cannot_be_pulled() {
        answers.put("image inspect*kafka*", "exit 1");
        answers.put("pull*", "echo 'Error response from daemon: no route to host' >&2; exit 1");
        moveLast("image inspect*");

        assertFails("the engine does not have the image apache/kafka:4.2.1 and cannot pull it:"
                + " Error response from daemon: no route to host");
    }

    @Test
    void an_image_is_for_another_architecture() {
        answers.put("image inspect*case-processor*", "echo linux/arm64");
        moveLast("image inspect*");

        assertFails("the image caseline/case-processor:1 is for linux/arm64, but the engine runs on linux/amd64;"
                + " delete it (docker image rm caseline/case-processor:1) and try again");
    }

    @Test
    void a_missing_image_of_ours_is_built() throws Exception {
        answers.put("image inspect*gateway*", "[ -f built ] && echo linux/amd64");
        moveLast("image inspect*");

        provide();

        assertThat(folder.resolve("built"))
                .content()
                .contains("-Pimages -Dimage.goal=dockerBuild -Dimage.base=docker://eclipse-temurin:25-jre")
                .contains("-Dimage.architecture=amd64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pom.xml", "messaging/pom.xml", "messaging/src/main/java/A.java", "deploy/jvm/gateway.options"})
    void images_older_than_a_source_are_built_again(String source) throws Exception {
        builtAt(BUILT);
        touch(source, BUILT.plusMillis(1));

        provide();

        assertThat(console)
                .first()
                .isEqualTo("sources have changed since the image caseline/case-processor:1 was built");
        assertThat(folder.resolve("built")).exists();
    }

    @Test
    void images_as_new_as_the_sources_are_not_built_again() throws Exception {
        builtAt(BUILT);
        touch("messaging/src/main/java/A.java", BUILT);
        touch("messaging/src/test/java/ATest.java", BUILT.plusMillis(1));

        provide();

        assertThat(console).isEmpty();
        assertThat(folder.resolve("built")).doesNotExist();
    }

    @Test
    void images_that_were_not_built_here_may_be_older_than_the_sources() throws Exception {
        touch("messaging/src/main/java/A.java", BUILT);

        provide();

        assertThat(console)
                .containsExactly(
                        "images may be older than the sources, as they were not built here or target was deleted;"
                                + " to build them: mvn -Pimages -Dimage.goal=dockerBuild -DskipTests package");
        assertThat(folder.resolve("built")).doesNotExist();
    }

    @Test
    void no_image_is_built_while_the_jars_are_in_use() throws Exception {
        answers.put("image inspect*gateway*", "exit 1");
        moveLast("image inspect*");
        ForeignSupervisor.record(home(), new Ports(Ports.DEFAULT_BASE));

        assertFails("the build of the images would replace the jars of the system that runs without Docker; stop it"
                + " (./caseline down) and try again");
    }

    @Test
    void the_build_of_the_images_fails() throws Exception {
        answers.put("image inspect*gateway*", "exit 1");
        moveLast("image inspect*");
        Docker docker = docker();
        Images images = new Images(
                docker,
                home(),
                console::add,
                program("mvn", "echo '[ERROR] it broke'; exit 1").toString());

        assertThatThrownBy(() -> images.provide(ComposeProject.read(docker), "linux/amd64"))
                .isInstanceOf(CliException.class)
                .hasMessage("the build of the images failed; its output is in %s, the first error is: [ERROR] it broke"
                        .formatted(home().log("images")));
    }

    @Test
    void a_port_is_taken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Ports.HOST)) {
            configure(taken.getLocalPort());

            assertFails("port %d (gateway) is in use; free it, or choose another one with CASELINE_GATEWAY_PORT"
                    .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void a_port_that_the_system_itself_has_is_not_taken() throws Exception {
        try (ServerSocket own = new ServerSocket(0, 1, Ports.HOST)) {
            configure(own.getLocalPort());
            answers.put(
                    "compose ps*",
                    "echo '{\"Service\":\"gateway\",\"Publishers\":[{\"PublishedPort\":%d}]}'"
                            .formatted(own.getLocalPort()));

            assertThat(run()).isZero();
        }
    }

    @Test
    void the_secrets_are_gone_and_their_data_is_not() {
        answers.put("volume inspect caseline_postgres", "");
        moveLast("volume inspect*");

        assertFails("the volume caseline_home with the secrets is gone, and the data in caseline_postgres cannot be"
                + " used without them; restore it, or delete all data: docker compose down -v");
    }

    @Test
    void a_volume_has_the_data_of_another_postgresql() {
        answers.put("volume inspect*", "");
        answers.put("run*caseline_postgres:/data:ro*", "echo 17");

        assertFails("the volume caseline_postgres has data of PostgreSQL 17, but the image is postgres:18.6; use an"
                + " image of that version, move the data with pg_dump, or delete all data: docker compose down -v");
    }

    @Test
    void a_volume_has_the_data_of_a_kafka_with_zookeeper() {
        answers.put("volume inspect*", "");
        answers.put("run*caseline_postgres:/data:ro*", "echo 18");
        answers.put("run*caseline_kafka:/data:ro*", "printf 'version=0\\nbroker.id=1\\n'");

        assertFails("the volume caseline_kafka has data of a Kafka with ZooKeeper, but the image is"
                + " apache/kafka:4.2.1; migrate it with Kafka 3.9, or delete all data: docker compose down -v");
    }

    @Test
    void a_service_does_not_start() {
        answers.put("compose up*", "exit 1");
        answers.put(
                "compose ps*",
                "echo '[{\"ID\":\"1\",\"Service\":\"secrets\",\"State\":\"exited\",\"ExitCode\":0},"
                        + "{\"ID\":\"2\",\"Service\":\"kafka\",\"State\":\"restarting\",\"ExitCode\":1}]'");
        answers.put("logs*2", "echo 'starting'; echo 'ERROR: the disk is full'; echo bye");

        assertFails("kafka did not start: ERROR: the disk is full (docker compose logs kafka has more)");
    }

    @Test
    void the_demo_needs_the_sandbox() throws IOException {
        Files.writeString(
                folder.resolve("configuration.json"),
                CONFIGURATION.formatted(0).replace("salesforce-sandbox", "something-else"));

        assertFails("the demo creates its cases in the Salesforce sandbox, which this configuration leaves out");
    }

    /** With a build that leaves a file. */
    private void provide() throws IOException, InterruptedException {
        Docker docker = docker();
        String mvn = program("mvn", "echo \"$*\" >built").toString();
        new Images(docker, home(), console::add, mvn).provide(ComposeProject.read(docker), "linux/amd64");
    }

    private void builtAt(Instant time) throws IOException {
        for (String module : List.of("gateway", "salesforce-sandbox", "case-processor")) {
            touch(module + "/target/image-dockerBuild.id", time);
        }
    }

    /** Its folders are older than all builds. */
    private void touch(String name, Instant time) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.from(time));
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path directory : all.filter(Files::isDirectory).toList()) {
                Files.setLastModifiedTime(directory, FileTime.from(Instant.EPOCH));
            }
        }
    }

    private void configure(int port) throws IOException {
        String configuration = CONFIGURATION.formatted(port);
        Files.writeString(
                folder.resolve("configuration.json"),
                port == 0 ? configuration.replaceAll(", \"ports\": \\[[^]]*]", "") : configuration);
    }

    /** The first pattern that matches counts. */
    private void moveLast(String pattern) {
        String answer = answers.remove(pattern);
        answers.put(pattern, answer == null ? "" : answer);
    }

    private void assertFails(String sentence) {
        assertThatThrownBy(this::run).isInstanceOf(CliException.class).hasMessage(sentence);
    }

    private int run() throws IOException, InterruptedException {
        return new DockerDemo(docker(), home(), console::add).run();
    }

    private Docker docker() throws IOException {
        StringBuilder script = new StringBuilder("case \"$*\" in\n");
        answers.forEach((pattern, answer) -> script.append("  ")
                .append(pattern.replace(" ", "\\ "))
                .append(") ")
                .append(answer)
                .append(" ;;\n"));
        return new Docker(
                folder, program("docker", script.append("esac").toString()).toString());
    }

    private Path program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Home home() {
        return new Home(folder, folder.resolve("home"));
    }
}
