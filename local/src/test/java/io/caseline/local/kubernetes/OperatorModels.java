package io.caseline.local.kubernetes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this project uses of the resources of KEDA and External Secrets, which publish no Java classes. */
final class OperatorModels {

    private OperatorModels() {}

    record Metadata(
            String name,
            @Nullable String namespace,
            @Nullable Map<String, String> labels) {}

    record ScaledObject(String apiVersion, String kind, Metadata metadata, Scaling spec) {}

    record Scaling(
            Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            @Nullable Fallback fallback,
            List<Trigger> triggers,
            Advanced advanced) {}

    record Target(String name) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Trigger(
            String type,
            @Nullable String metricType,
            Map<String, String> metadata,
            @Nullable Target authenticationRef) {}

    record Advanced(PodAutoscaler horizontalPodAutoscalerConfig) {}

    record PodAutoscaler(Behavior behavior) {}

    record Behavior(Rules scaleDown) {}

    record Rules(int stabilizationWindowSeconds, List<Policy> policies) {}

    record Policy(String type, int value, int periodSeconds) {}

    record TriggerAuthentication(String apiVersion, String kind, Metadata metadata, Secrets spec) {}

    record Secrets(List<SecretTarget> secretTargetRef) {}

    record SecretTarget(String parameter, String name, String key) {}

    record ExternalSecret(String apiVersion, String kind, Metadata metadata, ExternalSecretSpec spec) {}

    record ExternalSecretSpec(String refreshInterval, Store secretStoreRef, Target target, List<Entry> data) {}

    record Store(String kind, String name) {}

    record Entry(String secretKey, RemoteReference remoteRef) {}

    record RemoteReference(String key, String property) {}
}
