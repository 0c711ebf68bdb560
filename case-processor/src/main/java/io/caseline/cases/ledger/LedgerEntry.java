package io.caseline.cases.ledger;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One correlation id and what became of it. */
@Entity
@Table(name = "case_ledger")
public class LedgerEntry {
    @Id
    private UUID correlationId;

    private String programCode;
    private UUID requestId;

    @Enumerated(EnumType.STRING)
    private CaseState state;

    private int attempts;
    private @Nullable String caseNumber;
    private @Nullable String salesforceId;
    private @Nullable String failureCode;
    private @Nullable String failureFields;
    private @Nullable String failureText;

    @Embedded
    private CommandPosition command;

    private byte @Nullable [] sealedCommand;
    private Instant receivedAt;
    private @Nullable Instant createdAt;
    private Instant updatedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected LedgerEntry() {}

    /** A command as it comes. */
    LedgerEntry(CaseCommand command, Instant now) {
        this.correlationId = command.correlationId();
        this.programCode = command.programCode();
        this.requestId = command.requestId();
        this.state = CaseState.RECEIVED;
        this.command = command.position();
        this.receivedAt = command.receivedAt();
        this.updatedAt = now;
    }

    /**
     * Takes the outcome of the command, unless another one has come first. That Salesforce has the case is the truth,
     * whoever says it and whatever was known before; and it stays.
     */
    void settle(CaseCommand command, CaseOutcome outcome, Instant now) {
        boolean isNews = outcome instanceof CaseOutcome.Created && state != CaseState.CREATED;
        if (!isNews && !isOpenTo(command.position())) {
            return;
        }
        switch (outcome) {
            case CaseOutcome.Created created -> created(created, now);
            case CaseOutcome.Failed failed -> failed(failed, command.sealedCase());
        }
        this.command = command.position();
        attempts++;
        updatedAt = now;
    }

    private void created(CaseOutcome.Created created, Instant now) {
        state = CaseState.CREATED;
        salesforceId = created.salesforceId();
        caseNumber = created.caseNumber();
        failureCode = null;
        failureFields = null;
        failureText = null;
        sealedCommand = null;
        createdAt = now;
    }

    private void failed(CaseOutcome.Failed failed, ByteBuffer sealedCase) {
        state = CaseState.FAILED;
        failureCode = failed.code();
        failureFields = failed.fieldList();
        failureText = failed.text();
        sealedCommand = new byte[sealedCase.remaining()];
        sealedCase.duplicate().get(sealedCommand);
    }

    /**
     * Whether the command at that position is to be submitted. A failed case is sent again by an operator only; a
     * partner's repeat gets the outcome that there is.
     */
    public boolean isOpenTo(CommandPosition position) {
        return switch (state) {
            case RECEIVED -> true;
            case FAILED -> position.isReplay() && !command.equals(position);
            case REPLAYING -> !command.equals(position);
            case CREATED, DISCARDED -> false;
        };
    }

    /**
     * Whether the command at that position, and not a repeat of it, led to the latest outcome; that of a case that is
     * replaying is the failure before.
     */
    public boolean isSettledBy(CommandPosition position) {
        return state != CaseState.RECEIVED && command.equals(position);
    }

    public UUID correlationId() {
        return correlationId;
    }

    public String programCode() {
        return programCode;
    }

    public UUID requestId() {
        return requestId;
    }

    public CaseState state() {
        return state;
    }

    /** How often the case has been submitted with an outcome. */
    public int attempts() {
        return attempts;
    }

    public @Nullable String caseNumber() {
        return caseNumber;
    }

    public @Nullable String salesforceId() {
        return salesforceId;
    }

    public @Nullable String failureCode() {
        return failureCode;
    }

    public @Nullable String failureFields() {
        return failureFields;
    }

    public @Nullable String failureText() {
        return failureText;
    }

    public CommandPosition command() {
        return command;
    }

    public byte @Nullable [] sealedCommand() {
        return sealedCommand == null ? null : sealedCommand.clone();
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    public @Nullable Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
