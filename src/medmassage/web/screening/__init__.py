"""Safety answers that changed, and the windows a clinic sets for itself."""
