package io.caseline.messaging.testing;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A real Apicurio registry, in a process or in a container, its schemas in memory. */
public final class Registry implements AutoCloseable {
    private static final int PORT = 8080;

    private final String url;
    private final Runnable stop;

    private Registry(String url, Runnable stop) {
        this.url = url;
        this.stop = stop;
    }

    /** One of the caller's own. */
    public static Registry start() {
        return Containers.requested() ? startContainer() : startProcess();
    }

    private static Registry startProcess() {
        RegistryProcess process = RegistryProcess.start();
        return new Registry(process.url(), process::close);
    }

    @SuppressWarnings("resource") // closed by stop
    private static Registry startContainer() {
        GenericContainer<?> container = new GenericContainer<>(Containers.image("registry"))
                .withExposedPorts(PORT)
                .withEnv("JAVA_OPTS_APPEND", "-Xmx192m -XX:TieredStopAtLevel=1")
                .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects")
                        .forPort(PORT)
                        .withStartupTimeout(Containers.STARTUP_TIMEOUT));
        container.start();
        return new Registry(
                "http://%s:%d".formatted(container.getHost(), container.getMappedPort(PORT)), container::stop);
    }

    /** Address without a path. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        stop.run();
    }
}
