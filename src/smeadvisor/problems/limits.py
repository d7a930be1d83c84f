"""Every limit the program holds its input and itself to, in one place."""

FILE_BYTES = 1024 * 1024
"""Largest rule or profile file that is read, in bytes."""

NESTING = 32
"""Deepest nesting of lists and mappings in a file."""

TEXT_LENGTH = 10_000
"""Longest single text, in characters."""

ID_LENGTH = 200
"""Longest id of a profile, in characters."""

VALUES = 10_000
"""Most values in one file."""

PROBLEMS = 100
"""Most problems told of one file, or of one profile."""

ITEM_PROBLEMS = 3
"""Most wrong items told of one list."""

NUMBER_DIGITS = 300
"""Most characters, and largest decimal exponent, of a number before it counts as not finite."""

RULES = 10_000
"""Most rules of one rulebook."""

RULE_DEPTH = 16
"""Most rules in a chain in which each needs what the one before it concludes."""

RULE_CASES = 1_000
"""Most ways in which answers may make one rule fire."""

LIST_CHOICES = 63
"""Most choices of a list, and most values that do not exclude each other: a bit each in one integer."""

VALUES_OF_ONE = 127
"""Most values of a classification that has one at a time."""

EVIDENCE_KINDS = 127
"""Most kinds of evidence."""

BARRIERS = 2_000
"""Most barriers: so many at full weight still are points of one recommendation that fit into 32 bits."""

RECOMMENDATIONS = 4_000
"""Most recommendations: an order key has 12 bits for them."""

STEPS = 10**18
"""Most steps that an answer may be from nought: twice as many fit into 64 bits."""

FIRINGS = 100_000
"""Most firings for one profile; more is reported as a loop."""

PROBLEM_VALUE = 40
"""Longest excerpt of an offending value shown in an error, in characters."""

MONEY = 10**13
"""Largest amount of money, and largest number at all: with two decimals it still is exact in JSON."""

ROW_BYTES = 128 * 1024
"""Longest row of a CSV file, in bytes."""

PORTION_BYTES = 16 * 1024 * 1024
"""Most raw text of rows that are read together, in bytes."""

PARQUET_BYTES = 64 * 1024 * 1024
"""Most that rows of a Parquet file take that are read together, decoded, in bytes."""

PARQUET_RATIO = 8
"""Most times the size of a large Parquet file that one row with all that is decoded for it may take instead."""

PARQUET_CONTENTS = 4 * 1024 * 1024
"""Largest table of contents of a Parquet file, in bytes; of a large file, an eighth of it."""

KEPT_BYTES = 4 * 1024**3
"""Most that is kept of what can be read but once, such as standard input, in bytes."""

KEPT_VERDICTS = 100_000
"""Most different answers to one question whose verdict is remembered from portion to portion."""

RULEBOOK_BYTES = 64 * 1024 * 1024
"""Largest rulebook with all its layers, in bytes."""

RULEBOOK_FILES = 10_000
"""Most files of a rulebook with all its layers."""

PACKED_RATIO = 100
"""Most times its size that an archive may grow to when inflated."""

MANIFEST_BYTES = 64 * 1024 * 1024
"""Largest manifest that is read, in bytes."""

LOG_PART_BYTES = 32 * 1024 * 1024
"""Largest part of a record of the decision log, in bytes."""

LOG_PART_VALUES = 1_000_000
"""Most values in a part of a record of the decision log."""

WORKBOOK_BYTES = 256 * 1024 * 1024
"""Largest workbook when inflated, in bytes."""

WORKBOOK_PARTS = 1_000
"""Most parts of a workbook."""

WORKBOOK_ITEM_BYTES = 4 * 1024 * 1024
"""Largest row, shared text, style or mark-up of a workbook, in bytes of XML."""

WORKBOOK_NAMES = 10_000
"""Most different names of elements and attributes in a part of a workbook."""

WORKBOOK_TEXT_BYTES = 192 * 1024 * 1024
"""Most memory that the texts which the cells of a workbook share may take, in bytes."""

WORKBOOK_STYLES = 65_490
"""Most formats of cells of a workbook, as in Excel."""

NUMBER_FORMAT = 255
"""Longest number format of a workbook, in characters, as in Excel."""

SHEET_ROWS = 1_048_576
"""Most rows of a sheet, the header among them."""

SHEET_COLUMNS = 16_384
"""Most columns of a sheet."""

HEADER_COLUMNS = 2_000
"""Most columns of a table."""
