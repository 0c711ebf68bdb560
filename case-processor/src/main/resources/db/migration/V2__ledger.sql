-- V1, the positions and the outbox, is in the module messaging (db/messaging)

CREATE SEQUENCE claim_number;

-- One row for each accepted correlation id. Personal data is sealed.
CREATE TABLE ledger_entry (
    correlation_id uuid        PRIMARY KEY,
    program_code   text        NOT NULL,
    request_id     uuid        NOT NULL,
    state          text        NOT NULL CHECK (state IN ('RECEIVED', 'CREATED', 'FAILED', 'DISCARDED')),
    -- number of outcomes so far; calls without an outcome are counted in tries
    attempts       integer     NOT NULL DEFAULT 0,
    tries          integer     NOT NULL DEFAULT 0,
    due_at         timestamptz NOT NULL,
    -- which instance may send the command, and the number of its claim
    claimed_by     uuid,
    claim          bigint,
    -- when a call of the command that may have created the case last ended without a result
    case_may_exist_since timestamptz,
    -- until when a caller waits, by the gateway's clock
    wait_until     timestamptz,
    trace_parent   text,
    case_number    text,
    salesforce_id  text,
    failure_code   text,
    failure_fields text,
    -- once the org has lost the case: Created counts only under a claim with a higher number
    case_lost_claim bigint,
    -- SubmitCase.sealedCase, until the case is created or discarded
    sealed_case    bytea,
    -- the latest replay that made the command due again
    replay         bigint,
    -- number of replays of the command as it is now; an amended one starts anew
    replays        integer     NOT NULL DEFAULT 0,
    -- the entry in the audit of who discarded it
    discard        bigint,
    received_at    timestamptz NOT NULL,
    created_at     timestamptz,
    updated_at     timestamptz NOT NULL,
    CHECK ((claimed_by IS NULL) = (claim IS NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
        autovacuum_analyze_scale_factor = 0.05);

ALTER TABLE ledger_entry ALTER COLUMN sealed_case SET STORAGE EXTERNAL; -- ciphertext does not compress

CREATE INDEX ledger_due ON ledger_entry (program_code, due_at)
    WHERE state = 'RECEIVED' AND claimed_by IS NULL AND replay IS NULL;
CREATE INDEX ledger_replay_due ON ledger_entry (program_code, due_at)
    WHERE state = 'RECEIVED' AND claimed_by IS NULL AND replay IS NOT NULL;
CREATE INDEX ledger_claimed ON ledger_entry (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX ledger_without_outcome ON ledger_entry (received_at) WHERE state = 'RECEIVED';
CREATE INDEX ledger_created ON ledger_entry (created_at) WHERE state = 'CREATED';
CREATE INDEX ledger_case_may_exist ON ledger_entry (case_may_exist_since) WHERE case_may_exist_since IS NOT NULL;

-- Running instances. Each raises its counter; one whose counter does not change is dead
CREATE TABLE instance (
    id      uuid   PRIMARY KEY,
    counter bigint NOT NULL
) WITH (fillfactor = 20);

-- Programs whose records Salesforce refuses for a reason that is not the record's
CREATE TABLE program_hold (
    program_code text        PRIMARY KEY,
    code         text        NOT NULL,
    fields       text,
    since        timestamptz NOT NULL DEFAULT now(),
    probe_at     timestamptz NOT NULL
);
