package io.caseline.local.platform;

import static io.caseline.local.platform.Ports.Port.CASE_PROCESSOR;
import static io.caseline.local.platform.Ports.Port.GATEWAY;
import static io.caseline.local.platform.Ports.Port.KAFKA;
import static io.caseline.local.platform.Ports.Port.POSTGRES;
import static io.caseline.local.platform.Ports.Port.REGISTRY;
import static io.caseline.local.platform.Ports.Port.SALESFORCE_SANDBOX;
import static io.caseline.local.platform.Ports.Port.TELLER_PROCESSOR;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All parts of the system, in layers: each needs only what stands in the layers before it. */
public final class Topology {

    static final List<List<Ports.Port>> LAYERS = List.of(
            List.of(POSTGRES),
            List.of(KAFKA, REGISTRY, SALESFORCE_SANDBOX),
            List.of(GATEWAY, CASE_PROCESSOR, TELLER_PROCESSOR));

    private static final String HEAP = "256m";

    /** Neither the gateway's rate nor the org's API calls of a day are to be the limit of a measurement. */
    private static final Map<String, String> UNLIMITED = Map.of(
            "CASELINE_PROGRAMS_GOBANK_RATE_PERSECOND", "1000000",
            "CASELINE_PROGRAMS_GOBANK_RATE_BURST", "1000000",
            "SANDBOX_DAILYAPILIMIT", "1000000000");

    private final Home home;
    private final Ports ports;
    private final Secrets secrets;
    private final List<List<Ports.Port>> layers;
    private final Map<String, String> settings;
    private final List<Instance> instances;
    private final List<String> brokerSettings;

    /**
     * One of several instances of a processor.
     *
     * @param name of the part; the module's own name, or one that begins with it and a dash
     * @param environment on top of what every instance gets
     */
    public record Instance(Ports.Port module, String name, int port, Map<String, String> environment) {}

    private Topology(Home home, Ports ports, List<List<Ports.Port>> layers, Map<String, String> settings) {
        this(home, ports, layers, settings, List.of(), List.of());
    }

    private Topology(
            Home home,
            Ports ports,
            List<List<Ports.Port>> layers,
            Map<String, String> settings,
            List<Instance> instances,
            List<String> brokerSettings) {
        this.home = home;
        this.ports = ports;
        this.secrets = new Secrets(home);
        this.layers = layers;
        this.settings = settings;
        this.instances = instances;
        this.brokerSettings = brokerSettings;
    }

    static Topology whole(Home home, Ports ports) {
        return new Topology(home, ports, LAYERS, Map.of("CASELINE_DOCS_OPEN", "true"));
    }

    /** What a gateway needs to accept, and no processors beside it: nothing limits its rate, and it answers bare, too. */
    public static Topology gatewayOnly(Home home, Ports ports) {
        return new Topology(
                home,
                ports,
                List.of(List.of(POSTGRES, KAFKA), List.of(REGISTRY), List.of(GATEWAY)),
                together(UNLIMITED, Map.of("CASELINE_BENCH_BARE", "true")));
    }

    /**
     * What a processor needs to be measured, and no processor, which is started as needed. A gateway among the
     * applications limits no rate.
     */
    public static Topology withoutProcessors(Home home, Ports ports, List<Ports.Port> applications) {
        return new Topology(home, ports, List.of(List.of(POSTGRES), List.of(KAFKA, REGISTRY), applications), UNLIMITED);
    }

    /**
     * Everything but the processors, and these instances of them.
     *
     * @param brokerSettings lines of the broker's configuration, which count more than the usual ones
     */
    public static Topology of(Home home, Ports ports, List<Instance> instances, List<String> brokerSettings) {
        return new Topology(
                home,
                ports,
                List.of(List.of(POSTGRES), List.of(KAFKA, REGISTRY, SALESFORCE_SANDBOX), List.of(GATEWAY)),
                UNLIMITED,
                instances,
                brokerSettings);
    }

