package io.caseline.trials.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.caseline.cli.CliException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The heap of a JVM on this machine, looked at from time to time. */
final class Heap implements AutoCloseable {
    private static final long MEGA = 1024 * 1024;

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final long max;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * @param done outcomes until then
     * @param used bytes, garbage included
     * @param live bytes that are left after a full collection
     */
    record Sample(int done, long used, long live) {}

    private Heap(JMXConnector connector, MemoryMXBean memory) {
        this.connector = connector;
        this.memory = memory;
        this.max = memory.getHeapMemoryUsage().getMax();
    }

    @SuppressWarnings("BanJNDI") // a JVM of this machine, started by this program
    static Heap of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address;
            try {
                address = machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
            JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
            return new Heap(
                    connector,
                    ManagementFactory.newPlatformMXBeanProxy(
                            connector.getMBeanServerConnection(),
                            ManagementFactory.MEMORY_MXBEAN_NAME,
                            MemoryMXBean.class));
        } catch (AttachNotSupportedException | IOException e) {
            throw new CliException("the heap of process %d cannot be looked at: %s".formatted(pid, e.getMessage()), e);
        }
    }

    /** Collects all garbage there, which stops that JVM for a moment. */
    void sample(int done) {
        long used = memory.getHeapMemoryUsage().getUsed();
        memory.gc();
        samples.add(new Sample(done, used, memory.getHeapMemoryUsage().getUsed()));
    }

    /** What is live at the last sample, and was not at the first, in bytes; negative if less is. */
    static long growth(List<Sample> samples) {
        return samples.isEmpty()
                ? 0
                : samples.getLast().live() - samples.getFirst().live();
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** One line. */
    static String line(List<Sample> samples, long max) {
        return String.format(
                Locale.ROOT,
                "heap of %d MB, live after a full collection (used before it): %s; growth %+d MB",
                max / MEGA,
                samples.stream()
                        .map(sample -> String.format(
                                Locale.ROOT, "%,d: %d (%d)", sample.done(), sample.live() / MEGA, sample.used() / MEGA))
                        .collect(Collectors.joining(", ")),
                growth(samples) / MEGA);
    }

    /** Bytes. */
    long max() {
        return max;
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // the JVM that was looked at has ended
        }
    }
}
