-- Requests put off until their account is old enough, each with its command as it is on tellers.commands: the account
-- number in it is sealed. teller_outcome has such a request as DEFERRED for as long as it waits.
create table deferred_association (
    correlation_id uuid        primary key,
    due_at         timestamptz not null,
    record_key     text        not null,
    command        bytea       not null
);
create index deferred_association_due on deferred_association (due_at);
