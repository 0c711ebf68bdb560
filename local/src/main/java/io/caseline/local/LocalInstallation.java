package io.caseline.local;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.RunningPlatform;
import io.caseline.local.platform.Secrets;
import io.caseline.schemas.Sealing;

/** The installation of one home on this machine. */
record LocalInstallation(Home home) implements Installation {

    @Override
    public KafkaConnection kafka() {
        return Ports.remembered(home).kafka();
    }

    @Override
    public Sealing sealing() {
        return Sealing.from(new Secrets(home).sealingKeySet());
    }

    @Override
    public DatabaseConnection tellerDatabase() {
        if (RunningPlatform.of(home).supervisor().isEmpty()) {
            throw new CliException("the system is not up; ./caseline up -d starts it");
        }
        return Ports.remembered(home).database("tellers", new Secrets(home));
    }
}
