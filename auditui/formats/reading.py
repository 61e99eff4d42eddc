"""A stream to the fields of events: what it is, whose it is, and what becomes of each of its records."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from auditui.core.errors import RecordError, UnrecognisedError, UsageError
from auditui.core.redact import DEFAULT, Redactor
from auditui.formats import detect, own
from auditui.formats.columns_said import column_pairs, named_columns
from auditui.formats.containers import open_path
from auditui.formats.day_order import Stream, find_day_first
from auditui.formats.delimited import column_names, rows_of
from auditui.formats.generic import plan_for
from auditui.formats.inputs import Blocks, Input
from auditui.formats.json_text import kept, spelled
from auditui.formats.legacy import CYRILLIC, JAPANESE, WESTERN, is_western
from auditui.formats.lines import drop_line
from auditui.formats.makers import Maker, OwnMaker, maker_for
from auditui.formats.mapping import NO_TIME
from auditui.formats.paths import show_path
from auditui.formats.plain_text import begins_event, read_text
from auditui.formats.plan import Plan
from auditui.formats.profiles import Profile, built_in, choose, load, load_folder
from auditui.formats.readers import READERS, Reader
from auditui.formats.records import Item, Items, Merged, Raw, Rejected, shown
from auditui.formats.rejects import is_rejects, records_of
from auditui.formats.syslog import read_syslog
from auditui.formats.table_signs import ends_in_first_row
from auditui.formats.timestamps import UTC_CLOCK
from auditui.formats.to_jsonl import FIELDS
from auditui.formats.zones import zone_named

SAMPLE: Final = 300
"""Records that are looked at before anything is decided."""
SAMPLE_ITEMS: Final = 3_000
"""Items, rejects among them, that may be held while looking."""
MOST_ITEMS: Final = 50_000
"""Lines of text that are looked through for the first event: a program may say much before its first record."""
MOST_LOST: Final = 32_000_000
"""Characters of rejects that may be held while looking."""
SAMPLE_WEIGHT: Final = 2_000_000
"""Characters (about) of records that are looked at; fewer records where they are large."""


NOTHING: Final = (b"", b"{}")
"""Files with nothing in them; the second is what some services send for an empty page."""


class Parsed(NamedTuple):
    """The fields of one event, and the line that it starts on."""

    fields: dict[str, Any]
    line: int


Outcome: TypeAlias = "Parsed | Rejected | Merged | None"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about the files; everything is found out where nothing is said.

    Attributes:
        format: A name of `READERS`; empty: by content.
        profiles: Profiles to choose from. None: those that come with auditui. Empty: none, the generic way.
        profile: The one to use, whatever the records look like.
        zone: What times without a zone mean; None: what the profile says, else UTC.
        day_first: What `03/04/2026` means; None: by the values of the file.
        columns: (column or path, field of an event) that the user decided.
        redactor: What is secret; no column that is becomes a field of its own accord.
    """

    format: str = ""
    profiles: tuple[Profile, ...] | None = None
    profile: Profile | None = None
    zone: tzinfo | None = None
    day_first: bool | None = None
    columns: tuple[tuple[str, str], ...] = ()
    redactor: Redactor = DEFAULT


@dataclass(slots=True)
class Reading:
    """How one stream is read, and its events.

    Attributes:
        format: The family of logs.
        profile: Name of the profile, `generic`, or `auditui` for our own exports.
        why: Why this profile, for people.
        plan: The mapping; None for our own exports and for empty streams.
        outcomes: Each event, reject and pause, in order.
    """

    format: str
    profile: str
    why: str
    plan: Plan | None
    outcomes: Iterator[Outcome] = field(repr=False)


SAYS_NOTHING: Final = frozenset({"", "text"})
"""What a start is that may be anything."""
BYTE_WISE: Final = frozenset({"utf-8", WESTERN, CYRILLIC, *JAPANESE})
"""Encodings in which a byte that ends a line is nothing else."""
MAY_BE_PROSE: Final = frozenset({"csv", "ruled", "text"})
"""Families that any text with commas, colons or dates in it may look like."""


