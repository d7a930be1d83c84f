"""Options that several commands share."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from smeadvisor.files.digest import RuleFiles
    from smeadvisor.log.recording import Recording
    from smeadvisor.model.rulebook import Rulebook
    from smeadvisor.problems import Problem


class FileName(click.Path):
    """The name of a file or folder. One that no file can have is wrong usage.

    The empty one would mean the folder that one is in.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name as it is, or as a path with ``path_type``."""
        if not value:
            self.fail("The name is empty. Give a name, or leave it out.", param, ctx)
        try:
            os.lstat(value)
        except ValueError:
            self.fail("The name holds a character that no file name can hold. Check the name.", param, ctx)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                self.fail("The name is longer than a disk can hold. Check the name.", param, ctx)
        return super().convert(value, param, ctx)


class Number(click.IntRange):
    """How many of something. More than the most is a slip of the finger."""

    def __init__(self, least: int = 1, most: int = 10**9) -> None:
        super().__init__(min=least)
        self._most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        found = super().convert(value, param, ctx)
        if found > self._most:
            self.fail(f"{value} is more than {self._most:,}.", param, ctx)
        return found


NAME, PATH = FileName(), FileName(path_type=Path)

LANGUAGE = click.option(
    "--lang",
    type=click.Choice(["en", "zh-Hant"]),
    default="en",
    envvar="SMEADVISOR_LANG",
    show_default=True,
    show_envvar=True,
    help="Language of texts and messages.",
)
ERRORS = click.option(
    "--errors",
    "errors_as",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of error messages on standard error: sentences, or one JSON object a line.",
)
_RULES = click.option(
    "--rules",
    "folders",
    type=PATH,
    multiple=True,
    metavar="DIR",
    help="Folder of rules to lay over the shipped rulebook, or a whole one in its place; repeatable, later ones win.",
)
_PRIORITIES = click.option(
    "--priorities",
    type=PATH,
    metavar="FILE",
    help="Other weights: a file of the form of priorities.yaml, in its place.",
)
_LOG = click.option(
    "--log",
    "path",
    type=PATH,
    metavar="FILE",
    envvar="SMEADVISOR_LOG",
    show_envvar=True,
    help="Record what is advised in this decision log, made if need be; without a record nothing is shown.",
)
_MASK = click.option(
    "--mask",
    multiple=True,
    metavar="ATTRIBUTE",
    envvar="SMEADVISOR_MASK",
    show_envvar=True,
    help="An attribute whose value is not stored in the log, or name for the profile's; repeatable.",
)


@dataclass(frozen=True)
class Book:
    """Which rulebook a command is to work with: folders laid over each other, and other weights."""

    folders: tuple[Path, ...]
    priorities: Path | None = None

    def rulebook(self) -> Rulebook:
        """The rulebook, whole; raises InvalidInput with every problem of it."""
        from smeadvisor.rules.shipped import rulebook_of

        return rulebook_of(self.files)

    def own(self) -> Rulebook:
        """The rulebook by its own weights; raises as ``rulebook``."""
        from smeadvisor.rules.shipped import rulebook_of

        return rulebook_of(self.files.own())

    @cached_property
    def files(self) -> RuleFiles:
        """Its files, read once; raises InvalidInput."""
        from smeadvisor.files.digest import read_files
        from smeadvisor.rules.shipped import layers

        return read_files(layers(self.folders), self.priorities)


class Log(NamedTuple):
    """The decision log that a command is to record in, if there is one, and what is not to be stored in it."""

    path: Path | None = None
    mask: tuple[str, ...] = ()

    @contextmanager
    def recording(self, rulebook: Rulebook, book: Book) -> Iterator[Recording | None]:
        """What records consultations by that rulebook, None without a log; raises InvalidInput."""
        if self.path is None:
            yield None
            return
        from smeadvisor.log.recording import recording

        with recording(self.path, rulebook, book.files, self.mask) as found:
            yield found


def finished(book: Book) -> tuple[Rulebook, list[Problem]]:
    """The rulebook to look names up in: files that are not filled in are left out, with a warning of each.

    Raises InvalidInput with every problem of what is filled in.
    """
    from smeadvisor.problems import InvalidInput

    try:
        return book.rulebook(), []
    except InvalidInput:
        from smeadvisor.rules.loading import load_finished

        return load_finished(book.files)


def rulebook_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--rules`` and ``--priorities``, given to the command as one ``book``."""

    @_RULES
    @_PRIORITIES
    @wraps(command)
    def with_book(folders: tuple[Path, ...], priorities: Path | None, **arguments: Any) -> Any:
        return command(book=Book(folders, priorities), **arguments)

    return with_book


def log_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--log`` and ``--mask``, given to the command as one ``log``."""

    @_LOG
    @_MASK
    @wraps(command)
    def with_log(path: Path | None, mask: tuple[str, ...], **arguments: Any) -> Any:
        return command(log=Log(path, mask), **arguments)

    return with_log


def format_of(*choices: str, help: str) -> Callable[[Any], Any]:
    """``--format``: one of the choices, the first by default."""
    return click.option(
        "--format", "form", type=click.Choice(choices), default=choices[0], show_default=True, help=help
    )
