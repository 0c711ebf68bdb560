-- How far each listener has read, advanced in the transaction that handles the records
CREATE TABLE listener_position (
    topic            text        NOT NULL,
    partition_number integer     NOT NULL,
    topic_id         text        NOT NULL,
    next_offset      bigint      NOT NULL,
    moved_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, partition_number)
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

-- Records that Kafka deleted before they were read; last_offset is the last one missing
CREATE TABLE position_gap (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic            text        NOT NULL,
    partition_number integer     NOT NULL,
    first_offset     bigint      NOT NULL,
    last_offset      bigint      NOT NULL,
    found_at         timestamptz NOT NULL DEFAULT now(),
    acknowledged_at  timestamptz,
    acknowledged_by  text
);

-- Events to publish, written in the transaction of their outcome and deleted once they are on the topic. The value is what
-- the topic gets, with the id of its schema
CREATE TABLE outbox (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid        NOT NULL UNIQUE,
    message_key  text        NOT NULL,
    type         text        NOT NULL,
    source       text        NOT NULL,
    subject      uuid        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    trace_parent text,
    value        bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);

-- Up to where the events on the topic are known to have no row in the outbox any more
CREATE TABLE outbox_progress (
    topic            text    NOT NULL,
    partition_number integer NOT NULL,
    topic_id         text    NOT NULL,
    next_offset      bigint  NOT NULL,
    PRIMARY KEY (topic, partition_number)
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

-- Events found on the topic without a row: the database was restored. Should their rows be written again, they are deleted
CREATE TABLE published_event (
    event_id uuid        PRIMARY KEY,
    found_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX published_event_found ON published_event USING brin (found_at);

-- The lease of the active publisher, in the form that ShedLock asks for
CREATE TABLE shedlock (
    name       varchar(64)  PRIMARY KEY,
    lock_until timestamp    NOT NULL,
    locked_at  timestamp    NOT NULL,
    locked_by  varchar(255) NOT NULL
);
