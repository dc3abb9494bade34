"""The access log: who saw or changed what, and when."""
