package io.caseline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventCsvTest {

    @Test
    void a_row_has_every_field_and_no_text_that_a_spreadsheet_takes_for_a_formula() throws IOException {
        UUID id = new UUID(0, 7);
        TellerEvent event = TellerEvent.newBuilder()
                .setEventId(id)
                .setType(TellerEventType.RECEIVED)
                .setCorrelationId(id)
                .setRequestId("=HYPERLINK(\"x\")")
                .setMerchantId("+1")
                .setStoreId("a, \"b\"\nc")
                .setTellerId("@t")
                .setResponseCode(-1)
                .setReason("RECEIVED")
                .setAttempts(0)
                .setReceivedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_123L))
                .build();
        ConsumerRecord<String, SpecificRecord> record = new ConsumerRecord<>("tellers.events", 3, 12, "+1|@t", event);
        String file = EventCsv.header(TellerEvent.SCHEMA$) + "\n" + EventCsv.row(record) + "\n";

        assertThat(file).endsWith("\r\n");
        try (CSVParser parser = CSVParser.parse(
                file,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            List<String> names = TellerEvent.SCHEMA$.getFields().stream()
                    .map(Schema.Field::name)
                    .toList();
            assertThat(parser.getHeaderNames())
                    .startsWith(names.toArray(String[]::new))
                    .endsWith("kafkaTopic", "kafkaPartition", "kafkaOffset", "kafkaKey");
            CSVRecord row = parser.getRecords().getFirst();
            assertThat(row.get("requestId")).isEqualTo("'=HYPERLINK(\"x\")");
            assertThat(row.get("merchantId")).isEqualTo("'+1");
            assertThat(row.get("storeId")).isEqualTo("a, \"b\"\nc");
            assertThat(row.get("responseCode")).isEqualTo("-1");
            assertThat(row.get("registerId")).isEmpty();
            assertThat(row.get("occurredAt")).isEqualTo("2023-11-14T22:13:20.123Z");
            assertThat(row.get("kafkaOffset")).isEqualTo("12");
            assertThat(row.get("kafkaKey")).isEqualTo("'+1|@t");
        }
    }
}
