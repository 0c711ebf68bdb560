package io.caseline.cli;

import io.caseline.schemas.registry.RegistryAccess;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * How the commands reach an installation: the keys of Kafka's own clients, as Kafka's tools take them, and keys for the
 * registry, the database and the operations API. They come from a file, or one by one from the environment, which takes
 * precedence.
 */
public final class ClientSettings {

    public static final ClientSettings NONE = new ClientSettings(Map.of());

    /** A key's variable is this and the key, in capitals, with underscores. */
    static final String PREFIX = "CASELINE_CLIENT_";

    static final String FILE_VARIABLE = PREFIX + "CONFIG";

    static final String REGISTRY_URL = "registry.url";
    static final String REGISTRY_USERNAME = "registry.username";
    static final String REGISTRY_PASSWORD = "registry.password";
    static final String REGISTRY_TOKEN_FILE = "registry.token-file";
    static final String REGISTRY_CA = "registry.ca";
    public static final String SEALING_KEYSET = "sealing.keyset";
    static final String DATABASE_URL = "database.url";
    static final String DATABASE_USERNAME = "database.username";
    static final String DATABASE_PASSWORD = "database.password";
    public static final String OPERATIONS_URL = "operations.url";
    public static final String OPERATIONS_TOKEN_FILE = "operations.token-file";
    static final String OPERATIONS_CA = "operations.ca";

    private static final Set<String> OWN = Set.of(
            REGISTRY_URL,
            REGISTRY_USERNAME,
            REGISTRY_PASSWORD,
            REGISTRY_TOKEN_FILE,
            REGISTRY_CA,
            SEALING_KEYSET,
            DATABASE_URL,
            DATABASE_USERNAME,
            DATABASE_PASSWORD,
            OPERATIONS_URL,
            OPERATIONS_TOKEN_FILE,
            OPERATIONS_CA);

    private static final Map<String, String> KEYS_BY_VARIABLE = keysByVariable();

    private final Map<String, String> values;

    private ClientSettings(Map<String, String> values) {
        this.values = values;
    }

    private static Map<String, String> keysByVariable() {
        Set<String> keys = new TreeSet<>(OWN);
        keys.addAll(AdminClientConfig.configNames());
        keys.addAll(ConsumerConfig.configNames());
        keys.addAll(ProducerConfig.configNames());
        Map<String, String> variables = new TreeMap<>();
        keys.forEach(key -> variables.put(
                PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), key));
        return variables;
    }

    /**
     * @param file null for the one that {@value #FILE_VARIABLE} names, if it does
     * @throws CliException if the file cannot be read, or there is an unknown key
     */
    static ClientSettings load(@Nullable Path file, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        String named = environment.get(FILE_VARIABLE);
        Path chosen = file != null || named == null || named.isBlank() ? file : Path.of(named);
        if (chosen != null) {
            read(chosen).forEach((key, value) -> {
                if (!KEYS_BY_VARIABLE.containsValue(key.toString())) {
                    throw new CliException("%s has the unknown key %s".formatted(chosen, key));
                }
                values.put(key.toString(), value.toString().strip());
            });
        }
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !variable.equals(FILE_VARIABLE)) {
                String key = KEYS_BY_VARIABLE.get(variable);
                if (key == null) {
                    throw new CliException("the variable %s stands for no key".formatted(variable));
                }
                values.put(key, value.strip());
            }
        });
        return new ClientSettings(values);
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException("cannot read the file %s that --config names".formatted(file), e);
        }
        return properties;
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /** @throws CliException that names the key, if it is not set */
    String require(String key) {
        return get(key).orElseThrow(() -> new CliException("%s is not set, neither in the file of --config nor as %s%s"
                .formatted(
                        key,
                        PREFIX,
                        key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))));
    }

    /** Of any client of Kafka. */
    Map<String, Object> kafka() {
        Map<String, Object> settings = new HashMap<>(values);
        settings.keySet().removeAll(OWN);
        return settings;
    }

    /** @throws CliException if the file with the registry's certificates cannot be read */
    RegistryAccess registry(String url) {
        return new RegistryAccess(
                url,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                http(REGISTRY_CA, Duration.ofSeconds(2)),
                get(REGISTRY_CA).map(Path::of).map(TrustedCertificates::pem).orElse(null),
                this::registryAuthorization);
    }

    private Optional<String> registryAuthorization() {
        if (get(REGISTRY_USERNAME).isPresent() || get(REGISTRY_PASSWORD).isPresent()) {
            return Optional.of(RegistryAccess.basic(require(REGISTRY_USERNAME), require(REGISTRY_PASSWORD)));
        }
        return get(REGISTRY_TOKEN_FILE).map(Path::of).map(RegistryAccess::bearer);
    }

    public HttpClient operations() {
        return http(OPERATIONS_CA, Duration.ofSeconds(5));
    }

    private HttpClient http(String ca, Duration connectTimeout) {
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER);
        get(ca).ifPresent(file -> {
            SSLContext trusting = TrustedCertificates.context(ca, Path.of(file));
            http.sslContext(trusting);
        });
        return http.build();
    }

    Optional<DatabaseConnection> database() {
        return get(DATABASE_URL)
                .map(url -> new DatabaseConnection(
                        url, get(DATABASE_USERNAME).orElse("tellers"), require(DATABASE_PASSWORD)));
    }

    /** Keeps credentials out of logs. */
    @Override
    public String toString() {
        return "ClientSettings" + values.keySet();
    }
}
