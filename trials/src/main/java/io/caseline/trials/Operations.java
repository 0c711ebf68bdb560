package io.caseline.trials;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Secrets;
import io.caseline.local.platform.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The operations API of one case-processor, as an operator uses it who may do everything. */
public final class Operations {
    public static final String OPERATOR = "trial-operator";

    private final Http http;
    private final Map<String, String> headers;

    public Operations(String server, Duration timeout, Secrets secrets) throws InterruptedException {
        this.http = new Http(server, timeout);
        String token = new Tokens(secrets.tokenSigningKey(), InstantSource.system())
                .issue(
                        OPERATOR,
                        new Tokens.Grant(
                                List.of("cases:operate", "cases:amend"), List.of(), List.of(), Duration.ofHours(4)));
        this.headers = Map.of("Authorization", "bearer " + token, "Content-Type", "application/json");
    }

    /** @param path below the version, such as {@code /replays} */
    public Http.Response send(String method, String path, Object body) throws IOException, InterruptedException {
        return http.send(method, "/ops/v1" + path, headers, Http.JSON.writeValueAsString(body));
    }

    public Http.Response get(String path) throws IOException, InterruptedException {
        return http.send("GET", "/ops/v1" + path, headers, "");
    }

    /** @throws CliException if the response is no success */
    public static Http.Response require(Http.Response response) {
        if (!response.isOk()) {
            throw new CliException(
                    "the operations API responds with HTTP %d %s".formatted(response.status(), response.body()));
        }
        return response;
    }
}
