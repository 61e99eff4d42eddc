"""An app with nothing but a table, for tests: `python -m tests.tui.table_host 200 changes` runs it on a terminal."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from typing import TypeVar

from textual import on
from textual.app import App, ComposeResult

from auditui.core.event import ABSENT, Change, Event
from auditui.core.view import COLUMN_SETS
from auditui.tui.widgets.log_table import LogTable
from auditui.tui.widgets.table_messages import TableMessage

START_US = 1_795_146_868_154_332
"""2026-11-20 03:54:28.154332 UTC."""
_ACTIONS = (
    ("Update", "update"), ("Delete", "delete"), ("POST", "create"), ("login", "login"), ("GET", "view"),
    ("Contact Export", "export"), ("frobnicate", "other"), ("role.grant", "grant"),
)  # fmt: skip
_PEOPLE = (
    ("Ana Duarte", "ana@example.com"),
    ("Bob Lee", "bob.lee@example.com"),
    ("", ""),
    ("田中さん", "tanaka@example.com"),
)


def some_events(count: int) -> list[Event]:
    """Events of many kinds, newest first, always the same ones; `seq` falls from `count` to 1."""
    dice = random.Random(11)
    return [_event(count - number, START_US - number * 653_211_417, dice) for number in range(count)]


def _event(seq: int, at_us: int, dice: random.Random) -> Event:
    actor, email = dice.choice(_PEOPLE)
    action, verb = dice.choice(_ACTIONS)
    status = dice.choice([200, 201, 302, 404, 500, None])
    change = Change("plan", "free", "pro"), Change("email", ABSENT, "jo@example.com"), Change("phone", "555", ABSENT)
    return Event(
        seq=seq, id=f"{dice.getrandbits(64):016x}", at_us=at_us, actor=actor, email=email,
        actor_kind="user" if actor else "system", action=action, verb=verb, entity_type="ticket",
        entity_id=str(4000 + seq), status=status,
        outcome="unknown" if status is None else "failure" if status >= 400 else "success",
        took_us=dice.randrange(100, 5_000_000), ip="10.0.0.5", origin="audit.jsonl (json-lines)",
        changes=change if verb == "update" else (),
        details={"request": {"path": f"/api/tickets/{seq}", "agent": "curl"}, "tags": ["a", {"deep": [1, None, True]}]},
    )  # fmt: skip


Spoken = TypeVar("Spoken", bound=TableMessage)


class Host(App[None]):
    """Holds a table and keeps what it says."""

    def __init__(
        self, rows: Sequence[Event] = (), columns: Sequence[str] = COLUMN_SETS["changes"], needles: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.rows, self.columns, self.needles = rows, columns, needles
        self.heard: list[TableMessage] = []

    def compose(self) -> ComposeResult:
        yield LogTable(id="table")

    def on_mount(self) -> None:
        self.table.show(self.rows, self.columns, needles=self.needles)
        self.table.focus()

    @property
    def table(self) -> LogTable:
        return self.query_one(LogTable)

    @on(TableMessage)
    def _hear(self, message: TableMessage) -> None:
        self.heard.append(message)

    def heard_of(self, kind: type[Spoken]) -> list[Spoken]:
        """What the table said, of one kind, in order."""
        return [message for message in self.heard if isinstance(message, kind)]

    @property
    def grid(self) -> list[str]:
        """What is on the screen, a text for each line, in full width."""
        return ["".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips()]

    @property
    def written(self) -> str:
        """The whole screen as one text."""
        return "\n".join(line.rstrip() for line in self.grid)


if __name__ == "__main__":
    Host(some_events(int(sys.argv[1])), COLUMN_SETS[sys.argv[2]]).run()
