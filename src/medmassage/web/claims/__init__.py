"""Claims: to bill, being prepared, sent, answered."""
