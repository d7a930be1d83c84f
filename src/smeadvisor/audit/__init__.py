"""What a rulebook does to many profiles: which rules ever fire, whose advice a change of rules moves, where one fired.

It reads what the columnar engine finds and draws no conclusions of its own. Whatever gives portions of rows can
be audited: files of profiles, or a record of earlier decisions whose rows come as profiles.
"""
