"""Many profiles from files, checked as a single one is, and advice for them to files."""
