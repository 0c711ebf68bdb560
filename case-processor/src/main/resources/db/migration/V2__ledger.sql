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
    -- the case in Salesforce, as last seen; null where that is not known
    status         text,
    closed         boolean,
    priority       text,
    owner_id       text,
    queue          text,
    comments       integer,
    deleted        boolean     NOT NULL DEFAULT false,
    merged_into    text,
    -- its SystemModstamp
    modified_at    timestamptz,
    -- when it was closed, while it is
    closed_at      timestamptz,
    -- number of changes seen since it was created
    changes        integer     NOT NULL DEFAULT 0,
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

-- Changes of created cases in Salesforce, each with its event
CREATE TABLE case_change (
    correlation_id    uuid        NOT NULL,
    -- number of the outcome that created the case, and of the change since
    attempt           integer     NOT NULL,
    change            integer     NOT NULL,
    event_id          uuid        NOT NULL,
    type              text        NOT NULL
        CHECK (type IN ('CHANGED', 'CLOSED', 'REOPENED', 'DELETED', 'RESTORED', 'MERGED')),
    case_number       text        NOT NULL,
    salesforce_id     text        NOT NULL,
    status            text,
    previous_status   text,
    closed            boolean,
    previous_closed   boolean,
    priority          text,
    previous_priority text,
    owner_id          text,
    previous_owner_id text,
    queue             text,
    previous_queue    text,
    comments          integer,
    merged_into       text,
    -- by Salesforce's clock
    occurred_at       timestamptz NOT NULL,
    seen_at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (correlation_id, attempt, change)
);
-- Events are made again by the time when they were written
CREATE INDEX case_change_seen ON case_change (seen_at, correlation_id);

-- How far changes are read: whoever has read on from a position moves it, in the transaction that stores what was read
CREATE TABLE change_position (
    source     text        PRIMARY KEY,
    position   text        NOT NULL,
    version    bigint      NOT NULL,
    -- all changes until then have been read, by Salesforce's clock
    read_until timestamptz,
    moved_at   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

-- Cases that were seen in Salesforce before their outcome was saved: they are read again once it is
CREATE TABLE unsettled_case (
    correlation_id uuid        PRIMARY KEY,
    seen_at        timestamptz NOT NULL DEFAULT now()
);
