"""The plan of care of a case, its goals, the thread of necessity, and its end."""
