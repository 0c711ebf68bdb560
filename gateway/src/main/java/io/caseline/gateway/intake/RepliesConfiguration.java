package io.caseline.gateway.intake;

import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

/** The one template of the gateway: commands out, replies in, over topics that all gateways share. */
@Configuration
class RepliesConfiguration {
    /** After the web server, so that those who wait still get their answers. */
    private static final int STOPS_LAST = 0;

    @Bean
    ReplyingKafkaTemplate<String, SpecificRecord, SpecificRecord> kafka(
            ProducerFactory<?, ?> producers,
            ConcurrentMessageListenerContainer<String, SpecificRecord> replies,
            WaitTimers timers) {
        @SuppressWarnings("unchecked")
        ProducerFactory<String, SpecificRecord> commands = (ProducerFactory<String, SpecificRecord>) producers;
        ReplyingKafkaTemplate<String, SpecificRecord, SpecificRecord> template =
                new ReplyingKafkaTemplate<>(commands, replies);
        template.setSharedReplyTopic(true);
        template.setTaskScheduler(timers.scheduler());
        template.setMicrometerEnabled(false); // caseline.kafka.send tells it once
        template.setAutoStartup(false);
        template.setPhase(STOPS_LAST);
        return template;
    }

    /** Starts the template once topics and schemas are there. */
    @Bean
    SmartLifecycle repliesStart(ReplyingKafkaTemplate<String, SpecificRecord, SpecificRecord> kafka) {
        return new SmartLifecycle() {
            @Override
            public void start() {
                // known from the first request on; it would wait for it
                kafka.partitionsFor(Topic.CASES_COMMANDS.topicName());
                kafka.partitionsFor(Topic.TELLERS_COMMANDS.topicName());
                kafka.start();
            }

            @Override
            public void stop() {}

            @Override
            public boolean isRunning() {
                return kafka.isRunning();
            }

            @Override
            public int getPhase() {
                return DEFAULT_PHASE - 500;
            }
        };
    }

    /** A group of its own for each gateway, so that each sees every reply and picks those that it waits for. */
    @Bean
    ConcurrentMessageListenerContainer<String, SpecificRecord> replies(KafkaProperties kafka) {
        Map<String, Object> settings = kafka.buildConsumerProperties();
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        ContainerProperties properties =
                new ContainerProperties(Topic.CASES_REPLIES.topicName(), Topic.TELLERS_REPLIES.topicName());
        properties.setGroupId("gateway-" + UUID.randomUUID());
        properties.setShutdownTimeout(Duration.ofSeconds(5).toMillis());
        ConcurrentMessageListenerContainer<String, SpecificRecord> container =
                new ConcurrentMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(settings), properties);
        container.setAutoStartup(false);
        container.setPhase(STOPS_LAST);
        return container;
    }
}
