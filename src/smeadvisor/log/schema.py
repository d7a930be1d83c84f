"""The tables of a log, and the triggers that let them grow and not change."""

from __future__ import annotations

from smeadvisor.log.records import FIELDS

APPLICATION = 0x534D4C47
"""By which the file is known as a log: SMLG."""

VERSION = 1

_REFUSED = "BEGIN SELECT RAISE(ABORT, 'a log only grows'); END"


def statements() -> list[str]:
    """What makes an empty log; its identity and head are still to be put in."""
    guards = [" ".join(("CREATE TRIGGER", name, "BEFORE", *when, _REFUSED)) for name, when in _GUARDS.items()]
    return [*_TABLES, *guards]


_TABLES = (
    "CREATE TABLE log (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, begun TEXT NOT NULL)",
    "CREATE TABLE rulebooks (digest TEXT NOT NULL PRIMARY KEY, files BLOB NOT NULL)",
    f"CREATE TABLE records (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {', '.join(FIELDS[2:])})",
    "CREATE TABLE parts (number INTEGER NOT NULL, name TEXT NOT NULL, salt BLOB NOT NULL, content BLOB NOT NULL, "
    "PRIMARY KEY (number, name))",
    "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL, hash TEXT NOT NULL)",
)
# Parts come before their record, the record before the head: until then none of them counts.
_GUARDS = {
    "log_once": ("INSERT ON log", "WHEN EXISTS (SELECT 1 FROM log)"),
    "log_no_update": ("UPDATE ON log",),
    "log_no_delete": ("DELETE ON log",),
    "rulebooks_once": (
        "INSERT ON rulebooks",
        "WHEN EXISTS (SELECT 1 FROM rulebooks WHERE digest = NEW.digest)",
    ),
    "rulebooks_no_update": ("UPDATE ON rulebooks",),
    "rulebooks_no_delete": ("DELETE ON rulebooks",),
    "records_follow": (
        "INSERT ON records",
        "WHEN NOT EXISTS (SELECT 1 FROM head WHERE NEW.number = count + 1 AND NEW.previous = hash)",
        "OR EXISTS (SELECT 1 FROM records WHERE number = NEW.number OR id = NEW.id)",
    ),
    "records_no_update": ("UPDATE ON records",),
    "records_no_delete": ("DELETE ON records",),
    "parts_once": (
        "INSERT ON parts",
        "WHEN NOT EXISTS (SELECT 1 FROM head WHERE NEW.number = count + 1)",
        "OR EXISTS (SELECT 1 FROM parts WHERE number = NEW.number AND name = NEW.name)",
    ),
    "parts_no_update": ("UPDATE ON parts",),
    "parts_no_delete": (
        "DELETE ON parts",
        "WHEN NOT EXISTS (SELECT 1 FROM records, json_each(records.said, '$.purged') AS purged",
        "WHERE records.number = (SELECT count FROM head)",
        "AND records.kind = 'tombstone' AND purged.value = OLD.number)",
    ),
    "head_once": ("INSERT ON head", "WHEN EXISTS (SELECT 1 FROM head)"),
    "head_advances": (
        "UPDATE ON head",
        "WHEN NEW.one <> OLD.one OR NEW.count <> OLD.count + 1",
        "OR NOT EXISTS (SELECT 1 FROM records WHERE number = NEW.count AND hash = NEW.hash)",
    ),
    "head_no_delete": ("DELETE ON head",),
}
