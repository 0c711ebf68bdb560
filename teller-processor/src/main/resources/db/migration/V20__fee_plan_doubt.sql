-- Accounts whose plan at the card core may not be the one in the table account: a change was asked for and is not kept yet.
create table fee_plan_doubt (
    account_id      uuid        primary key,
    correlation_id  uuid        not null, -- of the command that asked last
    idempotency_key uuid        not null, -- of the call that the core may have got
    restoring       boolean     not null, -- whether that call was to put the plan back
    since           timestamptz not null
);
create index fee_plan_doubt_since on fee_plan_doubt (since);
