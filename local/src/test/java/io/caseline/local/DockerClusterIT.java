package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** docker-compose.cluster.yml: three brokers, of which any one may be gone. */
@EnabledIfSystemProperty(named = "caseline.tests", matches = "containers", disabledReason = "needs a Docker engine")
class DockerClusterIT {

    private static final CommandLineSystem system = new CommandLineSystem(
            Path.of("target", "docker-cluster"),
            Map.of("COMPOSE_FILE", "docker-compose.yml:docker-compose.cluster.yml"));
    private static final ComposeServices services = (ComposeServices) system.services();

    @BeforeAll
    static void up() throws Exception {
        services.start();
    }

    @AfterAll
    static void down() throws Exception {
        services.stop();
    }

    @Test
    void the_demo_gets_every_expected_response_while_a_broker_is_killed() throws Exception {
        FutureTask<CommandLineSystem.Run> demo = new FutureTask<>(() -> services.compose("run", "--rm", "-T", "demo"));
        Thread.ofVirtual().start(demo);
        Awaitility.await("the demo's first responses")
                .atMost(Duration.ofMinutes(2))
                .until(() -> system.metrics().contains("caseline_waits_seconds_count{"));

        assertThat(demo.isDone()).isFalse();
        assertThat(services.compose("kill", "kafka-2").exit()).isZero();

        CommandLineSystem.Run run = demo.get(5, TimeUnit.MINUTES);
        assertThat(run.output()).contains("every response is as expected", "has finished: 48 of 48 created");
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(services.compose("up", "--detach", "--wait", "kafka-2").exit())
                .isZero();
    }
}
