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

/** Samples the heap of another JVM on this machine. */
final class Heap implements AutoCloseable {
    private static final long MEGA = 1024 * 1024;

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final long max;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * @param done number of outcomes so far
     * @param used bytes, including garbage
     * @param live bytes after a full collection
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
            throw new CliException("the heap of process %d cannot be read: %s".formatted(pid, e.getMessage()), e);
        }
    }

    /** Runs a full collection, which pauses that JVM. */
    void sample(int done) {
        long used = memory.getHeapMemoryUsage().getUsed();
        memory.gc();
        samples.add(new Sample(done, used, memory.getHeapMemoryUsage().getUsed()));
    }

    /** Growth of the live bytes from the first sample to the last. */
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
            // the other JVM has ended
        }
    }
}
