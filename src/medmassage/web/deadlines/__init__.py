"""What is due: the page, and the feed for a calendar."""
