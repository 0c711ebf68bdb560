package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writes commands of one program at a steady rate until it is closed. */
final class CommandStream implements AutoCloseable {
    private static final int TICKS_A_SECOND = 10;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MessageWriter writer;
    private int written;

    CommandStream(BenchPlatform platform, String program, int perSecond) {
        writer = new MessageWriter(platform.kafka());
        CaseCommands commands = new CaseCommands(platform.sealing(), program);
        int perTick = Math.max(1, perSecond / TICKS_A_SECOND);
        var unused = timer.scheduleAtFixedRate(
                () -> {
                    commands.write(writer, perTick);
                    written += perTick;
                },
                0,
                Duration.ofSeconds(1).toMillis() / TICKS_A_SECOND,
                TimeUnit.MILLISECONDS);
    }

    /** Ends the stream. Returns how many commands it wrote. */
    int end() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new CliException("Kafka does not accept commands");
        }
        return written;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        timer.close();
        writer.close();
    }
}
