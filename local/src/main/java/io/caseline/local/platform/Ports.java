package io.caseline.local.platform;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.KafkaConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ports of a platform: consecutive ports of 127.0.0.1, from a base. */
public record Ports(int base) {

    public static final int DEFAULT_BASE = 8400;

    private static final int FURTHER_BROKERS = 20;

    /** Where everything listens. The JVM's own loopback address is {@code ::1} where IPv6 comes first. */
    public static final InetAddress HOST = host();

    /** Who listens on a port, and its offset from the base. */
    public enum Port {
        GATEWAY(0),
        CASE_PROCESSOR(1),
        TELLER_PROCESSOR(2),
        SALESFORCE_SANDBOX(3),
        REGISTRY(4),
        REGISTRY_MANAGEMENT(5),
        KAFKA(6),
        KAFKA_CONTROLLER(7),
        POSTGRES(8),
        CASE_OPERATIONS(9);

        private final int offset;

        Port(int offset) {
            this.offset = offset;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Ports {
        if (base < 1024 || base + Port.values().length > 65536) {
            throw new CliException("the port base must be between 1024 and %d, but is %d"
                    .formatted(65536 - Port.values().length, base));
        }
    }

    /** From the option, else {@code CASELINE_PORT_BASE}, else the last ports of this home, else the default. */
    public static Ports choose(Home home, @Nullable Integer option, Map<String, String> environment) {
        if (option != null) {
            return new Ports(option);
        }
        String variable = environment.getOrDefault("CASELINE_PORT_BASE", "");
        if (!variable.isBlank()) {
            return parse(variable, "CASELINE_PORT_BASE");
        }
        return remembered(home);
    }

    /** The ports that this home used last. */
    public static Ports remembered(Home home) {
        if (!Files.exists(home.portsFile())) {
            return new Ports(DEFAULT_BASE);
        }
        try {
            return parse(Files.readString(home.portsFile()), home.portsFile().toString());
        } catch (IOException e) {
            throw new CliException("can't read %s: %s".formatted(home.portsFile(), e.getMessage()), e);
        }
    }

    public void remember(Home home) throws IOException {
        Files.writeString(home.portsFile(), base + "\n");
    }

    public int of(Port port) {
        return base + port.offset;
    }

    /** Further brokers listen far enough behind the other ports. */
    int broker(int number) {
        return number == 1 ? of(Port.KAFKA) : base + FURTHER_BROKERS + 2 * (number - 2);
    }

    int controller(int number) {
        return number == 1 ? of(Port.KAFKA_CONTROLLER) : broker(number) + 1;
    }

    int last() {
        return base + Port.values().length - 1;
    }

    public String url(Port port) {
        return "http://127.0.0.1:" + of(port);
    }

    public String databaseUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(of(Port.POSTGRES), database);
    }

    /** @param name of the database, which is its owner's, too */
    public DatabaseConnection database(String name, Secrets secrets) {
        return new DatabaseConnection(databaseUrl(name), name, secrets.databasePassword(name));
    }

    public KafkaConnection kafka() {
        return new KafkaConnection(bootstrapServers(), registry());
    }

    /** The API of the registry that Confluent's clients use. */
    String registry() {
        return url(Port.REGISTRY) + "/apis/ccompat/v7";
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + of(Port.KAFKA);
    }

    /** @throws CliException if another process listens on a port */
    public void checkFree() {
        for (Port port : Port.values()) {
            if (!isFree(of(port))) {
                throw new CliException("port %d (%s) is in use; free it or choose other ports with --port-base N"
                        .formatted(of(port), port));
            }
        }
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections in TIME_WAIT do not matter
            socket.bind(new InetSocketAddress(HOST, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress host() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only if it had another length
        }
    }

    private static Ports parse(String text, String source) {
        try {
            return new Ports(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            throw new CliException("%s must be a port number, but is \"%s\"".formatted(source, text.strip()), e);
        }
    }
}
