"""What a physician sees without an account, behind a secret link and the patient's birth date."""
