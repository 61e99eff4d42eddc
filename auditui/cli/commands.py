"""The table of commands. It loads none of them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Known(NamedTuple):
    """A command that is not loaded yet: the module of this package whose `command` it is, and its line in `--help`."""

    module: str
    summary: str


COMMANDS: Final = {
    "import": Known("import_", "Add the events in SOURCE to the store."),
    "imports": Known(
        "imports", "Show every import: when, from where, how many events, and how many records were left out."
    ),
    "export": Known("export", "Write matching events as CSV, JSON Lines, JSON, PDF or evidence bundle."),
    "exports": Known("exports", "Show how far the regular exports have come, or begin one anew."),
    "count": Known("count", "Print how many events match."),
    "show": Known("show", "Print one event in full."),
    "stats": Known("stats", "Count matching events over time and by field."),
    "views": Known("views", "List, save, show, rename and remove saved views."),
    "report": Known("report", "Tell what is worth a look in a period, and sum it up."),
    "journal": Known("journal", "Show who opened, searched, exported or changed the store, and who was refused."),
    "verify": Known("verify", "Check that nothing was changed since it was recorded."),
    "purge": Known("purge", "Delete events for good, but for those on hold."),
    "retention": Known("retention", "Show or set how long events are kept, and put events on hold."),
    "reindex": Known("reindex", "Build every index again from the stored events."),
    "backup": Known("backup", "Copy the store to FILE, also while it is in use."),
    "formats": Known(
        "formats", "List the families of logs, and the sources with a profile with the fields that each fills."
    ),
    "demo": Known("demo", "Open sample logs of a made-up company, without keeping anything."),
}
"""All commands in the order of `--help`, which loads none of them."""
