package io.caseline.local;

import io.caseline.bench.pipeline.Application;
import io.caseline.bench.pipeline.CaseSystem;
import io.caseline.bench.pipeline.Database;
import io.caseline.bench.pipeline.Messaging;
import io.caseline.bench.pipeline.Sandbox;
import io.caseline.local.parts.Home;
import io.caseline.local.parts.Lineup;
import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Ports.Port;
import io.caseline.local.parts.Refusal;
import io.caseline.local.parts.Running;
import io.caseline.local.parts.Secrets;
import io.caseline.local.parts.Supervisor;
import io.caseline.local.parts.Tokens;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a processor needs around it, with fresh data, until the end of this JVM. */
final class BenchSystem {
    private final Home home;
    private final Ports ports;
    private final Secrets secrets;
    private final Supervisor supervisor;

    private BenchSystem(Home home, Ports ports, List<Port> applications) {
        this.home = home;
        this.ports = ports;
        this.secrets = new Secrets(home);
        this.supervisor =
                new Supervisor(home, ports, Lineup.surroundings(home, ports, applications), System.out::println);
    }

    /**
     * Starts it in a folder of its own below that home.
     *
     * @param applications that the processor needs beside Kafka, registry and database
     */
    static BenchSystem start(Home caseline, int portBase, Port... applications)
            throws IOException, InterruptedException {
        Home home = new Home(caseline.root(), caseline.directory().resolve("bench"));
        if (Running.of(home).supervisor().isPresent()) {
            throw new Refusal("a benchmark is running already; its data is in " + home.directory());
        }
        Running.of(home).stopLeftovers(System.out::println);
        home.delete();
        BenchSystem system = new BenchSystem(home, new Ports(portBase), List.of(applications));
        system.supervisor.stopOnExit();
        system.supervisor.start();
        return system;
    }

    /** Starts what a case passes on its way, but for case-processor, which is started as needed. */
    static CaseSystem startForCases(Home caseline, int portBase) throws IOException, InterruptedException {
        BenchSystem system = start(caseline, portBase, Port.SALESFORCE_SANDBOX, Port.GATEWAY);
        return new CaseSystem(
                system.gateway(),
                system.token(List.of()),
                system.application(Port.CASE_PROCESSOR),
                system.messaging(),
                system.sandbox(),
                system.database("cases"));
    }

    static void atLeast(int least, String option, int value) {
        if (value < least) {
            throw new Refusal("%s must be at least %d".formatted(option, least));
        }
    }

    static void atMost(int most, String option, int value) {
        if (value > most) {
            throw new Refusal("%s must be at most %d".formatted(option, most));
        }
    }

    InetSocketAddress gateway() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.of(Port.GATEWAY));
    }

    /** Of a partner who may do everything for the programs that the gateway knows, and for these merchants. */
    String token(List<String> merchants) {
        List<String> scopes = new ArrayList<>(Tokens.Grant.EVERYTHING.scopes());
        scopes.add("metrics:read");
        return new Tokens(secrets.tokenSigningKey(), InstantSource.system())
                .issue(new Tokens.Grant(scopes, Tokens.Grant.EVERYTHING.programs(), merchants, Duration.ofHours(4)));
    }

    Messaging messaging() {
        return new Messaging(ports.bootstrapServers(), ports.url(Port.REGISTRY), Sealing.from(secrets.sealingKeySet()));
    }

    Sandbox sandbox() {
        return new Sandbox(
                ports.url(Port.SALESFORCE_SANDBOX),
                secrets.text("salesforce-client-id"),
                secrets.text("salesforce-client-secret"));
    }

    Database database(String name) {
        return new Database(ports.databaseUrl(name), name, secrets.databasePassword(name));
    }

    Application application(Port port) {
        return new Application() {
            @Override
            public void start(String heap, Map<String, String> settings) {
                supervisor.start(port, heap, settings);
            }

            @Override
            public void stop() throws IOException, InterruptedException {
                supervisor.stop(port);
            }

            @Override
            public String url() {
                return ports.url(port);
            }

            @Override
            public long pid() {
                return Running.of(home)
                        .part(port)
                        .orElseThrow(() -> new Refusal(port + " does not run"))
                        .pid();
            }

            @Override
            public void checkAlive() {
                supervisor.checkAlive();
            }
        };
    }
}
