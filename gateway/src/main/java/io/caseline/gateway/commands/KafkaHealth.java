package io.caseline.gateway.commands;

import io.caseline.schemas.ConnectionFailure;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Whether the brokers respond, checked on a timer so that a health probe never waits for them. */
@Component("brokers")
class KafkaHealth implements HealthIndicator, DisposableBean {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final KafkaAdmin settings;
    private @Nullable Admin admin;
    private volatile Health health = Health.unknown().build();

    KafkaHealth(KafkaAdmin settings) {
        this.settings = settings;
    }

    @Override
    public Health health() {
        return health;
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    synchronized void check() throws InterruptedException {
        try {
            if (admin == null) {
                admin = Admin.create(settings.getConfigurationProperties());
            }
            int nodes = admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) TIMEOUT.toMillis()))
                    .nodes()
                    .get(TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS)
                    .size();
            health = Health.up().withDetail("brokers", nodes).build();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            health = Health.outOfService()
                    .withDetail("reason", "the brokers cannot be used: " + ConnectionFailure.describe(e))
                    .build();
        }
    }

    @Override
    public synchronized void destroy() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
