"""The intake: what a patient fills in on a phone without an account, and what the clinic does with it."""
