-- The users of case-processor, each with what it needs. Run once, by an administrator, in the new database:
--   createdb cases && psql -d cases -v ON_ERROR_STOP=1 -f deploy/postgresql/cases.sql
-- and give both a password: \password cases_owner, \password cases_runtime

-- Migrates: it owns the tables (spring.flyway.user)
create role cases_owner login;
-- Runs: it reads and writes rows, and changes no table (spring.datasource.username)
create role cases_runtime login;

-- Where the administrator is no superuser, default privileges of a role can only be set by its members
grant cases_owner to current_user;

revoke all on database cases from public;
grant connect on database cases to cases_owner, cases_runtime;
revoke all on schema public from public;
grant usage, create on schema public to cases_owner;
grant usage on schema public to cases_runtime;
alter default privileges for role cases_owner in schema public grant select, insert, update, delete on tables to cases_runtime;
alter default privileges for role cases_owner in schema public grant usage, select on sequences to cases_runtime;
