package io.caseline.local;

import io.caseline.cli.CliException;
import io.caseline.cli.ClientOptions;
import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.OperationsConnection;
import io.caseline.local.demo.DemoTarget;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Secrets;
import io.caseline.schemas.Sealing;
import java.net.URI;
import java.nio.file.Files;

/** The services of docker-compose.yml, for the command line in a container of its own: it has their secrets in its home. */
record ComposeInstallation(Home home) implements Installation {

    static final String VARIABLE = "CASELINE_INSTALLATION";

    static final String VALUE = "compose";

    static final String GATEWAY = "http://gateway:8400";
    static final String SANDBOX = "http://salesforce-sandbox:8403";
    static final String OPERATIONS = "http://case-processor:8409";
    static final String TELLERS = "jdbc:postgresql://postgres:5432/tellers";

    /** Whether this command line is in a container of the compose file. */
    static boolean isThis() {
        return VALUE.equals(System.getenv(VARIABLE));
    }

    /** Where a cluster has several brokers, the compose file names them. */
    @Override
    public KafkaConnection kafka() {
        throw new CliException("CASELINE_CLIENT_BOOTSTRAP_SERVERS and CASELINE_CLIENT_REGISTRY_URL are not set");
    }

    @Override
    public Sealing sealing() {
        return Sealing.from(secrets().sealingKeySet());
    }

    @Override
    public DatabaseConnection tellerDatabase() {
        return new DatabaseConnection(TELLERS, "tellers", secrets().databasePassword("tellers"));
    }

    @Override
    public OperationsConnection operations() {
        return new OperationsConnection(
                URI.create(OPERATIONS), LocalInstallation.operatorTokens(secrets(), "operator"));
    }

    DemoTarget demo() {
        return new DemoTarget(
                GATEWAY,
                SANDBOX,
                new ClientOptions().kafka(null, this),
                tellerDatabase(),
                "docker compose run --rm caseline");
    }

    /** @throws CliException if they are missing: this command line must not make others */
    Secrets secrets() {
        if (!Files.exists(home.directory().resolve("secrets/token-signing-key.pem"))) {
            throw new CliException(
                    "this container has no secrets; start the system first: docker compose up -d --wait");
        }
        return new Secrets(home);
    }
}
