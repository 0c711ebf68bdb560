package io.caseline.gateway.http;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Threads that go on with exchanges when Kafka has their commands or an outcome comes. As few as there are processors: under
 * load their queue is not empty, and a batch of acknowledgements wakes no thread for each response.
 */
@Component
final class OutcomeThreads implements Executor, DisposableBean {
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().name("outcomes-", 1).daemon().factory());

    @Override
    public void execute(Runnable step) {
        threads.execute(step);
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}
