"""The law screen: which states are covered, what stands in one on a day, and "may I work?"."""
