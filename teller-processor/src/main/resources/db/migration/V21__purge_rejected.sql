create index teller_outcome_rejected on teller_outcome (decided_at) where state = 'REJECTED';
