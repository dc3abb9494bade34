"""Patients: the list, and one person with courses of care, limits, change over time and visits."""
