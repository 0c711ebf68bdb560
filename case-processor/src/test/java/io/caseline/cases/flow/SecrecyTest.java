package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.message;
import static io.caseline.cases.testing.Commands.unreadable;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static io.caseline.cases.testing.SandboxOrg.refusingCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caseline.cases.amendment.AmendmentService;
import io.caseline.cases.amendment.SubmissionContent;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** What is logged, at whatever level, and what must not be. */
class SecrecyTest extends RunningCaseProcessor {
    @Autowired
    private AmendmentService amendments;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(lines);
    }

    @Test
    void no_level_of_logging_shows_a_customers_data_or_a_secret() {
        List<Logger> verbose = Stream.of("org.springframework.web", "org.springframework.http", "io.caseline", "jdk")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        List<@Nullable Level> levels = verbose.stream().map(Logger::getLevel).toList();
        verbose.forEach(logger -> logger.setLevel(Level.TRACE));
        SubmitCase created = asking("Not to be told");
        SubmitCase refused = asking("Not to be told, refused");
        SubmitCase malformed = asking("Not to be told, malformed");
        try {
            ORG.faults(Map.of(
                    "expireSessions",
                    true,
                    "failRecords",
                    List.of(refusing("Subject", "Not to be told, refused", "STRING_TOO_LONG")),
                    "failCalls",
                    List.of(refusingCalls(
                            "Not to be told, malformed", 400, "JSON_PARSER_ERROR", "Unexpected character"))));
            sendTogether(created, refused, malformed);
            awaitState(created, CREATED);
            awaitState(refused, FAILED);
            awaitState(malformed, FAILED);
        } finally {
            for (int i = 0; i < verbose.size(); i++) {
                verbose.get(i).setLevel(levels.get(i));
            }
        }

        List<String> logged = List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(logged)
                .anyMatch(line -> line.contains("Writing [CompositeRequest"))
                .anyMatch(line -> line.contains("Writing [Form"))
                .noneMatch(line -> line.contains("Not to be told")
                        || line.contains("Jane")
                        || line.contains("jane@example.com")
                        || line.contains("Where is my card?")
                        || line.contains("s3cret")
                        || line.contains("Bearer 00D"));
    }

    @Test
    void what_is_seen_and_amended_is_in_no_log_and_no_table() {
        Logger application = (Logger) LoggerFactory.getLogger("io.caseline");
        Level level = application.getLevel();
        application.setLevel(Level.TRACE);
        SubmitCase command = asking("Not to be told, amended");
        UUID id = command.getCorrelationId();
        try {
            ORG.fault("failRecords", List.of(refusing("Subject", "Not to be told, amended", "STRING_TOO_LONG")));
            send(command);
            awaitState(command, FAILED);
            SubmissionContent before = amendments.view(id, "to see it", "ann");
            assertThat(before.subject()).isEqualTo("Not to be told, amended");
            amendments.amend(id, withName(before, "Xanthippe"), 1, "to mend it", "ann");
            assertThatThrownBy(() -> amendments.amend(id, withName(before, "Y".repeat(101)), 1, "to mend it", "ann"))
                    .hasMessageNotContaining("YYY");
            assertThat(amendments.view(id, "to check it", "ann").lastName()).isEqualTo("Xanthippe");
        } finally {
            application.setLevel(level);
        }

        List<String> tables = query(
                String.class,
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'");
        assertThat(tables).contains("ledger_entry", "earlier_outcome", "audit", "outbox");
        assertThat(tables.stream()
                        .flatMap(table -> query(String.class, "select row::text from " + table + " row").stream()))
                .noneMatch(row -> containsAny(row, "Not to be told", "Xanthippe", "jane@example.com"));
        assertThat(List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage))
                .noneMatch(line -> containsAny(line, "Not to be told", "Xanthippe", "jane@example.com"));
    }

    /** As it is, or as PostgreSQL shows bytes. */
    private static boolean containsAny(String text, String... secrets) {
        return Stream.of(secrets)
                .anyMatch(secret -> text.contains(secret)
                        || text.contains(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))));
    }

    private static SubmissionContent withName(SubmissionContent content, String lastName) {
        return new SubmissionContent(
                content.subject(),
                content.firstName(),
                lastName,
                content.customerQuestion(),
                content.emailAddress(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void what_is_logged_of_a_failed_case_carries_its_trace() {
        SubmitCase command = unreadable();
        ProducerRecord<String, Object> message = message(command);
        message.headers()
                .add(
                        "traceparent",
                        "00-11111111111111111111111111111111-b7ad6b7169203331-01".getBytes(StandardCharsets.US_ASCII));
        send(List.of(message));
        awaitState(command, FAILED);

        await().until(() -> List.copyOf(lines.list).stream()
                .anyMatch(line -> line.getFormattedMessage()
                                .contains(command.getCorrelationId().toString())
                        && "11111111111111111111111111111111"
                                .equals(line.getMDCPropertyMap().get("traceId"))));
    }
}
