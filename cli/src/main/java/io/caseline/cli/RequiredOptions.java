package io.caseline.cli;

import io.caseline.schemas.Sealing;

/** No default installation: the options must say where everything is. */
final class RequiredOptions implements Installation {

    @Override
    public KafkaConnection kafka() {
        throw new CliException("--bootstrap-servers and --registry are required, or a --config file with them");
    }

    @Override
    public Sealing sealing() {
        throw new CliException("--sealing-keyset is required, or sealing.keyset in a --config file");
    }

    @Override
    public DatabaseConnection tellerDatabase() {
        throw new CliException(
                "--database-url and --database-password-file are required, or a --config file with database.url");
    }

    @Override
    public OperationsConnection operations() {
        throw new CliException("--url is required, unless CASELINE_OPERATIONS_URL or operations.url is set");
    }
}
