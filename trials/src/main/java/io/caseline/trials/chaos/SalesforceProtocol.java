package io.caseline.trials.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HTTP/1.1 to Salesforce without pipelining. A composite request inserts cases. */
final class SalesforceProtocol implements TcpProxy.Protocol {

    private static final int CHUNK = 64 * 1024;

    private final TcpProxy proxy;

    /** Whether the next bytes of the client start a request. */
    private volatile boolean idle = true;

    private volatile boolean inserting;

    SalesforceProtocol(TcpProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public void requests(InputStream client, OutputStream server) throws IOException, InterruptedException {
        byte[] bytes = new byte[CHUNK];
        for (int length = client.read(bytes); length >= 0; length = client.read(bytes)) {
            if (idle) {
                idle = false;
                inserting = firstLine(bytes, length).matches("POST /services/data/v[0-9.]+/composite .*");
                if (inserting) {
                    proxy.reached(FaultPoint.CLAIMED);
                }
            }
            server.write(bytes, 0, length);
        }
    }

    @Override
    public void responses(InputStream server, OutputStream client) throws IOException, InterruptedException {
        byte[] bytes = new byte[CHUNK];
        for (int length = server.read(bytes); length >= 0; length = server.read(bytes)) {
            boolean inserted = inserting && firstLine(bytes, length).startsWith("HTTP/1.1 200");
            inserting = false;
            if (inserted) {
                proxy.reached(FaultPoint.CALLED);
            }
            idle = true;
            client.write(bytes, 0, length);
        }
    }

    private static String firstLine(byte[] bytes, int length) {
        return new String(Arrays.copyOf(bytes, Math.min(length, 200)), StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
    }
}
