"""What a note must hold, what it may not say, and where it reads wrong."""
