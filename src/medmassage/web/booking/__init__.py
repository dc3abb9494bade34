"""Booking, checking in, and visits that do not take place."""
