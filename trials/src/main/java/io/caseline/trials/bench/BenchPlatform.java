package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.KafkaConnection;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.RunningPlatform;
import io.caseline.local.platform.Secrets;
import io.caseline.local.platform.Supervisor;
import io.caseline.local.platform.Tokens;
import io.caseline.local.platform.Topology;
import io.caseline.schemas.Sealing;
import io.caseline.trials.Database;
import io.caseline.trials.Http;
import io.caseline.trials.Operations;
import io.caseline.trials.Sandbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A platform with fresh data that runs until this JVM ends. A benchmark starts the processor that it measures by itself. */
final class BenchPlatform {

    private final Ports ports;
    private final Secrets secrets;
    private final Supervisor supervisor;

    private BenchPlatform(Home home, Ports ports, Topology topology) {
        this.ports = ports;
        this.secrets = new Secrets(home);
        this.supervisor = new Supervisor(home, ports, topology, System.out::println);
    }

    /** Starts a platform without processors, and with these applications. */
    static BenchPlatform start(Home home, int portBase, Port... applications) throws IOException, InterruptedException {
        return start(home, portBase, (data, ports) -> Topology.withoutProcessors(data, ports, List.of(applications)));
    }

    static BenchPlatform start(Home home, int portBase, BiFunction<Home, Ports, Topology> topology)
            throws IOException, InterruptedException {
        RunningPlatform before = RunningPlatform.of(home);
        if (before.supervisor().isPresent()) {
            throw new CliException("a benchmark is running already; its data is in " + home.directory());
        }
        before.stopLeftovers(System.out::println);
        home.delete();
        Ports ports = new Ports(portBase);
        BenchPlatform platform = new BenchPlatform(home, ports, topology.apply(home, ports));
        platform.supervisor.stopOnExit();
        platform.supervisor.start();
        return platform;
    }

    InetSocketAddress gateway() {
        return new InetSocketAddress(Ports.HOST, ports.of(Port.GATEWAY));
    }

    MeasuredService service(Port port) {
        return new MeasuredService(supervisor, ports, port);
    }

    /** A token for the demo's programs, for these merchants, and for reading metrics. */
    String token(List<String> merchants) {
        List<String> scopes = new ArrayList<>(Tokens.Grant.EVERYTHING.scopes());
        scopes.add("metrics:read");
        return new Tokens(secrets.tokenSigningKey(), InstantSource.system())
                .issue(new Tokens.Grant(scopes, Tokens.Grant.EVERYTHING.programs(), merchants, Duration.ofHours(4)));
    }

    KafkaConnection kafka() {
        return ports.kafka();
    }

    Sealing sealing() {
        return Sealing.from(secrets.sealingKeySet());
    }

    Database database(String name) {
        DatabaseConnection plain = ports.database(name, secrets);
        return new Database(
                new DatabaseConnection(plain.url() + "?reWriteBatchedInserts=true", plain.user(), plain.password()));
    }

    Org org() throws InterruptedException {
        return new Org(new Sandbox(new Http(ports.url(Port.SALESFORCE_SANDBOX), Duration.ofMinutes(2))));
    }

    /** The operations API of the measured case-processor. */
    Operations operations() throws InterruptedException {
        return new Operations(ports.url(Port.CASE_OPERATIONS), Duration.ofMinutes(2), secrets);
    }

    /** A client of the sandbox that does nothing else: what it reaches is the most that a processor can reach. */
    BareSalesforceClient bareClient() throws InterruptedException {
        return BareSalesforceClient.signIn(
                new Http(ports.url(Port.SALESFORCE_SANDBOX), Duration.ofMinutes(2)),
                secrets.text("salesforce-client-id"),
                secrets.text("salesforce-client-secret"));
    }
}
