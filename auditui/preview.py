"""What an import would do, without keeping anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from auditui.core.errors import UnrecognisedError
from auditui.core.event import Event
from auditui.formats.containers import require_origin
from auditui.formats.inputs import Input
from auditui.formats.reading import Reading, open_reading
from auditui.import_report import ImportReport, Reject
from auditui.recorded import Located, Refused, recorded
from auditui.sources import ImportOptions, inputs, places

SHOWN: Final = 3
"""Events of a preview."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do with one stream: how it is read, and its first events."""

    name: str
    reading: Reading | None
    events: tuple[Event, ...] = ()
    rejects: tuple[Reject, ...] = ()
    problem: str = ""


def preview(sources: Sequence[str], options: ImportOptions | None = None) -> Iterator[Preview]:
    """Look at every source without keeping anything."""
    options = options or ImportOptions()
    require_origin(sources, options.origin)
    report = ImportReport()
    for opened in inputs(places(sources), options, report):
        yield _preview(opened, options)
    for failed in report.files:
        yield Preview(failed.name, None, problem=failed.problem)


def _preview(opened: Input, options: ImportOptions) -> Preview:
    try:
        reading = open_reading(opened, replace(options.read, redactor=options.redactor))
    except UnrecognisedError as error:
        return Preview(opened.name, None, problem=opened.problem or error.problem)
    events: list[Event] = []
    rejects: list[Reject] = []
    for item in recorded(reading, options.redactor, opened.name):
        if isinstance(item, Located):
            events.append(item.event)
        elif isinstance(item, Refused):
            rejects.append(Reject(opened.name, *item))
        if len(events) >= SHOWN or len(rejects) >= SHOWN:
            break
    return Preview(opened.name, reading, tuple(events), tuple(rejects), opened.problem)
