"""Says of a consultation why it is what it is, why it is not otherwise, and what would change it."""
