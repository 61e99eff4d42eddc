"""`auditui verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click
from click.core import ParameterSource

from auditui.cli.examples import WithExamples
from auditui.cli.opening import opened
from auditui.cli.options import db_option
from auditui.cli.output import data, remark, show
from auditui.cli.progress import progress
from auditui.core.errors import ExitCode
from auditui.core.times import rfc3339
from auditui.custody import deeds
from auditui.custody.examination import Wanted, examine, noted_head, with_journal
from auditui.custody.findings import Deletion, Finding, Verification

MOST_LISTED: Final = 50
"""Findings, and purges, that a person sees; `--json` has up to a thousand."""


@click.command(
    cls=WithExamples,
    examples=[
        "auditui verify                          every event, and the chain over all of them",
        "auditui verify --head 9f2c7d10a3b4e5f6  that a head noted elsewhere is still in it",
        "auditui verify alice.bundle             what somebody handed over, without the store",
    ],
)
@click.argument("bundle", required=False, type=click.Path(path_type=Path))
@db_option
@click.option("--indexes", is_flag=True, help="Build every index anew and compare, too; takes far longer.")
@click.option("--head", default="", metavar="HASH", help="A head noted elsewhere, which has to be in it.")
@click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE", help="PEM file of the key that heads are signed with."
)
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON object.")
def command(*, bundle: Path | None, db: Path | None, indexes: bool, head: str, key: Path | None, as_json: bool) -> int:
    """Check that nothing was changed since it was recorded.

    Every event is held against its leaf, the leaves against a chain of heads, and the heads against those that
    were noted outside the store; then the journal beside it likewise.
    With BUNDLE: checks a file of 'export --format bundle' instead.
    """
    wanted = Wanted(noted_head(head) if head else "", key, indexes)
    found = _of_bundle(bundle, wanted) if bundle else _of_store(db, wanted)
    if as_json:
        from auditui.formats.json_text import dumps

        data(dumps(as_object(found)))
    else:
        _tell(found)
    return ExitCode.DONE if found.is_sound else ExitCode.VERIFY


def _of_store(db: Path | None, wanted: Wanted) -> Verification:
    with opened(db) as here, progress("Verifying") as advance:
        found = with_journal(examine(here.store, here.path, here.config, wanted, advance), here.store, here.path)
        here.journal.note(deeds.verified(found.sentence(), passed=found.is_sound))
    return found


def _of_bundle(bundle: Path, wanted: Wanted) -> Verification:
    from auditui.custody.bundle_check import check

    if wanted.indexes:
        raise click.UsageError("--indexes has no effect on a bundle: it holds none")
    if click.get_current_context().get_parameter_source("db") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--db has no effect on a bundle: it is checked without the store")
    with progress("Verifying", unit="bytes") as advance:
        return check(bundle, wanted, advance)


def _tell(found: Verification) -> None:
    lines = [found.sentence(), *map(str, found.findings[:MOST_LISTED])]
    hidden = len(found.findings) - MOST_LISTED + found.more
    if hidden > 0:
        lines.append(f"and {hidden:,} more")
    show("\n".join([*lines, *_deletions(found)]))
    for note in found.notes:
        remark(f"auditui: {note}")
    if not found.is_sound:
        remark("auditui: this is not what was recorded")
        remark("hint: keep the file as it is, and compare it with a backup that verifies")


def _deletions(found: Verification) -> list[str]:
    """How many events are gone on purpose, and the newest purges that took them."""
    said = found.deletions
    if not said:
        return []
    total, purges = sum(each.count for each in said), f"{len(said):,} purge{'' if len(said) == 1 else 's'}"
    newest = sorted(said, key=lambda each: each.at_us)[-MOST_LISTED:]
    older = [f"and {len(said) - len(newest):,} older purges"] if len(said) > len(newest) else []
    return [f"{total:,} deleted by {purges} on record", *map(_deletion, reversed(newest)), *older]


def _deletion(said: Deletion) -> str:
    return f"  {said.count:,} on {rfc3339(said.at_us, 0)}, {said.cause} by {said.who}: {said.reason}"


def as_object(found: Verification) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "sound": found.is_sound, "total": found.total, "verified": found.verified,
        "head": found.head and {
            "number": found.head.number, "events": found.head.last_seq, "at": rfc3339(found.head.at_us),
            "hash": found.head.chain.hex(),
        },
        "findings": [_finding(each) for each in found.findings], "more": found.more,
        "deletions": [
            {
                "at": rfc3339(each.at_us), "cause": each.cause, "who": each.who, "reason": each.reason,
                "count": each.count,
            }
            for each in found.deletions
        ],
        "notes": list(found.notes),
    }  # fmt: skip


def _finding(said: Finding) -> dict[str, Any]:
    rows = {"first": said.first, "last": said.last} if said.first else {}
    return {"kind": said.kind, "place": said.place, "note": said.note, **rows}