    List<List<Service>> layers() {
        List<List<Service>> parts = new ArrayList<>();
        layers.forEach(layer -> parts.add(layer.stream().map(this::part).toList()));
        if (!instances.isEmpty()) {
            List<Service> applications = new ArrayList<>(parts.removeLast());
            instances.forEach(instance -> applications.add(instance(instance)));
            parts.add(applications);
        }
        return parts;
    }

    /** The names of all parts, those that partners meet first. */
    public static List<String> names() {
        return LAYERS.reversed().stream()
                .flatMap(List::stream)
                .map(Ports.Port::toString)
                .toList();
    }

    /** One of this project's own applications, with other settings than it has in the lineup. */
    Service application(Ports.Port port, String heap, Map<String, String> settings) {
        if (!(part(port) instanceof Application usual)) {
            throw new IllegalArgumentException(port + " is no application of this project");
        }
        Map<String, String> environment = new HashMap<>(usual.environment());
        environment.putAll(settings);
        return new Application(port.toString(), ports.of(port), port, home, heap, environment);
    }

    private Service part(Ports.Port port) {
        return switch (port) {
            case POSTGRES -> new Postgres(home, ports, secrets);
            case KAFKA -> new Kafka(home, ports, secrets, brokerSettings);
            case REGISTRY -> new Registry(home, ports, secrets);
            case SALESFORCE_SANDBOX -> salesforceSandbox();
            case GATEWAY -> gateway();
            case CASE_PROCESSOR, TELLER_PROCESSOR ->
                instance(new Instance(port, port.toString(), ports.of(port), Map.of()));
            case REGISTRY_MANAGEMENT, KAFKA_CONTROLLER ->
                throw new IllegalArgumentException(port + " is a second port of a part");
        };
    }

    private Service salesforceSandbox() {
        return application(
                SALESFORCE_SANDBOX,
                database("salesforce"),
                settings,
                Map.of(
                        "SANDBOX_CLIENTID", secrets.text("salesforce-client-id"),
                        "SANDBOX_CLIENTSECRET", secrets.text("salesforce-client-secret")));
    }

    private Service gateway() {
        return application(
                GATEWAY,
                messaging(),
                tokens(),
                settings,
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

    private Service instance(Instance instance) {
        boolean cases = instance.module() == CASE_PROCESSOR;
        Map<String, String> environment =
                together(messaging(), tokens(), cases ? caseProcessor() : tellerProcessor(), instance.environment());
        return new Application(instance.name(), instance.port(), instance.module(), home, HEAP, environment);
    }

    private Map<String, String> caseProcessor() {
        return together(
                database("cases"),
                Map.of(
                        "CASELINE_SALESFORCE_URL", ports.url(SALESFORCE_SANDBOX),
                        "CASELINE_SALESFORCE_CLIENTID", secrets.text("salesforce-client-id"),
                        "CASELINE_SALESFORCE_CLIENTSECRET", secrets.text("salesforce-client-secret")));
    }

    private Map<String, String> tellerProcessor() {
        return together(
                database("tellers"),
                Map.of(
                        "CASELINE_FINGERPRINT_KEYSET",
                        secrets.fingerprintKeySet().toString()));
    }

    private Map<String, String> messaging() {
        return Map.of(
                "SPRING_KAFKA_BOOTSTRAP_SERVERS", ports.bootstrapServers(),
                "CASELINE_REGISTRY_URL", ports.url(REGISTRY),
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

    @SafeVarargs
    private Service application(Ports.Port module, Map<String, String>... environments) {
        return new Application(module.toString(), ports.of(module), module, home, HEAP, together(environments));
    }

    /** The later ones count more. */
    @SafeVarargs
    private static Map<String, String> together(Map<String, String>... environments) {
        Map<String, String> environment = new HashMap<>();
        for (Map<String, String> some : environments) {
            environment.putAll(some);
        }
        return environment;
    }
}
