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
    fee_plan                 text        not null, -- the directory's at first, this module's since
    opened_at                timestamptz not null
);
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

-- What became of each request, and the position of the command that it was last decided for.
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
    command_topic     text        not null,
    command_partition int         not null,
    command_offset    bigint      not null,
    decided_at        timestamptz not null
);
