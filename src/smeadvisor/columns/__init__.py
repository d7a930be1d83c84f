"""The engine for many profiles: the rules as NumPy operations over chunks of rows."""
