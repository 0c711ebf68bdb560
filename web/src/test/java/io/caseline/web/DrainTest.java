package io.caseline.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainTest {

    @Test
    void it_ends_even_if_the_common_pool_is_busy() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch idle = new CountDownLatch(1);
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            var unused = ForkJoinPool.commonPool().submit(() -> {
                idle.await();
                return null;
            });
        }
        try {
            Drain drain = new Drain(Duration.ofMillis(1));
            drain.start();
            drain.stop(ended::countDown);

            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(drain.isDraining()).isTrue();
        } finally {
            idle.countDown();
        }
    }
}
