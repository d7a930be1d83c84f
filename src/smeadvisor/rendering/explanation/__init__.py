"""Tells explanations for people: as text, Markdown or JSON, and as pictures; draws no conclusions of its own."""
