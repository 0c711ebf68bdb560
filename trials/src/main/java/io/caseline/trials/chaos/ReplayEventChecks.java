package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.messages.CaseEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares the events of cases that were replayed with their outcomes. */
final class ReplayEventChecks {
    private final CheckReport report;
    private final Topics topics;
    private final Database ledger;

    ReplayEventChecks(CheckReport report, Topics topics, Database ledger) {
        this.report = report;
        this.topics = topics;
        this.ledger = ledger;
    }

    /** Every outcome, the earlier ones too, has its event once, and the events of a case are in order. */
    void check(List<CaseOutcome> outcomes) throws SQLException {
        List<ConsumerRecord<String, CaseEvent>> events = new EventChecks(report, topics)
                .<CaseEvent>read(
                        Topic.CASES_EVENTS,
                        Topic.CASES_STATE,
                        "events, one for an outcome",
                        event -> event.key() + " " + event.value().getAttempts(),
                        event -> event.getEventId()
                                .equals(CloudEventHeaders.eventId(
                                        event.getCorrelationId(),
                                        event.getType().name(),
                                        event.getAttempts())));
        List<String> earlier = ledger.query(
                "SELECT correlation_id || ' ' || state || ' ' || attempt FROM earlier_outcome",
                row -> row.getString(1));
        report.same(
                "outcomes in the ledger = events, as a read-committed reader sees them",
                Stream.concat(
                                earlier.stream(),
                                outcomes.stream()
                                        .map(outcome -> "%s %s %d"
                                                .formatted(outcome.id(), outcome.state(), outcome.attempts())))
                        .collect(Collectors.toSet()),
                set(
                        events,
                        event -> "%s %s %d"
                                .formatted(
                                        event.key(),
                                        event.value().getType(),
                                        event.value().getAttempts())));
        Map<String, List<String>> sequences = events.stream()
                .sorted(Comparator.<ConsumerRecord<String, CaseEvent>>comparingLong(ConsumerRecord::offset))
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key,
                        Collectors.mapping(
                                event -> event.value().getType() + " "
                                        + event.value().getAttempts(),
                                Collectors.toList())));
        Set<List<String>> possible = Set.of(
                List.of("CREATED 1"),
                List.of("FAILED 1"),
                List.of("FAILED 1", "CREATED 2"),
                List.of("FAILED 1", "FAILED 2"));
        report.all(
                "events of a case in order",
                sequences.entrySet(),
                sequence -> possible.contains(sequence.getValue()),
                Map.Entry::toString);
        report.note("%,d cases have the events FAILED 1, CREATED 2"
                .formatted(sequences.values().stream()
                        .filter(List.of("FAILED 1", "CREATED 2")::equals)
                        .count()));
    }
}
