"""Every limit the program holds its input and itself to, in one place."""

FILE_BYTES = 1024 * 1024
"""Largest rule or profile file that is read, in bytes."""

NESTING = 32
"""Deepest nesting of lists and mappings in a file."""

TEXT_LENGTH = 10_000
"""Longest single text, in characters."""

VALUES = 10_000
"""Most values in one file."""

PROBLEMS = 100
"""Most problems told of one file."""

NUMBER_DIGITS = 300
"""Most characters, and largest decimal exponent, of a number before it counts as not finite."""

RULES = 10_000
"""Most rules of one rulebook."""

FIRINGS = 100_000
"""Most firings for one profile; more is reported as a loop."""

PROBLEM_VALUE = 40
"""Longest excerpt of an offending value shown in an error, in characters."""

MONEY = 10**13
"""Largest amount of money, and largest number at all: with two decimals it still is exact in JSON."""
