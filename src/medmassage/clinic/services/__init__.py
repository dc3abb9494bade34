"""Writes: one function a use-case, keyword-only, one transaction, its audit rows inside it."""
