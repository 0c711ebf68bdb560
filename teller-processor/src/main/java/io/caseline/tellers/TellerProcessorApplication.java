package io.caseline.tellers;

import io.caseline.web.VirtualThreadServer;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Commands and directory entries come in from Kafka; associations go to PostgreSQL; events and replies go out. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@EnableResilientMethods
public class TellerProcessorApplication {

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // messages and numbers are the same on every machine
        SpringApplication.run(TellerProcessorApplication.class, args);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    VirtualThreadServer virtualThreads() {
        return new VirtualThreadServer();
    }
}
