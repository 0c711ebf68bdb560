package io.caseline.tellers.status;

import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.messaging.Purge;
import io.caseline.tellers.command.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Commands that Kafka has, decided or not. */
@Component
public class ReceivedCommandStore {
    private static final Logger log = LoggerFactory.getLogger(ReceivedCommandStore.class);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Settings settings;

    /**
     * @param keep how long a command is known as received; longer than Kafka keeps it
     * @param purgeChunk how many rows one transaction deletes
     */
    @ConfigurationProperties("caseline.tellers.received")
    record Settings(
            @DefaultValue("31d") Duration keep,
            @DefaultValue("5000") int purgeChunk) {}

    ReceivedCommandStore(JdbcClient jdbc, InstantSource clock, Settings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    /** Runs in the caller's transaction. Returns those that were not recorded before. */
    public Set<UUID> record(Collection<Command> commands) {
        if (commands.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
                insert into received_command (correlation_id, merchant_id, received_at)
                select * from unnest(:ids, :merchants, :times) as command (id) order by id
                on conflict do nothing returning correlation_id""")
                .param("ids", uuids(commands, Command::correlationId))
                .param("merchants", texts(commands, Command::merchantId))
                .param("times", instants(commands, Command::receivedAt))
                .query(UUID.class)
                .list());
    }

    /** The merchant that sent the command. */
    Optional<String> merchant(UUID correlationId) {
        return jdbc.sql("select merchant_id from received_command where correlation_id = ?")
                .param(correlationId)
                .query(String.class)
                .optional();
    }

    @Scheduled(initialDelayString = "1m", fixedDelayString = "${caseline.tellers.received.purge-every:1h}")
    void purge() {
        Instant before = clock.instant().minus(settings.keep());
        long total = Purge.inChunks(settings.purgeChunk(), () -> purgeChunk(before));
        if (total > 0) {
            log.info("Purged {} commands received before {}", total, before);
        }
    }

    private int purgeChunk(Instant before) {
        return jdbc.sql("""
                delete from received_command where ctid = any(array(
                    select ctid from received_command where received_at < ?
                    order by received_at limit ? for update skip locked))""")
                .params(before.atOffset(ZoneOffset.UTC), settings.purgeChunk())
                .update();
    }
}
