"""Continuing education: the courses of a therapist, and what each paper counts of them."""
