"""In what a run differs from the one that it is to go on with: each thing by its name, with then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from smeadvisor.messages import Message, message
from smeadvisor.problems import shown, together

_NAMES: Mapping[str, Message | str] = {
    "inputs": message("errors.differs.inputs"),
    "rulebook": message("errors.differs.rulebook"),
    "as_of": "--as-of",
    "program": message("errors.differs.program"),
    "part_rows": "--part-rows",
}
"""What a plan is made of beside its options."""

_OPTIONS = {"mapping": "--map", "units": "--unit", "layout": "--flat"}
"""Options that are typed by another name than they have in a plan."""

_FILES = 3
"""Most files that are named."""


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Message | str:
    """What differs between two plans; empty where nothing does."""
    parts = [*_parts(before, now), *_options(before.get("options", {}), now.get("options", {}))]
    return together(parts)


def _parts(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Message | str]:
    for key, name in _NAMES.items():
        then, today = before.get(key), now.get(key)
        if then != today:
            yield _files(name, then or [], today or []) if key == "inputs" else _told(name, _value(then), _value(today))


def _options(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Message | str]:
    for key in dict.fromkeys((*before, *now)):
        # The size of parts is told already.
        if before.get(key) != now.get(key) and key != "part_rows":
            name = _OPTIONS.get(key, f"--{key.replace('_', '-')}")
            yield _told(name, *(_option(key, each.get(key)) for each in (before, now)))


def _told(name: Message | str, then: Message | str, now: Message | str) -> Message:
    return message("errors.differs.then_now", name=name, then=then, now=now)


def _files(name: Message | str, then: Sequence[Any], now: Sequence[Any]) -> Message | str:
    """The input files that are in one of the two alone, or are not the same in both."""
    changed = [*(each for each in now if each not in then), *(each for each in then if each not in now)]
    names = [shown(Path(each["name"]).name) for each in changed]
    named = [*dict.fromkeys(names)]
    if not named:
        return name
    more = "…" if len(named) > _FILES else ""
    return message("errors.differs.of_files", name=name, files=together(named[:_FILES]), more=more)


def _option(key: str, value: Any) -> Message | str:
    if key == "layout":
        value = value == "flat"
    if value is True:
        return message("errors.differs.given")
    if value is None or value is False or value == {}:
        return message("errors.differs.not_given")
    return _value(value)


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and "digest" in value:
        text = f"{value.get('version')} {str(value['digest'])[:12]}"
    elif isinstance(value, Mapping):
        text = " ".join(f"{name}={to}" for name, to in value.items())
    else:
        text = str(value)
    return shown(text)
