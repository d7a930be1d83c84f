"""The form of the sentences of one problem: (message, remedy) in both languages."""

from __future__ import annotations

Sentences = dict[str, tuple[str, str]]


def both(en: str, en_remedy: str, zh: str, zh_remedy: str) -> Sentences:
    """The sentences of one code."""
    return {"en": (en, en_remedy), "zh-Hant": (zh, zh_remedy)}
