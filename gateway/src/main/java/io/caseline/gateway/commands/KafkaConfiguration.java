package io.caseline.gateway.commands;

import org.apache.avro.specific.SpecificRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** The template that sends commands. */
@Configuration
class KafkaConfiguration {

    @Bean
    KafkaTemplate<String, SpecificRecord> kafka(ProducerFactory<?, ?> producers) {
        @SuppressWarnings("unchecked")
        ProducerFactory<String, SpecificRecord> commands = (ProducerFactory<String, SpecificRecord>) producers;
        KafkaTemplate<String, SpecificRecord> template = new KafkaTemplate<>(commands);
        template.setMicrometerEnabled(false); // caseline.kafka.send already measures each send
        return template;
    }
}
