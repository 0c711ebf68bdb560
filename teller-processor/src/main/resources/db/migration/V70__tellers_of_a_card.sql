-- Whose card an account is, which is asked of one account at a time.
create index teller_card_account on teller_card (account_id);
