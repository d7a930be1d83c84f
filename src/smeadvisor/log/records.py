"""One record of the log, and the hashes that tie it to what it holds and to the record before it."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from typing_extensions import TypedDict

from smeadvisor import __version__
from smeadvisor.model.timeline import is_day
from smeadvisor.problems.limits import LOG_PART_VALUES

Kind = Literal["consultation", "batch", "override", "tombstone"]

PROFILE_ID, PROFILE, CONSULTATION, RUN, OVERRIDE = "profile_id", "profile", "consultation", "run", "override"
"""Names of parts: what a record holds that may be removed on request."""

_SALT_BYTES = 16
_MOST_RECORDS = 2**53


class SaidData(TypedDict, total=False):
    """What a record says for good, beside what every record has."""

    masked: list[str]
    about: int
    about_id: str
    row: int
    purged: list[int]
    records: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it has its place: all that is known of it but number, time and hashes.

    ``said`` is plain data that stays for good; ``parts`` are texts that can be removed, and ``further`` such texts by
    name, of which there may be very many. A draft whose ``id`` the log has already is not added again.
    """

    kind: Kind
    said: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    further: Iterable[tuple[str, str]] = ()
    rulebook_version: str | None = None
    rulebook_digest: str | None = None
    as_of: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    program: str = __version__


@dataclass(frozen=True, slots=True)
class Record:
    """A record as stored. ``said`` and ``parts`` (name to digest) are canonical JSON; ``hash`` covers the rest."""

    number: int
    id: str
    time: str
    kind: Kind
    program: str
    rulebook_version: str | None
    rulebook_digest: str | None
    as_of: str | None
    said: str
    parts: str
    previous: str
    hash: str

    @property
    def data(self) -> dict[str, Any]:
        """What stays for good, as data."""
        return json.loads(self.said)

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each part by its name."""
        return json.loads(self.parts)

    def expected_hash(self) -> str:
        """The hash that belongs to its other fields; raises TypeError where one is of no type of a record."""
        fields = asdict(self)
        del fields["hash"]
        return hashed(fields)

    def fault(self) -> str | None:
        """Which field is not what a record has, None where all are. What is stored may be anything."""
        for name in FIELDS:
            if not _FORMS.get(name, is_text)(getattr(self, name)):
                return name
        said = self.data
        lacking = _NEEDED.get(self.kind, set()) - said.keys()
        if lacking or not all(_SAID[name](said[name]) for name in _SAID.keys() & said.keys()):
            return "said"
        return None if all(map(is_text, self.digests.values())) else "parts"


def is_text(value: Any) -> bool:
    """Whether it is a text that UTF-8 has."""
    return isinstance(value, str) and not _LONE.search(value)


def is_number(value: Any) -> bool:
    """Whether it is a number of records: whole, not below nought, with room for more."""
    return type(value) is int and 0 <= value < _MOST_RECORDS


def is_object(text: Any) -> bool:
    """Whether it is a JSON object in its one form, of no more values than a part may have."""
    if not is_text(text) or sum(map(text.count, ",[{")) > LOG_PART_VALUES:
        return False
    try:
        data = json.loads(text)
        return isinstance(data, dict) and canonical(data) == text
    except (ValueError, RecursionError):
        return False


FIELDS = tuple(Record.__dataclass_fields__)

_LONE = re.compile("[\ud800-\udfff]")
_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "number": is_number,
    "kind": lambda value: value in get_args(Kind),
    **dict.fromkeys(("rulebook_version", "rulebook_digest"), lambda value: value is None or is_text(value)),
    "as_of": lambda value: value is None or (is_text(value) and is_day(value)),
    **dict.fromkeys(("said", "parts"), is_object),
}
"""What a field is, where it is no text."""

_SAID: Mapping[str, Callable[[Any], bool]] = {
    "masked": lambda value: isinstance(value, list) and all(map(is_text, value)),
    "purged": lambda value: isinstance(value, list) and all(map(is_number, value)),
    **dict.fromkeys(("about", "records", "row"), is_number),
    "about_id": is_text,
}
_NEEDED = {"override": {"about", "about_id"}, "tombstone": {"purged", "records"}}
"""What a record of a kind always says."""


def canonical(data: Any) -> str:
    """Plain data as JSON in its one form: keys sorted, no blanks."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_json(data: Any, **how: Any) -> str:
    """The data as JSON; what a terminal would obey stands as its code, which is the same data."""
    text = json.dumps(data, ensure_ascii=False, **how)
    if text.isprintable():
        return text + "\n"
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n"


def hashed(data: Any) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(data).encode(errors="surrogateescape")).hexdigest()


def genesis(identity: str, begun: str) -> str:
    """What stands in place of a previous hash in the first record of a log."""
    return hashed({"log": identity, "begun": begun})


def salt() -> bytes:
    """What keeps the content of a part from being guessed by its digest."""
    return secrets.token_bytes(_SALT_BYTES)


def part_digest(salt: bytes, content: Iterable[bytes]) -> str:
    """The digest by which a record holds a part, whose content comes in blocks."""
    digest = hashlib.sha256(salt)
    for block in content:
        digest.update(block)
    return digest.hexdigest()
