"""Outcome measures of a case: what is due, what was scored, how it changed."""
