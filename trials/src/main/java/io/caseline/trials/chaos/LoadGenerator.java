package io.caseline.trials.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;

/** Clients that send requests in bursts, from two to a hundred at once, until they are told to stop. */
final class LoadGenerator {

    private static final List<Integer> BURSTS = List.of(2, 2, 2, 4, 10, 40, 100);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Requests under way at once; the bursts wait for a place when nobody answers. */
    private static final int PLACES = 200;

    private final LongFunction<Request> requests;
    private final Client client;
    private final Random random;
    private final long fewest;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(PLACES);
    private final Thread sender = Thread.ofVirtual().name("load").unstarted(this::send);
    private volatile boolean enough;

    /**
     * @param requests the request of a number
     * @param fewest requests that are sent at least, however soon it is told to stop
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

    /** Returns when all clients have their answers, or have given up. */
    void finish() throws InterruptedException {
        enough = true;
        sender.join();
        clients.close();
    }

    private void send() {
        long number = 0;
        try {
            while (!enough || number < fewest) {
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
            places.acquire();
            clients.execute(() -> deliver(request));
        }
        Duration again = request.again();
        if (again != null) {
            clients.execute(() -> {
                Client.sleep(again);
                places.acquireUninterruptibly();
                deliver(request);
            });
        }
    }

    private void deliver(Request request) {
        try {
            client.sendUntilAnswered(request);
        } finally {
            places.release();
        }
    }
}
