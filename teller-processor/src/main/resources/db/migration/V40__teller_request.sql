-- Each command as it came, decided or not: an accepted request can be asked about however far behind the decisions are.
-- Of no use once teller_outcome has the request; removed after a set time.
create table teller_request (
    correlation_id uuid        primary key,
    merchant_id    text        not null,
    received_at    timestamptz not null
);
-- rows come and go in the order of their time: a summary of each range of blocks is index enough
create index teller_request_received on teller_request using brin (received_at);
