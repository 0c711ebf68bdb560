package io.caseline.local;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.OperationsConnection;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.RunningPlatform;
import io.caseline.local.platform.Secrets;
import io.caseline.local.platform.Tokens;
import io.caseline.schemas.Sealing;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The installation of one home on this machine. */
record LocalInstallation(Home home) implements Installation {

    private static final Tokens.Grant OPERATOR =
            new Tokens.Grant(List.of("cases:operate"), List.of(), List.of(), Duration.ofMinutes(5));

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
        checkUp();
        return Ports.remembered(home).database("tellers", new Secrets(home));
    }

    /** The audit names the user of this machine. */
    @Override
    public OperationsConnection operations() {
        checkUp();
        return new OperationsConnection(
                URI.create(Ports.remembered(home).url(Ports.Port.CASE_OPERATIONS)),
                operatorTokens(new Secrets(home), System.getProperty("user.name")));
    }

    static Supplier<String> operatorTokens(Secrets secrets, String subject) {
        Tokens tokens = new Tokens(secrets.tokenSigningKey(), InstantSource.system());
        return () -> tokens.issue(subject, OPERATOR);
    }

    private void checkUp() {
        if (RunningPlatform.of(home).supervisor().isEmpty()) {
            throw new CliException("the system is not up; ./caseline up -d starts it");
        }
    }
}
