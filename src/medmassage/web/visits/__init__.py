"""The visit: charting in the room, signing, and the note ever after."""
