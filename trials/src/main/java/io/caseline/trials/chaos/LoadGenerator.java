package io.caseline.trials.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;

/** Sends requests in bursts of two to a hundred until it is stopped. */
final class LoadGenerator {

    private static final List<Integer> BURSTS = List.of(2, 2, 2, 4, 10, 40, 100);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Most concurrent requests. Bursts wait when it is reached. */
    private static final int MAX_CONCURRENT = 200;

    private final LongFunction<Request> requests;
    private final Client client;
    private final Random random;
    private final long fewest;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);
    private final Thread sender = Thread.ofVirtual().name("load").unstarted(this::send);
    private volatile boolean stopped;

    /**
     * @param requests creates the request with a number
     * @param fewest requests that are sent at least
     */
    LoadGenerator(LongFunction<Request> requests, Client client, long seed, long fewest) {
        this.requests = requests;
        this.client = client;
        this.random = new Random(seed);
        this.fewest = fewest;
    }

    void start() {
        sender.start();
    }

    /** Returns when all requests are answered or given up. */
    void finish() throws InterruptedException {
        stopped = true;
        sender.join();
        clients.close();
    }

    private void send() {
        long number = 0;
        try {
            while (!stopped || number < fewest) {
                int burst = BURSTS.get(random.nextInt(BURSTS.size()));
                for (int i = 0; i < burst; i++) {
                    submit(requests.apply(number++));
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(Request request) throws InterruptedException {
        for (int copy = 0; copy < request.copies(); copy++) {
            permits.acquire();
            clients.execute(() -> deliver(request));
        }
        Duration again = request.again();
        if (again != null) {
            clients.execute(() -> {
                Client.sleep(again);
                permits.acquireUninterruptibly();
                deliver(request);
            });
        }
    }

    private void deliver(Request request) {
        try {
            client.sendUntilAnswered(request);
        } finally {
            permits.release();
        }
    }
}
