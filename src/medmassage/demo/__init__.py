"""The demo clinic: the main job told step by step on invented people."""