def open_reading(opened: Input, options: ReadOptions) -> Reading:
    """Decide how a stream is read.

    Raises:
        UnrecognisedError: It is not text, or nothing that any reader knows.
        UsageError: Its dates can be read in two ways, and nobody said in which.
    """
    head = detect.Head(opened.blocks)
    encoding = detect.encoding_of(head.data)
    start = b"".join(block for block in detect.clean_starts(detect.as_utf8(iter([head.data]), encoding)) if block)
    if head.is_all and start.strip() in NOTHING:
        return Reading("", "", "the input is empty", None, iter(()))
    if is_rejects(start):
        records = records_of(detect.as_utf8(head.blocks(), encoding))
        return open_reading(Input(opened.name, records, is_mended=True), options)
    kind = options.format or detect.kind_of(start)
    if not kind and (clean := detect.clean_end(start)):
        kind, start = detect.kind_of(clean), clean
    reader = READERS.get(kind)
    if kind in SAYS_NOTHING and not options.format and _is_long_line(head, start) and encoding in BYTE_WISE:
        return _behind_long_line(opened, head, options)
    if reader is None:
        raise _unrecognised(opened.name)
    if reader is read_syslog or reader is read_text:  # pairs are told apart by what is secret
        reader = partial(reader, redactor=options.redactor)
    blocks = detect.as_utf8(head.blocks(), encoding)
    if kind == "csv" and _is_own_table(start):
        return Reading(kind, "auditui", "the header of our own exports", None, _own_rows(blocks))
    items = reader(detect.clean_starts(blocks, opened, head.zeros), start)
    if encoding == WESTERN and not is_western(head.data):
        items = map(_in_doubt, items)
    if kind == "csv" and head.is_all and ends_in_first_row(start.decode("utf-8", "replace")):
        opened.is_mended, items = True, map(_cut_off, items)
    again = partial(_again, opened, encoding)
    return _decide(opened, options, kind, items, Stream(opened.name, lambda: _read_again(again, reader, start), again))


def _in_doubt(item: Item) -> Item:
    """A record with a flag, if there is anything in it that another encoding would say otherwise."""
    if not isinstance(item, Raw) or str(item.value).isascii():
        return item
    return item._replace(flags=(*item.flags, "bad-utf8"))


def _cut_off(item: Item) -> Item:
    """A piece of a row at the end of a file that has no other."""
    return (
        replace(item, reason=f"the file ends in its first row: {item.reason}") if isinstance(item, Rejected) else item
    )


def _is_long_line(head: detect.Head, start: bytes) -> bool:
    """Whether a stream begins with more of one line than is looked at, and no event begins there."""
    return not (head.is_all or head.paused or b"\n" in head.data or begins_event(start.decode("utf-8", "replace")))


def _behind_long_line(opened: Input, head: detect.Head, options: ReadOptions) -> Reading:
    """A reject for the first line, and the stream behind it, which is decided anew."""
    blocks = head.blocks()
    rest, line = drop_line(b"", blocks)
    behind = detect.Head(itertools.chain((b"\n" + rest,), blocks))
    if b"\n" not in behind.data.strip() and not behind.is_all:
        raise _unrecognised(opened.name)
    reading = open_reading(Input(opened.name, behind.blocks(), check=opened.check), options)
    if not reading.format:
        raise _unrecognised(opened.name)
    first = Rejected(1, f"{line.length:,} bytes in one line at the start, and no event in them", shown(line.start))
    reading.outcomes = itertools.chain((first,), reading.outcomes)
    return reading


def _unrecognised(name: str) -> UnrecognisedError:
    hint = f"if it is one, name its family: --format {', '.join(READERS)}"
    return UnrecognisedError("nothing in it looks like a log", where=name, hint=hint)


