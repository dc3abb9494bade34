"""What is asked of physicians: asked, sent by link or on paper, tracked, answered."""
