"""Before a clinic is at work: the first run, the pulse of the server, and which clinic one works in."""
