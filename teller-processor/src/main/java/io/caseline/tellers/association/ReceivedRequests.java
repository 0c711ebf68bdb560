package io.caseline.tellers.association;

import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Requests that Kafka has, whether they are decided or not. */
@Component
class ReceivedRequests {
    private static final Logger log = LoggerFactory.getLogger(ReceivedRequests.class);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Settings settings;

    /**
     * @param keep how long a request is known to be received; longer than Kafka keeps its command
     * @param purgeChunk how many requests one transaction removes
     */
    @ConfigurationProperties("caseline.tellers.received")
    record Settings(
            @DefaultValue("31d") Duration keep,
            @DefaultValue("5000") int purgeChunk) {}

    ReceivedRequests(JdbcClient jdbc, InstantSource clock, Settings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    record Received(UUID correlationId, String merchantId, Instant receivedAt) {}

    void record(List<Received> requests) {
        if (requests.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into teller_request (correlation_id, merchant_id, received_at)
                select * from unnest(:ids, :merchants, :times) on conflict do nothing""")
                .param("ids", uuids(requests, Received::correlationId))
                .param("merchants", texts(requests, Received::merchantId))
                .param("times", instants(requests, Received::receivedAt))
                .update();
    }

    /** The merchant that sent the request. */
    Optional<String> merchant(UUID correlationId) {
        return jdbc.sql("select merchant_id from teller_request where correlation_id = ?")
                .param(correlationId)
                .query(String.class)
                .optional();
    }

    @Scheduled(initialDelayString = "1m", fixedDelayString = "${caseline.tellers.received.purge-every:1h}")
    void purge() {
        Instant before = clock.instant().minus(settings.keep());
        int total = 0;
        int purged;
        do {
            purged = purgeSome(before);
            total += purged;
        } while (purged == settings.purgeChunk());
        if (total > 0) {
            log.info("Forgot {} requests received before {}", total, before);
        }
    }

    /** Several instances purge side by side, each its own rows. */
    private int purgeSome(Instant before) {
        return jdbc.sql("""
                delete from teller_request where correlation_id in (
                    select correlation_id from teller_request where received_at < ? limit ? for update skip locked)""")
                .params(before.atOffset(ZoneOffset.UTC), settings.purgeChunk())
                .update();
    }
}