def _again(opened: Input, encoding: str) -> Blocks:
    """The stream once more, from the file; nothing where the input cannot be read twice."""
    if opened.path is not None:
        for fresh in open_path(opened.path):
            yield from detect.clean_starts(detect.as_utf8(detect.Head(fresh.blocks).blocks(), encoding))


def _read_again(again: Callable[[], Blocks], reader: Reader, start: bytes) -> Items:
    return reader(again(), start)


def _decide(opened: Input, options: ReadOptions, kind: str, items: Items, stream: Stream) -> Reading:
    first, sample, is_all = _sample(items)
    if kind == "text" and not sample and not options.format and any(isinstance(item, Rejected) for item in first):
        raise _unrecognised(opened.name)
    items = itertools.chain(first, items)
    if sample and all(map(own.is_own_record, sample)):
        return Reading(kind, "auditui", "the fields of our own exports", None, _outcomes(items, OwnMaker()))
    plan, why = _plan(options, sample)
    plan = _settled(plan, options, sample, stream._replace(is_read=is_all))
    maker = maker_for(plan, sample, options.redactor, is_all=is_all)
    outcomes = _outcomes(items, maker)
    if kind in MAY_BE_PROSE and not (options.format or options.profile or options.columns or opened.is_mended):
        outcomes = _with_events(outcomes, opened, MOST_ITEMS if kind == "text" else SAMPLE_ITEMS)
    return Reading(kind, plan.name, why, plan, outcomes)


def _with_events(outcomes: Iterator[Outcome], opened: Input, most: int) -> Iterator[Outcome]:
    """The outcomes, if there is an event among the first of them; what is no log would be rejected line by line.

    Raises:
        UnrecognisedError: There is none, up to the end or among as many as may be.
    """
    held: list[Outcome] = []
    for outcome in outcomes:
        held.append(outcome)
        if isinstance(outcome, Parsed) or outcome is None:
            return itertools.chain(held, outcomes)
        if len(held) == most:
            break
    reasons = {outcome.reason for outcome in held if isinstance(outcome, Rejected)}
    if not reasons or opened.problem:
        return itertools.chain(held, outcomes)
    if reasons == {NO_TIME}:
        hint = "if it is a log, --map COLUMN=at names the column with the time"
        raise UnrecognisedError("no record in it has a time", where=opened.name, hint=hint)
    raise _unrecognised(opened.name)


def _sample(items: Items) -> tuple[list[Item], list[dict[str, Any]], bool]:
    """The first items, and the records among them; up to a pause, so that a trickle is shown as it comes.

    And whether these are all there are.
    """
    first: list[Item] = []
    records: list[dict[str, Any]] = []
    weight = lost = 0
    for item in items:
        first.append(item)
        if isinstance(item, Raw):
            records.append(item.value)
            weight += len(spelled(item.value))
        elif isinstance(item, Rejected):
            lost += len(item.text)
        enough = len(records) >= SAMPLE or weight >= SAMPLE_WEIGHT or lost >= MOST_LOST
        enough = enough or len(first) >= (SAMPLE_ITEMS if records else MOST_ITEMS)
        if enough or (item is None and records):
            return first, records, False
    return first, records, True


def _plan(options: ReadOptions, sample: Sequence[dict[str, Any]]) -> tuple[Plan, str]:
    """The plan of the profile asked for, else of the best that fits, else a generic one; and why."""
    if options.profile is not None:
        return options.profile.plan, "asked for"
    profiles = built_in() if options.profiles is None else options.profiles
    profile, share = choose(profiles, sample[:100])
    if profile is not None:
        return profile.plan, f"{share:.0%} of the first {len(sample[:100])} records have what it is recognised by"
    return plan_for(
        sample, UTC_CLOCK, options.redactor
    ), "no profile fits: chosen by names and values" if profiles else "no profile wanted"


