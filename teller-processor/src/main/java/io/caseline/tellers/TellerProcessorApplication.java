package io.caseline.tellers;

import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.backoff.ExponentialBackOff;

/** Commands and directory entries come in from Kafka; associations go to PostgreSQL; events and replies go out. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class TellerProcessorApplication {

    public static void main(String[] args) {
        SpringApplication.run(TellerProcessorApplication.class, args);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** A batch that failed comes back until it succeeds. It has no recoverer and no last attempt: nothing is skipped. */
    @Bean
    AfterRollbackProcessor<?, ?> retryForEver() {
        ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
        backOff.setMaxInterval(30_000);
        return new DefaultAfterRollbackProcessor<>(backOff);
    }
}
