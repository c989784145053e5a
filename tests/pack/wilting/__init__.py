"""A guide on another subject, for Within Reach."""
