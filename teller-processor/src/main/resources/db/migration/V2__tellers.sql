-- The directory. Names stay sealed; card numbers and registration ids are keyed fingerprints. A tombstone disables a row.
create table merchant (
    merchant_id     text    primary key,
    version         bigint  not null,
    enabled         boolean not null,
    insight_partner boolean not null
);

create table store (
    merchant_id         text    not null,
    store_id            text    not null,
    version             bigint  not null,
    enabled             boolean not null,
    association_enabled boolean not null,
    primary key (merchant_id, store_id)
);

create table teller (
    merchant_id text   not null,
    teller_id   text   not null,
    version     bigint not null,
    status      text   not null,
    sealed_name bytea  not null,
    primary key (merchant_id, teller_id)
);

create table account (
    account_id               uuid        primary key,
    version                  bigint      not null,
    status                   text        not null,
    sealed_name              bytea       not null,
    card_fingerprint         bytea,
    registration_fingerprint bytea,
    fee_plan                 text        not null, -- the first entry's; then associations change it, and with a card core later entries, too
    opened_at                timestamptz not null,
    directory_plan           text                  -- the plan in the account's last entry; null: no entry since the first
) with (fillfactor = 80); -- room for HOT updates: fee_plan is in no index
create index account_card on account (card_fingerprint);
create index account_registration on account (registration_fingerprint) where registration_fingerprint is not null;

-- A teller's one current card.
create table teller_card (
    merchant_id    text        not null,
    teller_id      text        not null,
    account_id     uuid        not null references account,
    correlation_id uuid        not null,
    since          timestamptz not null,
    primary key (merchant_id, teller_id),
    foreign key (merchant_id, teller_id) references teller
);
create index teller_card_account on teller_card (account_id);

-- Every association ever made, and what it replaced. One request makes one, at most.
create table teller_card_history (
    correlation_id      uuid        primary key,
    merchant_id         text        not null,
    teller_id           text        not null,
    account_id          uuid        not null,
    replaced_account_id uuid,
    associated_at       timestamptz not null
);
create index teller_card_history_teller on teller_card_history (merchant_id, teller_id, associated_at);

create table fee_plan_history (
    correlation_id uuid        primary key,
    account_id     uuid        not null,
    from_plan      text        not null,
    to_plan        text        not null,
    changed_at     timestamptz not null
);
create index fee_plan_history_account on fee_plan_history (account_id, changed_at);

-- Accounts whose plan at the card core may differ from the one in the table account: a change was requested, and is not stored yet.
create table pending_plan_change (
    account_id      uuid        primary key,
    correlation_id  uuid        not null, -- of the command that requested it last
    idempotency_key uuid        not null, -- of the call that the core may have received
    since           timestamptz not null,
    plan            text        not null, -- what the command requests
    restore_to      text                  -- the plan that the call under the key restores, if it is not the command's own
);
create index pending_plan_change_since on pending_plan_change (since);
create index pending_plan_change_restore on pending_plan_change (account_id) where restore_to is not null;

-- The outcome of each command.
create table teller_outcome (
    correlation_id    uuid        primary key,
    merchant_id       text        not null,
    teller_id         text        not null,
    state             text        not null,
    response_code     int         not null,
    reason            text        not null,
    attempts          int         not null,
    account_id        uuid,
    previous_fee_plan text,
    fee_plan          text,
    decided_at        timestamptz not null
);
create index teller_outcome_rejected on teller_outcome (decided_at) where state = 'REJECTED';

-- Each command as it arrived, decided or not: its status can be queried however far behind the decisions are.
-- Not needed once teller_outcome has the command; deleted after a set time.
create table received_command (
    correlation_id uuid        primary key,
    merchant_id    text        not null,
    received_at    timestamptz not null
);
create index received_command_received on received_command (received_at);

-- Commands that wait until their account is old enough; the account number stays sealed. Meanwhile their outcome is DEFERRED.
create table deferred_command (
    correlation_id        uuid        primary key,
    due_at                timestamptz not null,
    request_id            text        not null,
    merchant_id           text        not null,
    store_id              text        not null,
    register_id           text,
    teller_id             text        not null,
    account_identifier    uuid,
    sealed_account_number bytea,
    received_at           timestamptz not null,
    trace_parent          text
);
create index deferred_command_due on deferred_command (due_at);
