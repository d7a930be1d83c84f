"""One record of the log, and the hashes that tie it to what it holds and to the record before it."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from smeadvisor import __version__

Kind = Literal["consultation", "batch", "override", "tombstone"]

PROFILE_ID, PROFILE, CONSULTATION, RUN, OVERRIDE = "profile_id", "profile", "consultation", "run", "override"
"""Names of parts: what a record holds that may be removed on request."""

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it has its place: all that is known of it but number, time and hashes.

    ``said`` is plain data that stays for good; ``parts`` are texts that can be removed. A draft whose ``id`` the log
    has already is not added again.
    """

    kind: Kind
    said: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
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


FIELDS = tuple(Record.__dataclass_fields__)


def canonical(data: Any) -> str:
    """Plain data as JSON in its one form: keys sorted, no blanks."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hashed(data: Any) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(data).encode(errors="surrogateescape")).hexdigest()


def genesis(identity: str, begun: str) -> str:
    """What stands in place of a previous hash in the first record of a log."""
    return hashed({"log": identity, "begun": begun})


def salt() -> bytes:
    """What keeps the content of a part from being guessed by its digest."""
    return secrets.token_bytes(_SALT_BYTES)


def part_digest(salt: bytes, content: bytes) -> str:
    """The digest by which a record holds a part."""
    return hashlib.sha256(salt + content).hexdigest()
