"""The decision log: what was advised, to whom, by which rules, in a chain of records that shows every change.

A log is one SQLite file. Records are only ever added; each holds the hash of the one before it. What a record says
of a firm stands apart from it, under salted digests, so that it can be removed without breaking the chain.
"""
