"""Settings, addresses and server entry points; the environment is read here and nowhere else."""
