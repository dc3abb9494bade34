"""The ledger: every event in money, the balances, and what a patient owes."""
