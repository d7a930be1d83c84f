"""What a rulebook and a profile are made of."""
