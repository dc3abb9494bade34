"""Reports to the referring provider: drafted, edited, signed, and read again as they left."""
