package io.caseline.cli;

import io.caseline.schemas.Sealing;

/** No default installation: the options must say where everything is. */
final class RequiredOptions implements Installation {

    @Override
    public KafkaConnection kafka() {
        throw new CliException("--bootstrap-servers and --registry are required");
    }

    @Override
    public Sealing sealing() {
        throw new CliException("--sealing-keyset is required");
    }

    @Override
    public DatabaseConnection tellerDatabase() {
        throw new CliException("--database-url and --database-password-file are required");
    }

    @Override
    public OperationsConnection operations() {
        throw new CliException("--url is required, unless CASELINE_OPERATIONS_URL is set");
    }
}
