"""Minutes become units, units a claim, a claim an 837P and a form, an 835 entries in a ledger that balances.

Nouns: the claim, the scrub rule, the remittance, the entry. Answers the gate "payable".
May import ``x12`` and ``codes`` and what lies below them.
"""
