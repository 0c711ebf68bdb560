package io.caseline.bench.pipeline;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Cases of one program that come at a steady pace, from callers who do not wait, until it is closed. */
final class CommandStream implements AutoCloseable {
    private static final int TICKS_A_SECOND = 10;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MessageWriter writer;
    private int written;

    CommandStream(Messaging messaging, String program, int perSecond) {
        writer = new MessageWriter(messaging);
        CaseCommands commands = new CaseCommands(messaging.sealing(), program);
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

    /** Ends the stream. Returns how many cases it had. */
    int end() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new BenchFailure("Kafka does not take commands");
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
