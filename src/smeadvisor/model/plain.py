"""Records as the plain data that programs read: JSON is written from it, and schemas are made of the same types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_type_hints


class Plain:
    """A dataclass that is written as plain data: each field under its own name, or what ``written`` gives instead.

    A class whose data are not its fields overrides ``written`` and says by its annotation what they are. The JSON
    Schemas of outputs are made from the fields or from that annotation, so they change with what is written.
    """

    __slots__ = ()

    def written(self) -> Any:
        """What is written: the parts may be records themselves."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}  # type: ignore[attr-defined]

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data."""
        return plain(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        if cls.written is Plain.written:
            return handler(source)
        return handler.generate_schema(get_type_hints(cls.written)["return"])


def plain(value: Any) -> Any:
    """Records as dicts, tuples as lists, all the way down; the rest as it is."""
    if isinstance(value, Plain):
        return plain(value.written())
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value
