"""Deleting what is selected: counted and deleted beside the screen, confirmed in a window between the two."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from auditui.core.errors import AuditError
from auditui.core.view import View
from auditui.tui.queries import Queries
from auditui.tui.screens.handing import Handing
from auditui.tui.surroundings import Surroundings

if TYPE_CHECKING:
    from auditui.removal import Removal
    from auditui.tui.export_run import Ended, ExportRun, News
    from auditui.tui.screens.progress import ProgressWindow


class Deleting(Handing):
    """One deletion at a time."""

    @dataclass
    class Planned(Message):
        """It is known how many events would go, or why none may; said from another thread."""

        removal: Removal
        error: AuditError | None = None

    @dataclass
    class DeletionNews(Message):
        """A deletion goes on, or has ended; said from another thread."""

        news: News

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._removal: Removal | None = None
        """What is planned or runs."""
        self._deletion: ExportRun | None = None
        self._deletion_window: ProgressWindow | None = None

    def action_delete(self) -> None:
        """Delete the selected events; while a deletion runs, show how far it is."""
        if self._deletion is not None:
            self._show_deletion(self._deletion)
        elif not self._table.selection:
            self.say(
                f"Nothing is selected: {self._key('mark')} selects an event, {self._key('mark.all')} all that match."
            )
        elif self._around.removal is None:
            self.say("Nothing can be deleted here: the store is gone when you leave.")
        elif self._removal is None:
            self._removal = self._around.removal(self._table.selection.query)
            Thread(target=self._plan, args=(self._removal,), name="auditui-plan", daemon=True).start()

    def _plan(self, removal: Removal) -> None:
        """In a thread of its own: counting may take a while, and so may the journal."""
        error = None
        try:
            removal.plan()
        except AuditError as problem:
            error = problem
        self.post_message(self.Planned(removal, error))

    @on(Planned)
    def _confirm(self, message: Planned) -> None:
        from auditui.tui.export_run import ExportRun
        from auditui.tui.screens.delete import DeleteWindow

        removal = message.removal
        if message.error is not None or not removal.found.deleted:
            self._removal = None
            if message.error is not None:
                self.complain(message.error)
            else:
                self.say("There is nothing to delete: what is selected is on hold, or gone already.")
            return

        def confirmed(reason: str | None) -> None:
            if reason is None:
                self._removal = None
            else:
                removal.reason = reason
                self._deletion = ExportRun(removal, lambda news: self.post_message(self.DeletionNews(news)))
                self._show_deletion(self._deletion)

        self.app.push_screen(DeleteWindow(removal.found), confirmed)

    def _show_deletion(self, running: ExportRun) -> None:
        from auditui.tui.screens.progress import ProgressWindow

        self._deletion_window = ProgressWindow(
            "rows gone through", running.latest, running.stop, title="Delete for good"
        )
        self.app.push_screen(self._deletion_window, self._hidden)

    def _hidden(self, _: None) -> None:
        self._deletion_window = None

    @on(DeletionNews)
    def _heard_of_deletion(self, message: DeletionNews) -> None:
        from auditui.tui.export_run import Progress

        if isinstance(message.news, Progress):
            if self._deletion_window is not None:
                self._deletion_window.show(message.news)
            self._aside = f"deleting {message.news.share:.0%}"
            self._draw_paging()
            return
        if self._deletion_window is not None:
            self._deletion_window.dismiss(None)
        self._say_deleted(message.news)
        self._removal, self._deletion, self._aside = None, None, ""
        self._draw_paging()

    def _say_deleted(self, ended: Ended) -> None:
        if ended.is_stopped:
            self.say("The deletion was stopped; nothing was deleted.")
        elif ended.error is not None:
            self.complain(ended.error)
        elif self._removal is not None and self._removal.done is not None:
            done = self._removal.done
            self.say(done.sentence().capitalize())
            if (error := done.remaining()) is not None:
                self.complain(error)
            self._table.clear_marks()
            self.action_refresh()

    def action_refresh(self) -> None:
        """Read again."""
        raise NotImplementedError

    def _key(self, key_id: str) -> str:
        """The key of an action, as the screen names it."""
        raise NotImplementedError

    def on_unmount(self) -> None:
        """Whoever leaves does not wait for a deletion; what is not deleted by then stays."""
        if self._deletion is not None:
            self._deletion.stop_and_wait()
