-- The trace that the command came with: it goes on with the command sent again, and with the event that ends it.
alter table deferred_association add column traceparent text;
