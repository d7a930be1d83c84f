"""An empty table to collect answers in, and the codebook that explains it."""
