"""``smeadvisor log``: what was advised, read, held against its chain, replayed, exported, removed, overridden."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, PATH, Number, format_of
from smeadvisor.cli.streams import Streams, colour, width
from smeadvisor.problems import EXIT_DONE, EXIT_INPUT_INVALID, Lang, Problem, escaped, problem

if TYPE_CHECKING:
    from smeadvisor.log.listing import Wanted

_EXITS = "Exit codes: 0 done; 2 wrong usage; 65 {}; 66 file or record not there;\n70 a bug of ours."
_READ = _EXITS.format("not a log, or a damaged one")
_WROTE = "\n74 the log cannot be written; 75 it is held by another process."
_EPILOGS = {
    "list": (("list decisions.log --last 5", "list decisions.log --profile mex-auto-parts --format json"), _READ),
    "show": (("show decisions.log 3", "show decisions.log 3 --format text --lang zh-Hant"), _READ),
    "verify": (
        ("verify decisions.log", "verify decisions.log --head 41:6f5e…"),
        _EXITS.format("the chain is broken"),
    ),
    "replay": (
        ("replay decisions.log", "replay decisions.log 3", "replay decisions.log 7 --row 1205"),
        _EXITS.format("something differs"),
    ),
    "export": (("export decisions.log > decisions.jsonl", "export decisions.log --since 2026-11"), _READ),
    "purge": (("purge decisions.log --profile mex-auto-parts",), _READ + _WROTE),
    "override": (
        (
            'override decisions.log 3 export-finance --reason "Has a bank" --by "Lin Mei"',
            'override decisions.log 7 export-finance --row 1205 --reason "Has a bank" --by "Lin Mei"',
        ),
        _READ + _WROTE,
    ),
}


def _epilog(name: str) -> str:
    lines, exits = _EPILOGS[name]
    return "\b\nExamples:\n" + "".join(f"  smeadvisor log {line}\n" for line in lines) + f"\b\n{exits}\n"


_FILE = click.argument("file", type=PATH, metavar="FILE")


def _wanted_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that narrow records down, given to the command as one ``wanted``."""

    @click.option("--profile", metavar="ID", help="Records of that profile.")
    @click.option("--since", metavar="DATE", help="Records from that year, month or day (UTC) on.")
    @click.option("--until", metavar="DATE", help="Records until the end of that year, month or day (UTC).")
    @click.option("--last", type=Number(), metavar="N", help="The last N of them.")
    @wraps(command)
    def with_wanted(
        profile: str | None, since: str | None, until: str | None, last: int | None, **arguments: Any
    ) -> Any:
        from smeadvisor.log.listing import Wanted

        return command(wanted=Wanted(profile, since, until, last), **arguments)

    return with_wanted


@click.group()
def log() -> None:
    """Read a decision log that --log has made: list, show, verify, replay, export, purge, override."""


@log.command("list", epilog=_epilog("list"))
@_FILE
@_wanted_options
@format_of("text", "json", help="Form of the list; json writes one object a line.")
@LANGUAGE
@ERRORS
def listing(file: Path, wanted: Wanted, form: str, lang: Lang, errors_as: str) -> None:
    """List the records of a log, the newest last."""
    from smeadvisor.log.listing import as_data, heading, line, listed
    from smeadvisor.log.records import as_json
    from smeadvisor.log.store import readable

    streams = Streams(lang, errors_as)

    def tell() -> None:
        with readable(file) as store:
            for i, found in enumerate(listed(store, wanted)):
                if form == "json":
                    streams.write(as_json(as_data(found)))
                else:
                    streams.write((heading(lang) if i == 0 else "") + line(found, lang))

    streams.or_exit(tell)


@log.command(epilog=_epilog("show"))
@_FILE
@click.argument("record", metavar="N")
@format_of("data", "text", "markdown", "json", help="The record as data, or its advice in the forms of advise.")
@LANGUAGE
@ERRORS
def show(file: Path, record: str, form: Any, lang: Lang, errors_as: str) -> None:
    """Show record N (number or id), and what counsellors have overridden of it."""
    from smeadvisor.log.records import as_json
    from smeadvisor.log.showing import shown_advice, shown_data
    from smeadvisor.log.store import readable

    streams = Streams(lang, errors_as)

    def text() -> str:
        with readable(file) as store:
            found = store.record(record)
            if form == "data":
                return as_json(shown_data(store, found), indent=1)
            return shown_advice(store, found, form, lang, width(), colour())

    streams.write(streams.or_exit(text))


@log.command(epilog=_epilog("verify"))
@_FILE
@click.option("--head", metavar="HEAD", help="A head noted down earlier, HASH or N:HASH: it must still be in the log.")
@LANGUAGE
@ERRORS
def verify(file: Path, head: str | None, lang: Lang, errors_as: str) -> None:
    """Check that a log is what was written, and say its head; name the first broken link if there is one."""
    from smeadvisor.log.store import readable
    from smeadvisor.log.verifying import verify as verified
    from smeadvisor.messages import say

    streams = Streams(lang, errors_as)

    def found() -> Any:
        with readable(file) as store:
            return verified(store, head)

    seen = streams.or_exit(found)
    purged = say("log.verified_purged", lang, count=f"{seen.purged:,}") if seen.purged else ""
    streams.write(say("log.verified", lang, count=f"{seen.count:,}", purged=purged) + "\n")
    streams.write(say("log.head", lang, head=seen.head) + "\n")


