"""Tells explanations to people and programs, in both languages."""
