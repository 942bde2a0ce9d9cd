-- The meter deletes budgets whose credential or grant has ended (control.ended_budget_owners).
GRANT DELETE ON billing.budget TO tollgate_meter;
