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
