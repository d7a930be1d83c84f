"""``smeadvisor rules show | list | matrix | docs | schema | new``: read the rulebook and add to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, PATH, Book, FileName, finished, format_of, rulebook_options
from smeadvisor.cli.streams import Streams, width
from smeadvisor.problems import Lang

if TYPE_CHECKING:
    from smeadvisor.model.rulebook import Rulebook
    from smeadvisor.rules.scaffold import Kind

_AS_OF = click.option("--as-of", metavar="DATE", help="The rulebook as of a year, month or day.")
_FORM = format_of("text", "json", help="Form of the output.")
_EXAMPLES = {
    "show": ("show mex/sme-export-credit", "show days_to_payment --lang zh-Hant"),
    "list": ("list barriers --family product", "list instruments --economy HKG --status closed"),
    "matrix": ("matrix", "matrix traits --lang zh-Hant", "matrix --format html > matrix.html"),
    "docs": ("docs handbook", "docs handbook-2011 --as-of 2011", "docs handbook --rules my-rules --overwrite"),
    "schema": ("schema schemas",),
    "new": ("new barrier product/spare-parts --rules my-rules", "new instrument kor/voucher --rules my-rules"),
}


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "".join(f"  smeadvisor rules {line}\n" for line in lines)


def _rulebook(book: Book, as_of: str | None) -> Rulebook:
    """The rulebook asked for as of a day; the day of the review by default."""
    return _as_of(book.rulebook(), as_of)


def _names(book: Book, as_of: str | None, streams: Streams) -> Rulebook:
    """The same to look names up in, also while a file is being filled in; what is left out is told."""
    rulebook, left_out = finished(book)
    streams.tell(left_out)
    return _as_of(rulebook, as_of)


def _as_of(rulebook: Rulebook, as_of: str | None) -> Rulebook:
    from smeadvisor.model.timeline import at, read_day

    return at(rulebook, read_day(as_of, rulebook))


@click.command(epilog=_examples(*_EXAMPLES["show"]))
@click.argument("name", metavar="ID")
@rulebook_options
@_AS_OF
@_FORM
@LANGUAGE
@ERRORS
def show(name: str, book: Book, as_of: str | None, form: str, lang: Lang, errors_as: str) -> None:
    """Show one thing wholly: texts, rules in plain words, examples, sources, what uses it."""
    from smeadvisor.rendering.rulebook.layout import laid_out
    from smeadvisor.rendering.rulebook.show import show as shown

    streams = Streams(lang, errors_as)
    sections = streams.or_exit(lambda: shown(_names(book, as_of, streams), name, lang))
    streams.write(_json(sections) if form == "json" else laid_out(sections, width()))


@click.command("list", epilog=_examples(*_EXAMPLES["list"]))
@click.argument("kind", required=False)
@click.option("--economy", metavar="CODE", help="Instruments of that economy (APEC for the region's).")
@click.option("--family", help="Barriers of that family.")
@click.option("--support", help="Instruments that give that kind of support.")
@click.option("--status", help="Instruments of that status.")
@click.option("--origin", help="Instruments from the paper, or since-2011.")
@rulebook_options
@_AS_OF
@_FORM
@LANGUAGE
@ERRORS
def listing(
    kind: str | None, book: Book, as_of: str | None, form: str, lang: Lang, errors_as: str, **asked: Any
) -> None:
    """List what the rulebook holds: attributes, barriers, instruments, recommendations and so on."""
    from smeadvisor.rendering.rulebook.layout import aligned
    from smeadvisor.rendering.rulebook.listing import listed

    streams = Streams(lang, errors_as)
    wanted = {name: value for name, value in asked.items() if value is not None}
    rows = streams.or_exit(lambda: listed(_names(book, as_of, streams), kind, lang=lang, **wanted))
    lines = aligned([(each.kind, each.id, each.title, each.remark) for each in rows]) if rows else []
    streams.write(_json(rows) if form == "json" else "".join(line + "\n" for line in lines))


@click.command(epilog=_examples(*_EXAMPLES["matrix"]))
@click.argument("what", type=click.Choice(["barriers", "traits"]), default="barriers")
@rulebook_options
@_AS_OF
@format_of("text", "json", "html", help="Form of the output; html holds both matrices.")
@LANGUAGE
@ERRORS
def matrix(what: str, book: Book, as_of: str | None, form: str, lang: Lang, errors_as: str) -> None:
    """Show barriers by economy with the instruments in force and the gaps, or traits by economy."""
    from smeadvisor.rendering.rulebook.matrix import barrier_matrix, trait_matrix
    from smeadvisor.rendering.rulebook.matrix_formats import as_data, as_text

    streams = Streams(lang, errors_as)
    rulebook = streams.or_exit(lambda: _rulebook(book, as_of))
    both = {"barriers": barrier_matrix(rulebook), "traits": trait_matrix(rulebook)}
    if form == "html":
        from smeadvisor.rendering.rulebook.page import as_html

        streams.write(as_html(both.values(), rulebook, lang))
        return
    streams.write(_json(as_data(both[what], lang)) if form == "json" else as_text(both[what], lang))


@click.command(epilog=_examples(*_EXAMPLES["docs"]))
@click.argument("target", metavar="FOLDER", type=PATH)
@click.option("--overwrite", is_flag=True, help="Replace the handbook that stands in the folder.")
@rulebook_options
@_AS_OF
@LANGUAGE
@ERRORS
def docs(target: Path, overwrite: bool, book: Book, as_of: str | None, lang: Lang, errors_as: str) -> None:
    """Write a handbook of the rulebook in both languages: pages that open from disk and can be searched."""
    from smeadvisor.rendering.handbook.writing import write_handbook

    streams = Streams(lang, errors_as)
    index = streams.or_exit(lambda: write_handbook(_rulebook(book, as_of), target, overwrite, book.files.paths()))
    streams.wrote(index)


@click.command(epilog=_examples(*_EXAMPLES["schema"]))
@click.argument("target", metavar="FOLDER", type=FileName(path_type=Path, file_okay=False))
@click.option("--overwrite", is_flag=True, help="Replace files there that are no such schemas.")
@rulebook_options
@LANGUAGE
@ERRORS
def schema(target: Path, overwrite: bool, book: Book, lang: Lang, errors_as: str) -> None:
    """Write JSON Schemas: of rule and profile files, for editors; of all JSON output in outputs/, for programs."""
    from smeadvisor.outputs import output_schemas
    from smeadvisor.rules.schema import schemas, write_schemas

    streams = Streams(lang, errors_as)

    def write() -> list[Path]:
        rulebook = _rulebook(book, None)
        return write_schemas({**schemas(rulebook), **output_schemas(rulebook)}, target, overwrite, book.files.paths())

    streams.wrote(*streams.or_exit(write))


@click.command(epilog=_examples(*_EXAMPLES["new"]))
@click.argument("kind", type=click.Choice(["barrier", "instrument", "recommendation", "attribute"]))
@click.argument("name", metavar="ID")
@click.option(
    "--rules",
    "folder",
    type=PATH,
    required=True,
    help="Folder to add to: a whole rulebook, or one to lay over the shipped one, which is made if need be.",
)
@LANGUAGE
@ERRORS
def new(kind: Kind, name: str, folder: Path, lang: Lang, errors_as: str) -> None:
    """Begin a rule file: everything it needs, with a line on what to write."""
    from smeadvisor.rules.scaffold import scaffold

    streams = Streams(lang, errors_as)
    streams.wrote(streams.or_exit(lambda: scaffold(kind, name, folder)))


def _json(data: Any) -> str:
    import json

    from smeadvisor.model.plain import plain

    return json.dumps(plain(data), ensure_ascii=False, indent=1) + "\n"


COMMANDS: tuple[click.Command, ...] = (show, listing, matrix, docs, schema, new)
