"""smeadvisor: ranked, explained advice on exporting for small firms and for those who make policy for them.

>>> import smeadvisor as sa
>>> book = sa.load_rulebook()
>>> firm = sa.profile_from({"id": "f", "kind": "firm", "economy": "MEX", "answers": {"employees": 84}}, book)
>>> advice = sa.advise(firm, book)

The names in ``__all__`` are public; everything else may change from one release to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smeadvisor.api import (
        Consultation,
        Explanation,
        Interview,
        InvalidInput,
        OutputError,
        Problem,
        Profile,
        Rulebook,
        advise,
        advise_table,
        check_rulebook,
        compare,
        explain,
        load_rulebook,
        may_stop,
        next_question,
        profile_from,
        rank,
        read_profile,
        render,
        run_batch,
        what_if,
        why_not,
    )

__version__ = "0.1.0"

__all__ = [
    "Consultation",
    "Explanation",
    "Interview",
    "InvalidInput",
    "OutputError",
    "Problem",
    "Profile",
    "Rulebook",
    "advise",
    "advise_table",
    "check_rulebook",
    "compare",
    "explain",
    "load_rulebook",
    "may_stop",
    "next_question",
    "profile_from",
    "rank",
    "read_profile",
    "render",
    "run_batch",
    "what_if",
    "why_not",
]


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for: the command line needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'smeadvisor' has no attribute '{name}'")
    from smeadvisor import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
