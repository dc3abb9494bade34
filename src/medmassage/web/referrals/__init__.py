"""Referrals: from a form with a scan, or from a FHIR file."""
