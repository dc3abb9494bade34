"""Therapists and the papers they hold."""
