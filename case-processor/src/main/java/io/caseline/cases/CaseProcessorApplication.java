package io.caseline.cases;

import io.caseline.web.VirtualThreadServer;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Creates Salesforce cases from commands, and keeps a ledger of their outcomes. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@EnableResilientMethods
public class CaseProcessorApplication {

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // messages and numbers are the same on every machine
        // the JDK sends no password for a tunnel unless told to; the only one is caseline.salesforce.proxy.password
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        SpringApplication.run(CaseProcessorApplication.class, args);
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
