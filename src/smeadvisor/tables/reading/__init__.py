"""Files of many profiles, of whatever form, to checked rows."""
