-- The users of teller-processor, each with what it needs. Run once, by an administrator, in the new database:
--   createdb tellers && psql -d tellers -v ON_ERROR_STOP=1 -f deploy/postgresql/tellers.sql
-- and give both a password: \password tellers_owner, \password tellers_runtime

-- Migrates: it owns the tables (spring.flyway.user)
create role tellers_owner login;
-- Runs: it reads and writes rows, and changes no table (spring.datasource.username)
create role tellers_runtime login;

-- Where the administrator is no superuser, default privileges of a role can only be set by its members
grant tellers_owner to current_user;

revoke all on database tellers from public;
grant connect on database tellers to tellers_owner, tellers_runtime;
revoke all on schema public from public;
grant usage, create on schema public to tellers_owner;
grant usage on schema public to tellers_runtime;
alter default privileges for role tellers_owner in schema public grant select, insert, update, delete on tables to tellers_runtime;
alter default privileges for role tellers_owner in schema public grant usage, select on sequences to tellers_runtime;
