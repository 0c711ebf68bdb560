package io.caseline.local;

import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.local.platform.Tokens;
import java.time.InstantSource;
import java.util.UUID;

/** The addresses of a system that is up, and a first request. */
final class StartupMessage {

    private StartupMessage() {}

    /** Where operators sign in, and as whom. */
    static String console(Home home, Ports ports) {
        Secrets secrets = new Secrets(home);
        return "%s/console (sign in as %s with %s)"
                .formatted(ports.url(Port.CASE_OPERATIONS), Secrets.OPERATOR, secrets.operatorPassword());
    }

    static void print(Home home, Ports ports) {
        String token =
                new Tokens(new Secrets(home).tokenSigningKey(), InstantSource.system()).issue(Tokens.Grant.EVERYTHING);
        System.out.printf(
                """

                everything is up:
                  gateway             %s
                  API documentation   %s/docs/index.html
                  operators' console  %s
                  Salesforce sandbox  %s/
                  schema registry     %s/apis/registry/v3
                  Kafka               127.0.0.1:%d
                  PostgreSQL          127.0.0.1:%d

                try it (the token is valid for an hour; ./caseline token prints another):
                  curl -s %s/programs/gobank/customerCare/cases \\
                    -H 'X-GD-RequestId: %s' -H 'Content-Type: application/json' \\
                    -H 'Authorization: bearer %s' \\
                    -d '{"subject":"Card not received","firstName":"Ana","lastName":"Reyes","customerQuestion":"Where is my card?"}'

                """,
                ports.url(Port.GATEWAY),
                ports.url(Port.GATEWAY),
                console(home, ports),
                ports.url(Port.SALESFORCE_SANDBOX),
                ports.url(Port.REGISTRY),
                ports.of(Port.KAFKA),
                ports.of(Port.POSTGRES),
                ports.url(Port.GATEWAY),
                UUID.randomUUID(),
                token);
    }
}
