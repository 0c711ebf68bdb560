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

/** The services of a platform, in layers: each needs only services of earlier layers. */
public final class Topology {

    static final List<List<Ports.Port>> LAYERS = List.of(
            List.of(POSTGRES),
            List.of(KAFKA, REGISTRY, SALESFORCE_SANDBOX),
            List.of(GATEWAY, CASE_PROCESSOR, TELLER_PROCESSOR));

    /** Neither the rate limit of the gateway nor the daily API limit of the org may limit a measurement. */
    private static final Map<String, String> UNLIMITED = Map.of(
            "CASELINE_PROGRAMS_GOBANK_RATE_PERSECOND", "1000000",
            "CASELINE_PROGRAMS_GOBANK_RATE_BURST", "1000000",
            "SANDBOX_DAILYAPILIMIT", "1000000000");

    private final List<List<Ports.Port>> layers;
    private final List<Instance> instances;
    private final ServiceFactory services;

    /**
     * One of several instances of a gateway or processor.
     *
     * @param name the module's name, or one that begins with it and a hyphen
     * @param environment in addition to that of every instance
     */
    public record Instance(Ports.Port module, String name, int port, Map<String, String> environment) {}

    private Topology(List<List<Ports.Port>> layers, List<Instance> instances, ServiceFactory services) {
        this.layers = layers;
        this.instances = instances;
        this.services = services;
    }

    /** All services, each once. */
    public static Topology complete(Home home, Ports ports) {
        Map<String, String> settings = Map.of("CASELINE_DOCS_OPEN", "true");
        return new Topology(LAYERS, List.of(), new ServiceFactory(home, ports, settings, KafkaCluster.SINGLE));
    }

    /** A gateway without a rate limit and what it needs to accept requests; it also serves a bare 202. */
    public static Topology gatewayOnly(Home home, Ports ports) {
        Map<String, String> settings = new HashMap<>(UNLIMITED);
        settings.put("CASELINE_BENCH_BARE", "true");
        return new Topology(
                List.of(List.of(POSTGRES, KAFKA), List.of(REGISTRY), List.of(GATEWAY)),
                List.of(),
                new ServiceFactory(home, ports, settings, KafkaCluster.SINGLE));
    }

    /** What a processor needs, and these applications without limits. The processor is started later. */
    public static Topology withoutProcessors(Home home, Ports ports, List<Ports.Port> applications) {
        return new Topology(
                List.of(List.of(POSTGRES), List.of(KAFKA, REGISTRY), applications),
                List.of(),
                new ServiceFactory(home, ports, UNLIMITED, KafkaCluster.SINGLE));
    }

    /** Everything, with these instances of the processors. */
    public static Topology of(Home home, Ports ports, List<Instance> instances, KafkaCluster cluster) {
        return new Topology(
                List.of(List.of(POSTGRES), List.of(KAFKA, REGISTRY, SALESFORCE_SANDBOX), List.of(GATEWAY)),
                instances,
                new ServiceFactory(home, ports, UNLIMITED, cluster));
    }

    /** Everything that these instances need, and they. */
    public static Topology replicated(Home home, Ports ports, List<Instance> instances) {
        return new Topology(
                List.of(List.of(POSTGRES), List.of(KAFKA, REGISTRY, SALESFORCE_SANDBOX), List.of()),
                instances,
                new ServiceFactory(home, ports, UNLIMITED, KafkaCluster.SINGLE));
    }

    List<List<Service>> layers() {
        List<List<Service>> result = new ArrayList<>();
        layers.forEach(layer -> result.add(
                layer.stream().flatMap(port -> services.services(port).stream()).toList()));
        if (!instances.isEmpty()) {
            List<Service> last = new ArrayList<>(result.removeLast());
            instances.forEach(instance -> last.add(services.instance(instance)));
            result.add(last);
        }
        return result;
    }

    /** The names of all services, applications first. */
    public static List<String> names() {
        return LAYERS.reversed().stream()
                .flatMap(List::stream)
                .map(Ports.Port::toString)
                .toList();
    }

    /** An application with other settings than in the topology. */
    Service application(Ports.Port port, List<String> jvmOptions, Map<String, String> settings) {
        return services.application(port, jvmOptions, settings);
    }
}
