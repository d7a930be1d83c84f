"""Rulebooks: read, laid over each other, checked, kept in checked form, begun anew."""
