"""The clinic itself: its facts, people, fees and payers."""
