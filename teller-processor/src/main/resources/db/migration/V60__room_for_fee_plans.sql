-- fee_plan is in no index: where a page has room, a change of plan stays on it and writes to none.
alter table account set (fillfactor = 80);
