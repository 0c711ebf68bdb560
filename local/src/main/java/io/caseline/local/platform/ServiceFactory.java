package io.caseline.local.platform;

import static io.caseline.local.platform.Ports.Port.CASE_OPERATIONS;
import static io.caseline.local.platform.Ports.Port.CASE_PROCESSOR;
import static io.caseline.local.platform.Ports.Port.GATEWAY;
import static io.caseline.local.platform.Ports.Port.KAFKA;
import static io.caseline.local.platform.Ports.Port.REGISTRY;
import static io.caseline.local.platform.Ports.Port.SALESFORCE_SANDBOX;
import static io.caseline.local.platform.Ports.Port.TELLER_PROCESSOR;

import io.caseline.local.platform.Topology.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Creates services with the environment that connects them to each other. */
final class ServiceFactory {

    private final Home home;
    private final Ports ports;
    private final Secrets secrets;
    private final Map<String, String> settings;
    private final KafkaCluster cluster;

    /**
     * @param settings environment variables of gateway and sandbox
     */
    ServiceFactory(Home home, Ports ports, Map<String, String> settings, KafkaCluster cluster) {
        this.home = home;
        this.ports = ports;
        this.secrets = new Secrets(home);
        this.settings = settings;
        this.cluster = cluster;
    }

    Service service(Ports.Port port) {
        return switch (port) {
            case POSTGRES -> new Postgres(home, ports, secrets);
            case KAFKA -> new Kafka(home, ports, secrets, cluster, 1);
            case REGISTRY -> new Registry(home, ports, secrets);
            case SALESFORCE_SANDBOX -> salesforceSandbox();
            case GATEWAY, CASE_PROCESSOR, TELLER_PROCESSOR ->
                instance(new Instance(port, port.toString(), ports.of(port), Map.of()));
            case REGISTRY_MANAGEMENT, KAFKA_CONTROLLER, CASE_OPERATIONS ->
                throw new IllegalArgumentException(port + " is a second port of a service");
        };
    }

    /** One service, or several for a cluster. */
    List<Service> services(Ports.Port port) {
        return port != KAFKA
                ? List.of(service(port))
                : cluster.all()
                        .<Service>mapToObj(node -> new Kafka(home, ports, secrets, cluster, node))
                        .toList();
    }

    Service application(Ports.Port port, List<String> jvmOptions, Map<String, String> furtherSettings) {
        if (!(service(port) instanceof Application usual)) {
            throw new IllegalArgumentException(port + " is not an application of this project");
        }
        return new Application(
                port.toString(), ports.of(port), port, home, jvmOptions, merge(usual.environment(), furtherSettings));
    }

    Service instance(Instance instance) {
        Map<String, String> own = switch (instance.module()) {
            case GATEWAY -> gateway();
            case CASE_PROCESSOR -> caseProcessor();
            case TELLER_PROCESSOR -> tellerProcessor();
            default -> throw new IllegalArgumentException(instance.module() + " has no instances");
        };
        Map<String, String> environment = merge(messaging(), tokens(), own, instance.environment());
        return new Application(instance.name(), instance.port(), instance.module(), home, List.of(), environment);
    }

    private Service salesforceSandbox() {
        return application(
                SALESFORCE_SANDBOX,
                database("salesforce"),
                settings("SANDBOX_"),
                Map.of(
                        "SANDBOX_CLIENTID", secrets.text("salesforce-client-id"),
                        "SANDBOX_CLIENTSECRET", secrets.text("salesforce-client-secret")));
    }

    private Map<String, String> gateway() {
        return merge(
                settings("CASELINE_"),
                Map.of(
                        "CASELINE_REQUESTS_NAMESPACE",
                        secrets.uuid("correlation-id-namespace"),
                        "SPRING_HTTP_SERVICECLIENT_CASES_BASEURL",
                        ports.url(CASE_PROCESSOR),
                        "SPRING_HTTP_SERVICECLIENT_TELLERS_BASEURL",
                        ports.url(TELLER_PROCESSOR),
                        "CASELINE_PROGRAMS_GOBANK_ENABLED",
                        "true",
                        "CASELINE_PROGRAMS_RAPIDPAY_ENABLED",
                        "true"));
    }

    /** Neither application gets the settings of the other. */
    private Map<String, String> settings(String prefix) {
        return settings.entrySet().stream()
                .filter(setting -> setting.getKey().startsWith(prefix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @SafeVarargs
    private Service application(Ports.Port module, Map<String, String>... environments) {
        return new Application(module.toString(), ports.of(module), module, home, List.of(), merge(environments));
    }

    private Map<String, String> caseProcessor() {
        return merge(
                database("cases"),
                Map.of(
                        "CASELINE_SALESFORCE_URL", ports.url(SALESFORCE_SANDBOX),
                        "CASELINE_SALESFORCE_CLIENTID", secrets.text("salesforce-client-id"),
                        "CASELINE_SALESFORCE_CLIENTSECRET", secrets.text("salesforce-client-secret"),
                        "CASELINE_OPERATIONS_ADDRESS", "127.0.0.1",
                        "CASELINE_OPERATIONS_PORT", Integer.toString(ports.of(CASE_OPERATIONS)),
                        "CASELINE_CONSOLE_USERS_OPERATOR_PASSWORDFILE",
                                secrets.operatorPasswordFile().toString(),
                        "CASELINE_CONSOLE_USERS_OPERATOR_ROLES", "view,operate,amend",
                        "SPRING_HTTP_SERVICECLIENT_TELLERS_BASEURL", ports.url(TELLER_PROCESSOR),
                        "CASELINE_CONSOLE_TELLERS_TOKENFILE",
                                secrets.tellersToken().toString()));
    }

    private Map<String, String> tellerProcessor() {
        return merge(
                database("tellers"),
                Map.of(
                        "CASELINE_FINGERPRINT_KEYSET",
                        secrets.fingerprintKeySet().toString()));
    }

    private Map<String, String> messaging() {
        return Map.of(
                "SPRING_KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers(ports),
                "CASELINE_REGISTRY_URL", ports.registry(),
                "CASELINE_SEALING_KEYSET", secrets.sealingKeySet().toString());
    }

    private Map<String, String> tokens() {
        return Map.of(
                "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_PUBLIC_KEY_LOCATION",
                secrets.tokenPublicKey().toUri().toString(),
                "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES",
                Tokens.AUDIENCE);
    }

    private Map<String, String> database(String name) {
        return Map.of(
                "SPRING_DATASOURCE_URL", ports.databaseUrl(name),
                "SPRING_DATASOURCE_USERNAME", name,
                "SPRING_DATASOURCE_PASSWORD", secrets.databasePassword(name));
    }

    /** Later environments override earlier ones. */
    @SafeVarargs
    private static Map<String, String> merge(Map<String, String>... environments) {
        Map<String, String> merged = new HashMap<>();
        for (Map<String, String> environment : environments) {
            merged.putAll(environment);
        }
        return merged;
    }
}
