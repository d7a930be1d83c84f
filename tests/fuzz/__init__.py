"""Inputs changed at random, each held against what must be true of any input: `make fuzz`."""
