package io.caseline.cases.submissions;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes submissions to a file, one after the other. */
abstract class SubmissionWriter implements AutoCloseable {
    private long rows;

    /** @throws UncheckedIOException if the reader has gone */
    final void write(Submission submission) {
        try {
            writeRow(submission);
            rows++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final long rows() {
        return rows;
    }

    abstract void writeRow(Submission submission) throws IOException;

    @Override
    public abstract void close() throws IOException;

    static final class Csv extends SubmissionWriter {
        /** A spreadsheet would take a text that begins so as a formula. */
        private static final String FORMULA = "=+-@\t\r";

        private static final CSVFormat FORMAT = CSVFormat.RFC4180
                .builder()
                .setHeader(
                        "correlationId",
                        "program",
                        "requestId",
                        "state",
                        "attempts",
                        "replays",
                        "quarantined",
                        "caseNumber",
                        "failureCode",
                        "failureFields",
                        "receivedAt",
                        "updatedAt",
                        "replay")
                .get();

        private final CSVPrinter printer;

        Csv(OutputStream out) throws IOException {
            this.printer =
                    new CSVPrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), FORMAT);
        }

        @Override
        void writeRow(Submission submission) throws IOException {
            printer.printRecord(
                    submission.correlationId(),
                    text(submission.program()),
                    submission.requestId(),
                    submission.state(),
                    submission.attempts(),
                    submission.replays(),
                    submission.quarantined(),
                    text(submission.caseNumber()),
                    text(submission.failureCode()),
                    text(String.join(" ", submission.failureFields())),
                    submission.receivedAt(),
                    submission.updatedAt(),
                    submission.replay());
        }

        static @Nullable String text(@Nullable String text) {
            return text != null && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        }

        @Override
        public void close() throws IOException {
            printer.close(true);
        }
    }

    static final class NdJson extends SubmissionWriter {
        private final Writer out;
        private final SequenceWriter lines;

        NdJson(OutputStream stream) {
            this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            this.lines =
                    JsonMapper.shared().writer().withRootValueSeparator("\n").writeValues(out);
        }

        @Override
        void writeRow(Submission submission) {
            lines.write(submission);
        }

        @Override
        public void close() throws IOException {
            lines.close();
            out.close();
        }
    }
}
