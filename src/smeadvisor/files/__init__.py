"""Files that are read and written: YAML, JSON, whole or not at all, within bounds."""
