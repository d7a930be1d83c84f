"""Reads a rulebook, whole or as of a day, for people: one thing in full, lists of things, and what relieves what."""
