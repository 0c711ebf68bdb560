package io.caseline.analysts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.schemas.CloudEventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The lives of eight cases, begun under version 1 of the schema and ended under version 2; every type is there. */
final class CaseLives {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final String AGENT = "005000000000001AAA";
    private static final String QUEUE = "00G000000000001AAA";

    private final List<CaseEvent> version1 = new ArrayList<>();
    private final List<CaseEvent> version2 = new ArrayList<>();

    CaseLives() {
        Case card = new Case("gobank", "00001001", 0);
        Case fee = new Case("gobank", "00001002", 1);
        Case pin = new Case("paywell", "00001003", 2);
        Case limit = new Case("paywell", "00001004", 3);
        version1.add(card.created(1, 1));
        version1.add(fee.failed(1, "STRING_TOO_LONG", "Subject"));
        version1.add(pin.failed(1, "STRING_TOO_LONG", "Subject"));
        version1.add(limit.created(1, 2));

        version2.add(pin.of(CaseEventType.DISCARDED, 2, 0, 90, event -> event.setFailureCode("STRING_TOO_LONG")));
        version2.add(fee.created(2, 240));
        version2.add(card.changed(CaseEventType.CHANGED, 1, 120, "New", "Working", false));
        version2.add(card.changed(CaseEventType.CLOSED, 2, 600, "Working", "Closed", true));
        version2.add(card.changed(CaseEventType.REOPENED, 3, 1500, "Closed", "Working", false));
        version2.add(card.changed(CaseEventType.CLOSED, 4, 1560, "Working", "Closed", true));
        version2.add(fee.changed(CaseEventType.CLOSED, 1, 1681, "New", "Closed", true));
        version2.add(limit.of(
                CaseEventType.MERGED,
                1,
                1,
                300,
                event -> event.setMergedInto(card.salesforceId()).setClosed(true)));
        Case app = new Case("gobank", "00001005", 1440);
        Case lost = new Case("gobank", "00001006", 1500);
        Case stolen = new Case("paywell", "00001007", 1560);
        Case moved = new Case("paywell", "00001008", 1620);
        Stream.of(app, lost, stolen, moved).forEach(each -> version2.add(each.received()));
        version2.add(app.created(1, 1));
        version2.add(app.changed(CaseEventType.CHANGED, 1, 30, "New", "Waiting", false));
        version2.add(stolen.failed(1, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Phone__c"));
        version2.add(moved.created(1, 1));
        version2.add(moved.changed(CaseEventType.DELETED, 1, 60, "New", "New", false));
        version2.add(moved.changed(CaseEventType.RESTORED, 2, 90, "New", "New", false));
    }

    /** Written before version 2 was there. */
    List<CaseEvent> version1() {
        return version1;
    }

    List<CaseEvent> version2() {
        return version2;
    }

    List<CaseEvent> all() {
        return Stream.concat(version1.stream(), version2.stream()).toList();
    }

    /** One that nobody may see, as its transaction is aborted. */
    static CaseEvent aborted() {
        return new Case("gobank", "00009999", 5).created(1, 1);
    }

    /** @param receivedAfter minutes after the start of the lives */
    private record Case(UUID id, String program, String number, long receivedAfter) {
        Case(String program, String number, long receivedAfter) {
            this(UUID.nameUUIDFromBytes(number.getBytes(UTF_8)), program, number, receivedAfter);
        }

        CaseEvent received() {
            return of(CaseEventType.RECEIVED, 0, 0, 0, event -> event);
        }

        CaseEvent created(int attempt, long minutes) {
            return of(
                    CaseEventType.CREATED,
                    attempt,
                    0,
                    minutes,
                    event -> event.setCaseNumber(number).setSalesforceId(salesforceId()));
        }

        CaseEvent failed(int attempt, String code, String field) {
            return of(
                    CaseEventType.FAILED,
                    attempt,
                    0,
                    1,
                    event -> event.setFailureCode(code).setFailureFields(field));
        }

        CaseEvent changed(CaseEventType type, int changes, long minutes, String before, String status, boolean closed) {
            return of(
                    type,
                    number.equals("00001002") ? 2 : 1,
                    changes,
                    minutes,
                    event -> event.setCaseNumber(number)
                            .setSalesforceId(salesforceId())
                            .setPreviousStatus(before)
                            .setStatus(status)
                            .setClosed(closed)
                            .setPriority("Medium")
                            .setPreviousPriority("Medium")
                            .setOwnerId(closed ? AGENT : QUEUE)
                            .setPreviousOwnerId(QUEUE)
                            .setQueue(closed ? null : "Customer care")
                            .setComments(changes));
        }

        CaseEvent of(
                CaseEventType type, int attempts, int changes, long minutes, UnaryOperator<CaseEvent.Builder> more) {
            Instant receivedAt = START.plus(Duration.ofMinutes(receivedAfter));
            return more.apply(CaseEvent.newBuilder()
                            .setEventId(CloudEventHeaders.eventId(id, type + "|" + changes, attempts))
                            .setType(type)
                            .setCorrelationId(id)
                            .setProgramCode(program)
                            .setRequestId(id)
                            .setAttempts(attempts)
                            .setChanges(changes)
                            .setReceivedAt(receivedAt)
                            .setOccurredAt(receivedAt.plus(Duration.ofMinutes(minutes))))
                    .build();
        }

        String salesforceId() {
            return "5000000" + number + "AAA";
        }
    }
}
