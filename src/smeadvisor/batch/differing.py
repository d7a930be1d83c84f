"""In what a run differs from the one that it is to go on with: each thing by its name, with then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from smeadvisor.errors import shown

Both = tuple[str, str]
"""A text in English and in Chinese."""

_NAMES: Mapping[str, Both] = {
    "inputs": ("input", "輸入檔"),
    "rulebook": ("rulebook", "規則庫"),
    "as_of": ("--as-of", "--as-of"),
    "program": ("version of smeadvisor", "smeadvisor 版本"),
    "part_rows": ("--part-rows", "--part-rows"),
}
"""What a plan is made of beside its options."""

_OPTIONS = {"mapping": "--map", "units": "--unit", "layout": "--flat"}
"""Options that are typed by another name than they have in a plan."""

_GIVEN, _NOT_GIVEN = ("given", "有指定"), ("not given", "未指定")
_FILES = 3
"""Most files that are named."""


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Both:
    """What differs between two plans, in a line for each language; empty where nothing does."""
    parts = [*_parts(before, now), *_options(before.get("options", {}), now.get("options", {}))]
    return ", ".join(en for en, _ in parts), "、".join(zh for _, zh in parts)


def _parts(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Both]:
    for key, name in _NAMES.items():
        then, today = before.get(key), now.get(key)
        if then != today:
            yield _files(name, then or [], today or []) if key == "inputs" else _told(name, _value(then), _value(today))


def _options(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Both]:
    for key in dict.fromkeys((*before, *now)):
        # The size of parts is told already.
        if before.get(key) != now.get(key) and key != "part_rows":
            name = _OPTIONS.get(key, f"--{key.replace('_', '-')}")
            yield _told((name, name), *(_option(key, each.get(key)) for each in (before, now)))


def _told(name: Both, then: Both, now: Both) -> Both:
    return f"{name[0]} (then {then[0]}, now {now[0]})", f"{name[1]}（當時 {then[1]}，這次 {now[1]}）"


def _files(name: Both, then: Sequence[Any], now: Sequence[Any]) -> Both:
    """The input files that are in one of the two alone, or are not the same in both."""
    changed = [*(each for each in now if each not in then), *(each for each in then if each not in now)]
    names = [shown(Path(each["name"]).name) for each in changed]
    named = [*dict.fromkeys(names)]
    if not named:
        return name
    more = "…" if len(named) > _FILES else ""
    return f"{name[0]} ({', '.join(named[:_FILES])}{more})", f"{name[1]}（{'、'.join(named[:_FILES])}{more}）"


def _option(key: str, value: Any) -> Both:
    if key == "layout":
        value = value == "flat"
    if value is True:
        return _GIVEN
    return _NOT_GIVEN if value is None or value is False or value == {} else _value(value)


def _value(value: Any) -> Both:
    if isinstance(value, Mapping) and "digest" in value:
        text = f"{value.get('version')} {str(value['digest'])[:12]}"
    elif isinstance(value, Mapping):
        text = " ".join(f"{name}={to}" for name, to in value.items())
    else:
        text = str(value)
    return shown(text), shown(text)
