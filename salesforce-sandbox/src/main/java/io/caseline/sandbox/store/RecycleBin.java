package io.caseline.sandbox.store;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Deletes, restores and merges cases. A deleted case stays in the recycle bin, where {@code queryAll} finds it. */
@Component
public class RecycleBin {

    private final JdbcClient jdbc;
    private final CaseStore store;
    private final InstantSource clock;

    RecycleBin(JdbcClient jdbc, CaseStore store, InstantSource clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.clock = clock;
    }

    /** What became of an action. */
    public enum Outcome {
        DONE,
        NO_SUCH_CASE,
        /** It is deleted, or is not; or it was merged. */
        WRONG_STATE,
        /** Another case has its external id by now. */
        DUPLICATE
    }

    @Transactional
    public Outcome delete(String id) {
        return change(id, false, row -> {
            setDeleted(id, true, null);
            jdbc.sql("UPDATE comments SET IsDeleted = true WHERE ParentId = ?")
                    .param(id)
                    .update();
        });
    }

    /** With its comments. A merged case cannot be restored. */
    @Transactional
    public Outcome restore(String id) {
        try {
            return change(id, true, row -> {
                setDeleted(id, false, null);
                jdbc.sql("UPDATE comments SET IsDeleted = false WHERE ParentId = ?")
                        .param(id)
                        .update();
            });
        } catch (DuplicateKeyException e) {
            return Outcome.DUPLICATE;
        }
    }

    /** The other case gets the comments of this one. */
    @Transactional
    public Outcome merge(String id, String into) {
        Map<String, CaseRow> both = store.lockWithDeleted(List.of(id, into));
        if (both.size() < 2) {
            return Outcome.NO_SUCH_CASE;
        }
        if (both.values().stream().anyMatch(RecycleBin::isDeleted)) {
            return Outcome.WRONG_STATE;
        }
        jdbc.sql("UPDATE comments SET ParentId = ? WHERE ParentId = ?")
                .params(into, id)
                .update();
        setDeleted(id, true, into);
        jdbc.sql("UPDATE cases SET SystemModstamp = ?, LastModifiedDate = ? WHERE Id = ?")
                .params(now(), now(), into)
                .update();
        return Outcome.DONE;
    }

    private interface Change {
        void of(CaseRow row);
    }

    private Outcome change(String id, boolean deleted, Change change) {
        CaseRow row = store.lockWithDeleted(List.of(id)).get(id);
        if (row == null) {
            return Outcome.NO_SUCH_CASE;
        }
        if (isDeleted(row) != deleted || row.get(CaseField.MASTER_RECORD_ID) != null) {
            return Outcome.WRONG_STATE;
        }
        change.of(row);
        return Outcome.DONE;
    }

    private static boolean isDeleted(CaseRow row) {
        return (boolean) Objects.requireNonNull(row.get(CaseField.IS_DELETED));
    }

    private void setDeleted(String id, boolean deleted, @Nullable String mergedInto) {
        jdbc.sql("UPDATE cases SET IsDeleted = ?, MasterRecordId = ?, SystemModstamp = ? WHERE Id = ?")
                .param(deleted)
                .param(mergedInto)
                .param(now())
                .param(id)
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(Instant.ofEpochSecond(clock.instant().getEpochSecond()));
    }
}
