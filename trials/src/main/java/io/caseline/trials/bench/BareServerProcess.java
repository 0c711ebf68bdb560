package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link BareServer} in a process with the gateway's JVM flags. It ends with this JVM, whose pipe it reads. */
final class BareServerProcess implements AutoCloseable {
    private final Process process;
    private final InetSocketAddress address;

    private BareServerProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** @param bytes of each record */
    static BareServerProcess start(Home home, String brokers, String topic, int bytes) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + home.jvmOptions("gateway"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName(),
                        brokers,
                        topic,
                        Integer.toString(bytes)))
                .redirectError(home.log("bare-server").toFile())
                .start();
        BufferedReader output = process.inputReader();
        @Nullable String port = output.readLine();
        if (port == null) {
            throw new CliException("the bare server did not start; its output is in " + home.log("bare-server"));
        }
        return new BareServerProcess(
                process, new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
    }

    InetSocketAddress address() {
        return address;
    }

    ServerCpu cpu() {
        return ServerCpu.of(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
