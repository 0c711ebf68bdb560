package io.caseline.cases;

import jakarta.persistence.EntityManagerFactory;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Commands to Salesforce cases, and the ledger of what became of each. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class CaseProcessorApplication {

    public static void main(String[] args) {
        SpringApplication.run(CaseProcessorApplication.class, args);
    }

    /** Boot makes none beside Kafka's; {@code @Transactional} means this one. */
    @Bean
    @Primary
    JpaTransactionManager transactionManager(EntityManagerFactory entities) {
        return new JpaTransactionManager(entities);
    }

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }
}
