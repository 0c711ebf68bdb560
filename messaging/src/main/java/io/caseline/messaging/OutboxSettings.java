package io.caseline.messaging;

import io.caseline.schemas.registry.RegistryAccess;
import io.caseline.schemas.registry.SchemaUrls;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * The outbox of a processor.
 *
 * @param topic name of the events' topic; set by the application itself
 * @param stateTopic name of the topic that has the latest event of each key; set by the application itself. Empty: none
 * @param registryUrl address of the schema registry as subscribers reach it, for the header {@code ce_dataschema}; unset:
 *     {@code caseline.registry.url}
 * @param batchSize maximum number of events in one Kafka transaction
 * @param lookEvery how often the active publisher looks for rows; commits of its own instance wake it up
 * @param pause pause after a batch that was not full; the first event after a quiet time is published at once
 * @param lease how long a dead or frozen publisher stays the active one
 * @param takeOverEvery how often the other publishers try to get the lease
 * @param writesWithin upper limit for the duration of a transaction that adds events
 * @param keepPublished how long events that were found on the topic without a row are remembered; longer than the topic
 *     keeps events
 */
@ConfigurationProperties("caseline.outbox")
record OutboxSettings(
        String topic,
        @Nullable String stateTopic,
        @Nullable URI registryUrl,
        @DefaultValue("1000") int batchSize,
        @DefaultValue("20ms") Duration lookEvery,
        @DefaultValue("5ms") Duration pause,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("500ms") Duration takeOverEvery,
        @DefaultValue("60s") Duration writesWithin,
        @DefaultValue("35d") Duration keepPublished) {

    OutboxTopics topics(RegistryAccess registry) {
        return new OutboxTopics(
                topic,
                StringUtils.hasText(stateTopic) ? stateTopic : null,
                SchemaUrls.of(registryUrl == null ? registry.url() : registryUrl.toString()));
    }
}
