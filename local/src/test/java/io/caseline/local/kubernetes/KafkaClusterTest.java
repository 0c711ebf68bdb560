package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.name;
import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The Kafka cluster of the production overlay starts in the namespace of the applications, and bears the loss of a zone. */
class KafkaClusterTest {

    private final Manifests manifests = Manifests.of("production");

    @Test
    void the_namespace_admits_each_container_that_strimzi_starts() {
        assertThat(text(
                        manifests.all("Namespace").findFirst().orElseThrow(),
                        "/metadata/labels/pod-security.kubernetes.io~1enforce"))
                .isEqualTo("restricted");
        Map<String, JsonNode> containers = new TreeMap<>();
        manifests.all("KafkaNodePool").forEach(pool -> {
            containers.put(name(pool), pool.at("/spec/template/kafkaContainer"));
            containers.put(name(pool) + ", rack", pool.at("/spec/template/initContainer"));
        });
        JsonNode operators = manifests.all("Kafka").findFirst().orElseThrow().at("/spec/entityOperator/template");
        containers.put("topics", operators.at("/topicOperatorContainer"));
        containers.put("users", operators.at("/userOperatorContainer"));

        assertThat(containers).hasSize(6);
        containers.forEach((name, container) -> {
            JsonNode context = container.at("/securityContext");
            assertThat(context.at("/allowPrivilegeEscalation").booleanValue(true))
                    .as(name)
                    .isFalse();
            assertThat(context.at("/runAsNonRoot").booleanValue(false)).as(name).isTrue();
            assertThat(text(context, "/seccompProfile/type")).as(name).isEqualTo("RuntimeDefault");
            assertThat(text(context, "/capabilities/drop/0")).as(name).isEqualTo("ALL");
        });
    }

    @Test
    void controllers_and_brokers_are_in_zones_of_their_own() {
        assertThat(manifests.all("KafkaNodePool").toList()).hasSize(2).allSatisfy(KafkaClusterTest::isSpread);
    }

    private static void isSpread(ObjectNode pool) {
        JsonNode spread = pool.at("/spec/template/pod/topologySpreadConstraints/0");
        assertThat(pool.at("/spec/replicas").intValue()).isEqualTo(3);
        assertThat(text(spread, "/topologyKey")).isEqualTo("topology.kubernetes.io/zone");
        assertThat(text(spread, "/whenUnsatisfiable")).isEqualTo("DoNotSchedule");
        assertThat(text(spread, "/labelSelector/matchLabels/strimzi.io~1pool-name"))
                .isEqualTo(name(pool));
        assertThat(text(spread, "/labelSelector/matchLabels/strimzi.io~1cluster"))
                .isEqualTo(text(pool, "/metadata/labels/strimzi.io~1cluster"));
    }
}
