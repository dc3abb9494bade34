"""Papers that leave the clinic: the patient's statement, the report to the physician."""
