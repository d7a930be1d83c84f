"""A rulebook as a handbook of static pages in both languages, opened from disk without a server or a network."""
