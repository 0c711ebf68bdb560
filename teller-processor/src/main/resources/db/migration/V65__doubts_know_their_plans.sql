-- A call that is tried again under its key must be the same call: a doubt knows what its command asked for and, once it is
-- being put back, to which plan. An older release that knows half of such a row stops at the missing column.
alter table fee_plan_doubt
    add column plan    text not null default 'Employee', -- what the command asked for
    add column back_to text;                             -- what the call under the key asks for, if it is to put the plan back
update fee_plan_doubt set back_to = account.fee_plan from account where account.account_id = fee_plan_doubt.account_id and restoring;
alter table fee_plan_doubt alter column plan drop default, drop column restoring;
create index fee_plan_doubt_back on fee_plan_doubt (account_id) where back_to is not null;
