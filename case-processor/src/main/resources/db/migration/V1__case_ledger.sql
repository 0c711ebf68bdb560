-- One row for each accepted correlation id. No personal data but sealed.
CREATE TABLE case_ledger (
    correlation_id    uuid         PRIMARY KEY,
    program_code      text         NOT NULL,
    request_id        uuid         NOT NULL,
    state             text         NOT NULL CHECK (state IN ('RECEIVED', 'CREATED', 'FAILED', 'REPLAYING', 'DISCARDED')),
    attempts          integer      NOT NULL,
    case_number       text,
    salesforce_id     text,
    failure_code      text,
    failure_fields    text,
    failure_text      text,
    -- where the command stood that led to the state: the same position again is a redelivery, another one a repeat
    command_topic     text         NOT NULL,
    command_partition integer      NOT NULL,
    command_offset    bigint       NOT NULL,
    -- SubmitCase.sealedCase, while failed: what a replay sends again
    sealed_command    bytea,
    received_at       timestamptz  NOT NULL,
    created_at        timestamptz,
    updated_at        timestamptz  NOT NULL,
    version           bigint       NOT NULL
);

-- for the purge
CREATE INDEX case_ledger_created ON case_ledger (created_at) WHERE state = 'CREATED';
