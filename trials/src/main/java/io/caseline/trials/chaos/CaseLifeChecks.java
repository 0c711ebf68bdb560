package io.caseline.trials.chaos;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** Compares what agents did in Salesforce with the events of changes. */
final class CaseLifeChecks {
    private final CheckReport report;
    private final Topics topics;
    private final Database org;

    CaseLifeChecks(CheckReport report, Topics topics, Database org) {
        this.report = report;
        this.topics = topics;
        this.org = org;
    }

    /** The state of a case as an event reports it. */
    private record CaseStatus(String status, boolean closed, String priority, String owner, int comments) {
        static CaseStatus of(CaseEvent event) {
            return new CaseStatus(
                    event.getStatus(),
                    Boolean.TRUE.equals(event.getClosed()),
                    event.getPriority(),
                    event.getOwnerId(),
                    Objects.requireNonNullElse(event.getComments(), 0));
        }
    }

    /** Whether the id of a change follows from its state. */
    private static boolean hasOwnId(CaseEvent event) {
        boolean deleted = event.getType() == CaseEventType.DELETED || event.getType() == CaseEventType.MERGED;
        return event.getEventId()
                .equals(CloudEventHeaders.changeId(
                        event.getCorrelationId(),
                        event.getOccurredAt(),
                        Arrays.asList(
                                event.getStatus(),
                                event.getClosed(),
                                event.getPriority(),
                                event.getOwnerId(),
                                event.getComments(),
                                deleted,
                                event.getMergedInto())));
    }

    /** The latest event of a case tells the case as the org has it, and those before tell each state once, in order. */
    void check() throws SQLException {
        List<ConsumerRecord<String, CaseEvent>> events =
                topics.<CaseEvent>read(Topic.CASES_EVENTS.topicName(), IsolationLevel.READ_COMMITTED).stream()
                        .filter(event -> event.value().getType() != CaseEventType.RECEIVED)
                        .toList();
        report.all(
                "event ids that follow from the change",
                events.stream().filter(event -> event.value().getChanges() > 0).toList(),
                event -> hasOwnId(event.value()),
                event -> event.key() + " " + event.value());
        Map<String, List<CaseEvent>> byCase = events.stream()
                .sorted(Comparator.<ConsumerRecord<String, CaseEvent>>comparingLong(ConsumerRecord::offset))
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key, Collectors.mapping(ConsumerRecord::value, Collectors.toList())));
        Map<String, List<CaseEvent>> changed = byCase.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        report.all(
                "changed cases whose events are in order, each state once",
                changed.entrySet(),
                each -> isInOrder(each.getValue()),
                each -> each.getKey() + " " + each.getValue());
        Map<String, CaseStatus> inOrg = org
                .query(
                        """
                        SELECT Caseline_Correlation_Id__c, Status, IsClosed, Priority, OwnerId, (
                            SELECT count(*) FROM comments WHERE ParentId = cases.Id) FROM cases WHERE NOT IsDeleted""",
                        row -> Map.entry(
                                row.getString(1),
                                new CaseStatus(
                                        row.getString(2),
                                        row.getBoolean(3),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getInt(6))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        report.all(
                "cases in Salesforce = as their latest event tells them",
                inOrg.entrySet(),
                each -> byCase.containsKey(each.getKey())
                        && each.getValue()
                                .equals(CaseStatus.of(byCase.get(each.getKey()).getLast())),
                each -> each + ", not " + byCase.getOrDefault(each.getKey(), List.of()));
        report.note("%,d changes of %,d cases were told"
                .formatted(
                        changed.values().stream()
                                .mapToInt(each -> each.size() - 1)
                                .sum(),
                        changed.size()));
    }

    private static boolean isInOrder(List<CaseEvent> events) {
        return events.getFirst().getType() == CaseEventType.CREATED
                && IntStream.range(1, events.size()).allMatch(number -> {
                    CaseEvent event = events.get(number);
                    CaseEvent before = events.get(number - 1);
                    return event.getChanges() == number
                            && Objects.equals(event.getPreviousStatus(), before.getStatus())
                            && Objects.equals(event.getPreviousPriority(), before.getPriority())
                            && Objects.equals(event.getPreviousOwnerId(), before.getOwnerId())
                            && !CaseStatus.of(event).equals(CaseStatus.of(before))
                            && (number == 1 || !event.getOccurredAt().isBefore(before.getOccurredAt()));
                });
    }
}
