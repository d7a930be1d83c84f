"""What the things of an audit are called: a title in words beside the full name."""

from __future__ import annotations

from smeadvisor.messages import is_said, say
from smeadvisor.rendering.advice.wording import phrase
from smeadvisor.rendering.rulebook.names import economy_name, thing_at, title_of
from smeadvisor.rendering.rulebook.reader import Reader

_IN_FAMILIES = ("barriers", "instruments")


def title(name: str, reader: Reader) -> str:
    """The title of a thing, of the thing in whose file a rule stands, or of a requirement."""
    thing = thing_at(reader.rulebook, name.partition("#")[0])
    wanted = name.partition("#")[2]
    if thing.kind == "instruments" and thing.said is not None:
        for each in thing.said.requirements:
            if each.id == wanted:
                return f"{title_of(thing, reader)}{reader.colon}{reader.to(each.title)}"
    return title_of(thing, reader)


def family(name: str) -> str:
    """What a rule is grouped under: the kind of its file, with the folder where there is one."""
    kind, *path = name.partition("#")[0].split("/")
    return f"{kind}/{path[0]}" if kind in _IN_FAMILIES else kind


def family_title(family: str, reader: Reader) -> str:
    """What the group is called."""
    kind, _, folder = family.partition("/")
    said = phrase(f"audit.{kind}", reader.lang)
    if not folder:
        return said
    if kind == "instruments":
        return reader.marked(said, economy_name(folder.upper(), reader))
    own = f"family_{folder}"
    return reader.marked(said, say(f"rulebook.{own}", reader.lang) if is_said(f"rulebook.{own}") else folder)