def _settled(plan: Plan, options: ReadOptions, sample: Sequence[dict[str, Any]], stream: Stream) -> Plan:
    """The plan with what the user said, and with the order of day and month found out."""
    made = replace(plan, clock=replace(plan.clock, zone=options.zone or plan.clock.zone))
    if options.columns:
        named = named_columns(options.columns, sample)
        made.at = named.pop("at", plan.at)
        made.fields, made.shapes = {**plan.fields, **named}, {}
    if options.day_first is not None:
        made.clock = replace(made.clock, day_first=options.day_first)
    elif made.clock.day_first is None:
        find_day_first(made, sample, stream)
    return made


def _outcomes(items: Iterable[Item], maker: Maker) -> Iterator[Outcome]:
    for item in items:
        if not isinstance(item, Raw):
            yield item
            continue
        value, line, flags = item
        try:
            for fields in maker.events(value):
                if flags:
                    fields["flags"] = flags
                yield Parsed(fields, line)
        except RecordError as error:
            yield Rejected(line, error.problem, kept(value))


def _is_own_table(start: bytes) -> bool:
    first = start.split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    return own.is_own_header(column_names(first.split(",")))


def _own_rows(blocks: Blocks) -> Iterator[Outcome]:
    """Rows of our own CSV: exact to the blank."""
    rows = rows_of(blocks, ",", exact=True)
    head = next(rows, None)
    names = list(FIELDS) if head is None or isinstance(head, Rejected) else head.cells
    width = len(names)
    for row in rows:
        if row is None or isinstance(row, Rejected):
            yield row
            continue
        if row.cells == names:  # one export behind another
            continue
        try:
            if len(row.cells) != width:
                raise RecordError(f"{len(row.cells)} cells under {width} column names")
            yield Parsed(own.fields_of(own.row_record(row.cells)), row.line)
        except RecordError as error:
            yield Rejected(row.line, error.problem, shown(",".join(row.cells)))


def explain(reading: Reading) -> list[tuple[str, str]]:
    """(field, where it comes from), for people."""
    if reading.plan is None:
        return []
    rows = reading.plan.explain()
    for name, paths in (("inner", reading.plan.inner), ("expand", reading.plan.expand)):
        if paths:
            rows.append((name, ", ".join(map(show_path, paths))))
    return rows


def all_profiles() -> tuple[Profile, ...]:
    """The user's own profiles before those that come with auditui."""
    from platformdirs import user_config_path

    own_ones = load_folder(user_config_path("auditui", appauthor=False) / "profiles")
    names = {profile.name for profile in own_ones}
    return (*own_ones, *(profile for profile in built_in() if profile.name not in names))


def options_of(
    *,
    format: str = "",
    profile: str = "",
    zone: str = "",
    day_first: bool | None = None,
    columns: Sequence[str] = (),
) -> ReadOptions:
    """Options out of the words of a command line. Raises `UsageError` for words that mean nothing."""
    try:
        found_zone = zone_named(zone) if zone else None
    except ValueError as error:
        raise UsageError(
            str(error), where="--tz", hint="write UTC, local, +02:00, or a name such as Europe/Vienna"
        ) from error
    if profile == "none":
        return ReadOptions(format, (), None, found_zone, day_first, column_pairs(columns))
    chosen = _profile_named(profile) if profile else None
    return ReadOptions(format, all_profiles(), chosen, found_zone, day_first, column_pairs(columns))


def _profile_named(text: str) -> Profile:
    for profile in all_profiles():
        if profile.name == text:
            return profile
    path = Path(text)
    if not path.exists():
        names = ", ".join(profile.name for profile in all_profiles())
        raise UsageError("no such profile", where=f"--profile {text}", hint=f"a file, none, or one of {names}")
    found = load(path)
    if len(found) != 1:
        raise UsageError(f"{len(found)} profiles are in it, one is wanted", where=str(path))
    return found[0]
