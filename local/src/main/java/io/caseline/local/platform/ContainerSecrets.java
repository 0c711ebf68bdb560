package io.caseline.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * The secrets of a home for containers: a folder for each service with the secrets of that service only. For an
 * application, {@code config} is a config tree (a file for each property, for {@code spring.config.import}) and {@code keys}
 * holds its key files.
 *
 * <p>Everybody may read them: each folder is a volume that its service alone mounts, and services run as different users.
 */
public final class ContainerSecrets {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--r--r--");

    private final Secrets secrets;
    private final Path target;

    public ContainerSecrets(Home home, Path target) {
        this.secrets = new Secrets(home);
        this.target = target;
    }

    /** Creates missing secrets and writes all of them; existing files are overwritten, with the same content except
     * for the tokens of the operators' console and of Prometheus, which are new. */
    public void write() throws IOException {
        write("gateway", Map.of("caseline.requests.namespace", secrets.uuid("correlation-id-namespace")));
        copyKeys("gateway", secrets.sealingKeySet(), secrets.tokenPublicKey());
        write(
                "case-processor",
                Map.of(
                        "spring.datasource.password", secrets.databasePassword("cases"),
                        "caseline.salesforce.client-id", secrets.text("salesforce-client-id"),
                        "caseline.salesforce.client-secret", secrets.text("salesforce-client-secret")));
        copyKeys(
                "case-processor",
                secrets.sealingKeySet(),
                secrets.tokenPublicKey(),
                secrets.operatorPasswordFile(),
                secrets.createTellersToken(InstantSource.system()));
        write("teller-processor", Map.of("spring.datasource.password", secrets.databasePassword("tellers")));
        copyKeys("teller-processor", secrets.sealingKeySet(), secrets.tokenPublicKey(), secrets.fingerprintKeySet());
        write(
                "salesforce-sandbox",
                Map.of(
                        "spring.datasource.password", secrets.databasePassword("salesforce"),
                        "sandbox.client-id", secrets.text("salesforce-client-id"),
                        "sandbox.client-secret", secrets.text("salesforce-client-secret")));
        copy(
                folder("caseline"),
                secrets.tokenPublicKey(),
                secrets.tokenSigningKeyFile(),
                secrets.sealingKeySet(),
                secrets.operatorPasswordFile());
        copy(folder("demo"), secrets.tokenPublicKey(), secrets.tokenSigningKeyFile(), secrets.sealingKeySet());
        file(folder("demo").resolve(Secrets.databasePasswordName("tellers")), secrets.databasePassword("tellers"));
        file(folder("prometheus").resolve("metrics-token"), secrets.metricsToken(InstantSource.system()));
        file(folder("grafana").resolve("admin-password"), secrets.text("grafana-admin-password"));
        file(
                folder("registry").resolve("registry.properties"),
                "apicurio.datasource.password=" + secrets.databasePassword("registry") + "\n");
        for (String user : Postgres.DATABASES) {
            file(folder("postgres").resolve(user), secrets.databasePassword(user));
        }
        file(folder("postgres").resolve(Postgres.SUPERUSER), secrets.databasePassword(Postgres.SUPERUSER));
    }

    private void write(String application, Map<String, String> properties) throws IOException {
        Path tree = folder(application + "/config");
        for (Map.Entry<String, String> property : properties.entrySet()) {
            file(tree.resolve(property.getKey()), property.getValue());
        }
    }

    private void copyKeys(String application, Path... keys) throws IOException {
        copy(folder(application + "/keys"), keys);
    }

    private static void copy(Path folder, Path... keys) throws IOException {
        for (Path key : keys) {
            file(folder.resolve(key.getFileName()), Files.readString(key));
        }
    }

    private Path folder(String name) throws IOException {
        Path folder = target;
        for (Path part : Path.of(name)) {
            folder = Files.createDirectories(folder.resolve(part));
            Files.setPosixFilePermissions(folder, FOLDER);
        }
        return folder;
    }

    private static void file(Path file, String content) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), "secret", ".new");
        Files.writeString(draft, content);
        Files.setPosixFilePermissions(draft, FILE);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
