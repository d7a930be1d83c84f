"""What follows from a profile: one by one with every firing, or many in columns."""
