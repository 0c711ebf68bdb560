package io.caseline.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Ranges of records that Kafka deleted before they were read. Health says {@code GAP} until a person has acknowledged each
 * of them with {@code POST /actuator/gaps/{id}}, as JSON.
 */
@Endpoint(id = "gaps")
public final class PositionGaps implements HealthIndicator {
    private final JdbcClient jdbc;
    private volatile List<Gap> open = List.of();

    PositionGaps(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        Gauge.builder("caseline.positions.gaps", this, gaps -> gaps.open.size())
                .description("Ranges of deleted records that nobody has acknowledged yet")
                .register(meters);
    }

    /** @param lastOffset the last offset that is missing */
    public record Gap(
            long id,
            String topic,
            int partition,
            long firstOffset,
            long lastOffset,
            Instant foundAt,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy) {}

    @ReadOperation
    public List<Gap> gaps() {
        return jdbc.sql("select *, partition_number as partition from position_gap order by id desc limit 1000")
                .query(Gap.class)
                .list();
    }

    /** 404 for a gap that is not known, or was acknowledged before. */
    @WriteOperation
    public WebEndpointResponse<Void> acknowledge(@Selector long id, SecurityContext caller) {
        Principal person = caller.getPrincipal();
        int acknowledged = jdbc.sql("""
                update position_gap set acknowledged_at = now(), acknowledged_by = :person
                where id = :id and acknowledged_at is null""")
                .param("id", id)
                .param("person", person == null ? "unknown" : person.getName())
                .update();
        look();
        return new WebEndpointResponse<>(
                acknowledged == 1 ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
    }

    @Scheduled(
            initialDelayString = "${caseline.positions.look-every:5s}",
            fixedDelayString = "${caseline.positions.look-every:5s}")
    void look() {
        open = gaps().stream().filter(gap -> gap.acknowledgedAt() == null).toList();
    }

    @Override
    public Health health() {
        List<Gap> gaps = open;
        if (gaps.isEmpty()) {
            return Health.up().build();
        }
        return Health.status("GAP")
                .withDetail("gaps", gaps.size())
                .withDetail(
                        "records",
                        gaps.stream()
                                .mapToLong(gap -> gap.lastOffset() - gap.firstOffset() + 1)
                                .sum())
                .withDetail("acknowledge", "POST /actuator/gaps/{id} with Content-Type: application/json")
                .withDetail("ids", gaps.stream().map(Gap::id).limit(20).toList())
                .build();
    }
}
