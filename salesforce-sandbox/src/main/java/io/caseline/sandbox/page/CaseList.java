package io.caseline.sandbox.page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the cases for the page, newest first. */
@Component
class CaseList {

    static final int PAGE_SIZE = 50;

    private static final String MATCHING = """
             FROM cases
            WHERE IsDeleted = (:status = 'Recycle bin')
              AND (:status IN ('', 'Recycle bin') OR Status = :status)
              AND (:text = '' OR CaseNumber LIKE :pattern OR lower(Subject) LIKE lower(:pattern))""";

    private final JdbcClient jdbc;

    CaseList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record CaseSummary(
            String id,
            String caseNumber,
            @Nullable String subject,
            @Nullable String status,
            @Nullable String priority,
            @Nullable String contact,
            @Nullable String program,
            Instant opened) {

        public String openedAt() {
            return CaseView.time(opened);
        }
    }

    /** @param page from 1 */
    record CasePage(List<CaseSummary> cases, long total, int page, int pages) {

        public long first() {
            return total == 0 ? 0 : (page - 1L) * PAGE_SIZE + 1;
        }

        public long last() {
            return Math.min(total, (long) page * PAGE_SIZE);
        }
    }

    /** @param page from 1; a page outside the range becomes the nearest one */
    CasePage find(String text, String status, int page) {
        String pattern = "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        long total = matching("SELECT count(*)", "", text, status, pattern)
                .query(Long.class)
                .single();
        int pages = Math.toIntExact(Math.max(1, (total + PAGE_SIZE - 1) / PAGE_SIZE));
        int nearest = Math.clamp(page, 1, pages);
        List<CaseSummary> cases = matching(
                        "SELECT Id, CaseNumber, Subject, Status, Priority, SuppliedName, Caseline_Program__c, CreatedDate",
                        " ORDER BY CaseNumber DESC LIMIT " + PAGE_SIZE + " OFFSET " + (nearest - 1L) * PAGE_SIZE,
                        text,
                        status,
                        pattern)
                .query((row, number) -> summary(row))
                .list();
        return new CasePage(cases, total, nearest, pages);
    }

    /** The id of the case with this number. */
    Optional<String> idOf(String number) {
        return jdbc.sql("SELECT Id FROM cases WHERE CaseNumber = ?")
                .param(number)
                .query(String.class)
                .optional();
    }

    private static CaseSummary summary(ResultSet row) throws SQLException {
        return new CaseSummary(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getTimestamp(8).toInstant());
    }

    private JdbcClient.StatementSpec matching(String select, String tail, String text, String status, String pattern) {
        return jdbc.sql(select + MATCHING + tail)
                .param("text", text)
                .param("status", status)
                .param("pattern", pattern);
    }
}
