package io.caseline.local.platform;

import java.nio.file.Path;
import java.util.Map;

/** The Apicurio schema registry. It stores schemas in PostgreSQL, as their ids must survive a restart. */
final class Registry implements Service {

    private final Ports ports;
    private final Secrets secrets;
    private final Path folder;

    Registry(Home home, Ports ports, Secrets secrets) {
        this.ports = ports;
        this.secrets = secrets;
        this.folder = home.root().resolve("local/target/registry");
    }

    @Override
    public String name() {
        return Ports.Port.REGISTRY.toString();
    }

    @Override
    public int port() {
        return ports.of(Ports.Port.REGISTRY);
    }

    @Override
    public ProcessBuilder process() {
        var process = new ProcessBuilder(JavaCommandLine.command("192m", "-jar", "quarkus-run.jar"))
                .directory(folder.toFile());
        process.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port()),
                        "QUARKUS_MANAGEMENT_HOST",
                        "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT",
                        Integer.toString(ports.of(Ports.Port.REGISTRY_MANAGEMENT)),
                        "APICURIO_STORAGE_SQL_KIND",
                        "postgresql",
                        "APICURIO_DATASOURCE_URL",
                        ports.databaseUrl("registry"),
                        "APICURIO_DATASOURCE_USERNAME",
                        "registry",
                        "APICURIO_DATASOURCE_PASSWORD",
                        secrets.databasePassword("registry")));
        process.environment()
                .putAll(Map.of(
                        "QUARKUS_LOG_CATEGORY__IO_QUARKUS_CONFIG__LEVEL", "ERROR", // warnings about its own settings
                        "QUARKUS_LOG_CATEGORY__IO_QUARKUS_RUNTIME_CONFIGURATION__LEVEL", "ERROR",
                        "APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "1",
                        "APICURIO_DATASOURCE_JDBC_MIN_SIZE", "1",
                        "APICURIO_DATASOURCE_JDBC_MAX_SIZE", "10"));
        return process;
    }

    @Override
    public boolean isReady() throws InterruptedException {
        return Probe.isOk(ports.url(Ports.Port.REGISTRY_MANAGEMENT) + "/health/ready")
                && Probe.isOk(ports.url(Ports.Port.REGISTRY) + "/apis/registry/v3/system/info");
    }
}
