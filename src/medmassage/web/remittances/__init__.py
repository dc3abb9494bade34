"""Remittances: what a payer paid and why, before and after it is posted."""
