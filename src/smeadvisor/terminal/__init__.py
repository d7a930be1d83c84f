"""An interview at a terminal: one dialogue, drawn on the screen or told line by line."""
