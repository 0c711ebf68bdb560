package io.caseline.cases.replay;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A replay of failed submissions: a snapshot of those that matched when it was started. */
@Entity
public class Replay {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Version
    private int version;

    @Enumerated(EnumType.STRING)
    private ReplayState state;

    private String filter;
    private String reason;
    private String startedBy;
    private Instant startedAt;
    private @Nullable Integer rate;
    private @Nullable Integer canarySize;
    private @Nullable Integer canaryPercent;
    private boolean canaryPassed;
    private int total;
    private @Nullable String pauseReason;
    private @Nullable Instant endedAt;

    @SuppressWarnings("NullAway.Init")
    protected Replay() {}

    Replay(ReplayRequest request, String startedBy, Instant startedAt) {
        this.state = ReplayState.RUNNING;
        this.filter = request.filter().query();
        this.reason = request.reason();
        this.startedBy = startedBy;
        this.startedAt = startedAt;
        this.rate = request.rate();
        Canary canary = request.canary();
        this.canarySize = canary == null ? null : (Integer) canary.size();
        this.canaryPercent = canary == null ? null : (Integer) canary.percent();
        this.canaryPassed = canary == null;
    }

    /** A replay whose submissions have to be found in a time window first. */
    static Replay searching(ReplayRequest request, String startedBy, Instant startedAt) {
        Replay replay = new Replay(request, startedBy, startedAt);
        replay.state = ReplayState.SEARCHING;
        return replay;
    }

    /** The search has ended: what it has found is sent, if there is anything. */
    void searched(int submissions, Instant now) {
        require(ReplayState.SEARCHING, "searched");
        this.total = submissions;
        this.state = ReplayState.RUNNING;
        if (submissions == 0) {
            finish(now);
        }
    }

    void found(int submissions) {
        this.total = submissions;
    }

    void pause(String why) {
        require(ReplayState.RUNNING, "paused");
        this.state = ReplayState.PAUSED;
        this.pauseReason = why;
    }

    /** A person has looked at it: from here on there is no canary. */
    void resume() {
        require(ReplayState.PAUSED, "resumed");
        this.state = ReplayState.RUNNING;
        this.pauseReason = null;
        this.canaryPassed = true;
    }

    void passCanary() {
        this.canaryPassed = true;
    }

    void cancel(Instant now) {
        if (!state.isOpen()) {
            throw new IllegalReplayStateException(id(), state, "cancelled");
        }
        this.state = ReplayState.CANCELLED;
        this.endedAt = now;
    }

    void finish(Instant now) {
        this.state = ReplayState.FINISHED;
        this.pauseReason = null;
        this.endedAt = now;
    }

    private void require(ReplayState required, String what) {
        if (state != required) {
            throw new IllegalReplayStateException(id(), state, what);
        }
    }

    public long id() {
        return Objects.requireNonNull(id);
    }

    public ReplayState state() {
        return state;
    }

    /** What was chosen, as a query string. */
    public String filter() {
        return filter;
    }

    public String reason() {
        return reason;
    }

    public String startedBy() {
        return startedBy;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Submissions a second; null: as fast as live traffic. */
    public @Nullable Integer rate() {
        return rate;
    }

    public @Nullable Canary canary() {
        return canarySize == null || canaryPercent == null ? null : new Canary(canarySize, canaryPercent);
    }

    public boolean canaryPassed() {
        return canaryPassed;
    }

    /** Submissions of the snapshot. */
    public int total() {
        return total;
    }

    public @Nullable String pauseReason() {
        return pauseReason;
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }
}
