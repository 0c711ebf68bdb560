package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** Associations over HTTP, each sent when the one before is answered. */
final class LoneAssociations {
    private static final Duration DURATION = Duration.ofSeconds(10);

    private final InetSocketAddress gateway;
    private final TellerDirectory directory;
    private final String head;
    private int nextTeller;

    LoneAssociations(BenchPlatform platform, TellerDirectory directory, int firstTeller) {
        this.gateway = platform.gateway();
        this.directory = directory;
        this.nextTeller = firstTeller;
        this.head = "POST /retailer/user/associate HTTP/1.1\r\nHost: " + gateway.getHostString()
                + "\r\nAuthorization: Bearer " + platform.token(directory.merchantIds())
                + "\r\nContent-Type: application/json\r\nX-GD-RequestId: ";
    }

    /** Warms up and then measures. */
    Measured run(ServerCpu cpu) throws IOException {
        HttpLoad load = new HttpLoad(gateway, 1, 200, unused -> request());
        load.run("", DURATION, cpu);
        return load.run("lone association", DURATION, cpu);
    }

    /** The first teller that has no card. */
    int nextTeller() {
        return nextTeller;
    }

    private byte[] request() {
        if (nextTeller == directory.tellers()) {
            throw new CliException("no tellers are left for lone associations; increase --tellers");
        }
        String body = directory.request(nextTeller++);
        return (head + UUID.randomUUID() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
