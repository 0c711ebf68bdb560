package io.caseline.cases.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody did: who, when, why, to which submissions, and what came of it. */
@Entity
@Table(name = "audit")
public class AuditEntry {

    /** What an operator, or a rule that acts for one, can do. */
    public enum Action {
        REPLAY_STARTED,
        WINDOW_SEARCHED,
        REPLAY_PAUSED,
        REPLAY_RESUMED,
        REPLAY_CANCELLED,
        REPLAY_FINISHED,
        DISCARDED,
        CONTENT_VIEWED,
        CONTENT_AMENDED,
        HOLD_RELEASED,
        EXPORTED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private Instant at;
    private String actor;

    @Enumerated(EnumType.STRING)
    private Action action;

    private @Nullable String reason;
    private @Nullable UUID correlationId;
    private @Nullable Long replay;
    private @Nullable String programCode;

    @Column(name = "filter")
    private @Nullable String filter;

    private @Nullable String result;

    @SuppressWarnings("NullAway.Init")
    protected AuditEntry() {}

    public AuditEntry(Instant at, String actor, Action action, @Nullable String reason) {
        this.at = at;
        this.actor = actor;
        this.action = action;
        this.reason = reason;
    }

    public AuditEntry ofSubmission(UUID id) {
        this.correlationId = id;
        return this;
    }

    public AuditEntry ofReplay(long id) {
        this.replay = id;
        return this;
    }

    public AuditEntry ofProgram(String code) {
        this.programCode = code;
        return this;
    }

    /** @param query what was chosen, as a query string */
    public AuditEntry chosenBy(String query) {
        this.filter = query;
        return this;
    }

    public AuditEntry withResult(String text) {
        this.result = text;
        return this;
    }

    public @Nullable Long id() {
        return id;
    }

    public Instant at() {
        return at;
    }

    public String actor() {
        return actor;
    }

    public Action action() {
        return action;
    }

    public @Nullable String reason() {
        return reason;
    }

    public @Nullable UUID correlationId() {
        return correlationId;
    }

    public @Nullable Long replay() {
        return replay;
    }

    public @Nullable String programCode() {
        return programCode;
    }

    public @Nullable String filter() {
        return filter;
    }

    public @Nullable String result() {
        return result;
    }
}