@log.command(epilog=_epilog("replay"))
@_FILE
@click.argument("record", metavar="[N]", required=False)
@click.option("--row", type=Number(), metavar="R", help="Row R of the batch run that is record N.")
@LANGUAGE
@ERRORS
def replay(file: Path, record: str | None, row: int | None, lang: Lang, errors_as: str) -> None:
    """Advise every recorded profile (or that of record N) again by its own rulebook, and say what differs."""
    if row is not None and record is None:
        raise click.UsageError("--row needs the number of a batch run")
    from smeadvisor.log.store import readable

    streams = Streams(lang, errors_as)

    def code() -> int:
        with readable(file) as store:
            return _replay(store, record, streams) if row is None else _replay_row(store, str(record), row, streams)

    sys.exit(streams.or_exit(code))


def _replay(store: Any, record: str | None, streams: Streams) -> int:
    from smeadvisor import __version__
    from smeadvisor.log.replaying import replay_all
    from smeadvisor.messages import say

    def tell(found: Problem) -> None:
        streams.tell([found])

    replayed = replay_all(store, tell, record)
    if replayed.programs:
        programs = escaped(", ".join(sorted(replayed.programs)))
        streams.tell([problem("W-LOG-PROGRAM", programs=programs, version=__version__)])
    names = {"same": "same", "differs": "differs", "masked": "masked_count", "purged": "purged_count"}
    names["unreadable"] = "unreadable"
    counts: Counter[Any] = replayed.outcomes
    said = [
        say(f"log.{named}", streams.lang, count=f"{counts[name]:,}") for name, named in names.items() if counts[name]
    ]
    listed = ("；" if streams.lang == "zh-Hant" else "; ").join(said) or _nothing_replayed(store, record, streams.lang)
    streams.write(say("log.replayed", streams.lang, version=__version__, list=listed) + "\n")
    return EXIT_INPUT_INVALID if counts["differs"] or counts["unreadable"] else EXIT_DONE


def _nothing_replayed(store: Any, record: str | None, lang: Lang) -> str:
    """That there was no consultation; of a batch run how its rows are replayed."""
    from smeadvisor.messages import say

    found = store.record(record) if record is not None else None
    if found is not None and found.kind == "batch":
        return say("log.replay_a_row", lang, number=found.number)
    return say("log.nothing_to_replay", lang)


def _replay_row(store: Any, record: str, row: int, streams: Streams) -> int:
    from smeadvisor.log.row_replaying import replay_row
    from smeadvisor.messages import say
    from smeadvisor.problems import shown

    found = store.record(record)
    seen = replay_row(store, found, row)
    output = say("log.output_same" if seen.has_output else "log.output_gone", streams.lang)
    blanks = {"row": row, "number": found.number, "id": shown(seen.profile_id), "output": output}
    streams.write(say("log.row_same", streams.lang, **blanks) + "\n")
    return EXIT_DONE


@log.command(epilog=_epilog("export"))
@_FILE
@_wanted_options
@LANGUAGE
@ERRORS
def export(file: Path, wanted: Wanted, lang: Lang, errors_as: str) -> None:
    """Write records as JSON lines in the form of the decision logs of Open Policy Agent."""
    from smeadvisor.log.exporting import exported
    from smeadvisor.log.records import as_json
    from smeadvisor.log.store import readable

    streams = Streams(lang, errors_as)

    def tell() -> None:
        with readable(file) as store:
            for event in exported(store, wanted):
                streams.write(as_json(event))

    streams.or_exit(tell)


@log.command(epilog=_epilog("purge"))
@_FILE
@click.option("--profile", required=True, metavar="ID", help="The profile whose data are to be removed.")
@LANGUAGE
@ERRORS
def purge(file: Path, profile: str, lang: Lang, errors_as: str) -> None:
    """Remove all that a log holds of a profile, for good; a tombstone says when, and how many records."""
    from smeadvisor.log.purging import purge as purged
    from smeadvisor.messages import say

    streams = Streams(lang, errors_as)
    found = streams.or_exit(lambda: _changed(file, lambda store: purged(store, profile)))
    streams.write(say("log.purge_done", lang, count=f"{found.data['records']:,}", number=found.number) + "\n")


@log.command(epilog=_epilog("override"))
@_FILE
@click.argument("record", metavar="N")
@click.argument("recommendation", metavar="RECOMMENDATION")
@click.option("--reason", required=True, metavar="TEXT", help="Why it does not hold for this firm.")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--row", type=Number(), metavar="R", help="Row R of the batch run that is record N.")
@LANGUAGE
@ERRORS
def override(file: Path, record: str, recommendation: str, lang: Lang, errors_as: str, **said: Any) -> None:
    """Record that a counsellor overrides a RECOMMENDATION of consultation N; the consultation stays as it is."""
    from smeadvisor.log.overriding import override as overridden
    from smeadvisor.messages import say

    streams = Streams(lang, errors_as)
    found = streams.or_exit(lambda: _changed(file, lambda store: overridden(store, record, recommendation, **said)))
    streams.write(say("log.override_done", lang, number=found.number) + "\n")


def _changed(file: Path, change: Callable[[Any], Any]) -> Any:
    """What a change of a log that is there comes to; raises InvalidInput."""
    from smeadvisor.log.store import existing

    with existing(file) as store:
        return change(store)
