-- The plan that the account's last entry told; null: no entry since the one that made the account.
alter table account add column directory_plan text;
