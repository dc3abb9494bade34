"""Today: each visit of a day with its four gates, and what is still open."""
