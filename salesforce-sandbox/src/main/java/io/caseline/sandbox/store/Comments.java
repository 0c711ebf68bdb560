package io.caseline.sandbox.store;

import io.caseline.sandbox.cases.CaseId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The comments on cases. A comment counts as a change of its case. */
@Component
public class Comments {

    /** Ids of the object CaseComment begin with this. */
    private static final String PREFIX = "00a";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Comments(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @return the comment's id; empty if there is no such case */
    @Transactional
    public Optional<String> add(String caseId, String body) {
        Timestamp now = Timestamp.from(Instant.ofEpochSecond(clock.instant().getEpochSecond()));
        int found = jdbc.sql(
                        "UPDATE cases SET SystemModstamp = :now, LastModifiedDate = :now WHERE Id = :id AND NOT IsDeleted")
                .param("now", now)
                .param("id", caseId)
                .update();
        if (found == 0) {
            return Optional.empty();
        }
        String id = CaseId.of(
                PREFIX,
                jdbc.sql("SELECT nextval('comment_number')").query(Long.class).single());
        jdbc.sql("INSERT INTO comments (Id, ParentId, CommentBody, CreatedDate) VALUES (?, ?, ?, ?)")
                .params(id, caseId, body, now)
                .update();
        return Optional.of(id);
    }

    /** The ids of the comments on each of these cases. */
    public Map<String, List<String>> ids(Collection<String> caseIds, boolean deletedToo) {
        Map<String, List<String>> ids = new HashMap<>();
        jdbc.sql(
                        "SELECT ParentId, Id FROM comments WHERE ParentId = ANY (:cases) AND (:deletedToo OR NOT IsDeleted) ORDER BY Id")
                .param("cases", caseIds.toArray(String[]::new))
                .param("deletedToo", deletedToo)
                .query(row -> {
                    ids.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                            .add(row.getString(2));
                });
        return ids;
    }

    /** The texts of the comments on a case, oldest first. */
    public List<String> texts(String caseId) {
        return jdbc.sql("SELECT CommentBody FROM comments WHERE ParentId = ? AND NOT IsDeleted ORDER BY Id")
                .param(caseId)
                .query(String.class)
                .list();
    }
}
