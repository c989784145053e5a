"""Faults under load, in real processes: `python -m tests.faults`, which is `make verify-faults`."""
