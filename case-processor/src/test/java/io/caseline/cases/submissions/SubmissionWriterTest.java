package io.caseline.cases.submissions;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A spreadsheet that opens an export runs nothing. */
class SubmissionWriterTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    void a_text_that_begins_as_a_formula_gets_an_apostrophe(String text) throws IOException {
        assertThat(SubmissionWriter.Csv.text(text)).isEqualTo("'" + text);
        assertThat(csv(text)).contains("'" + text).doesNotContain("," + text, ",\"" + text);
    }

    @Test
    void quotes_and_commas_stay_in_their_column() throws IOException {
        assertThat(csv("a\"b,c")).contains(",\"a\"\"b,c\",");
        assertThat(csv("plain").lines().toList().get(1).split(",", -1)).hasSize(13);
    }

    private static String csv(String code) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SubmissionWriter writer = new SubmissionWriter.Csv(out)) {
            writer.write(new Submission(
                    new UUID(0, 1),
                    "gobank",
                    new UUID(0, 2),
                    CaseState.FAILED,
                    1,
                    0,
                    false,
                    null,
                    code,
                    List.of("Subject"),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
