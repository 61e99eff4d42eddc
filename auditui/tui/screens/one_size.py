"""A screen that is laid out for the size that the terminal has now."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.message import Message
from textual.screen import Screen

Result = TypeVar("Result")


class OneSize(Screen[Result]):
    """Does not hear of sizes that the terminal has no more.

    A screen that Textual lays out anew is told the size of it, as every widget is, and lays itself out for that
    again. When the terminal changes twice while that takes its time, such as at a start on a busy machine, the old
    size and the new one follow each other for good, and memory grows by megabytes a second.
    """

    def post_message(self, message: Message) -> bool:
        """Take a message, unless it is of a size that is no more the terminal's."""
        if isinstance(message, events.Resize) and message.size != self.app.size:
            return False
        return super().post_message(message)
