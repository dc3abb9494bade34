"""What a patient owes, on paper."""
