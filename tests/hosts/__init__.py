"""Hosts of each kind, small and real: what stands in docs/hosts, run as it stands there."""
