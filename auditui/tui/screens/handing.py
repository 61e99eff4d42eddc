"""Exports from the explorer: chosen in a window, run beside the screen, told when they are done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from auditui.core.text import clean
from auditui.core.view import View
from auditui.tui.queries import Queries
from auditui.tui.screens.noting import Noting
from auditui.tui.surroundings import Surroundings

if TYPE_CHECKING:
    from auditui.tui.export_choice import ExportChoice, Scope
    from auditui.tui.export_run import Ended, ExportRun, News

_DONE_SHOWN_S = 15
"""Seconds that the path of a file stands on screen."""


class Handing(Noting):
    """One export at a time."""

    @dataclass
    class ExportNews(Message):
        """An export goes on, or has ended; said from another thread."""

        news: News

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._exporting: ExportRun | None = None
        self._choice: ExportChoice | None = None
        """What was chosen last; None: nothing yet."""
        self._target = ""
        """The file of the export that was started last."""

    def action_export(self) -> None:
        """Choose what to export and where to; while an export runs, show how far it is."""
        if self._exporting is not None:
            self._show_progress(self._exporting)
            return
        scope = self._scope()
        if scope is None or self._around.errand is None:
            self.say_lacking("There is nothing to export")
        else:
            self._choose(scope)

    def _scope(self) -> Scope | None:
        """What is on screen, if there is anything."""
        found, shown = self._state.found, self._state.shown
        if found is None or shown is None or not (found.page.rows or self._table.selection):
            return None
        from auditui.tui.export_choice import Scope

        return Scope(
            shown.query,
            found.view,
            self.columns,
            tuple(row.seq for row in found.page.rows),
            self._state.total,
            self._table.selection,
            self.note_of if self._bookmarks else None,
        )

    def _choose(self, scope: Scope) -> None:
        from auditui.tui.export_choice import ExportChoice
        from auditui.tui.screens.export import ExportWindow

        def chosen(choice: ExportChoice | None) -> None:
            if choice is not None:
                self._choice = choice
                self._start_export(choice, scope)

        folder, now_us, before = Path.cwd(), self._around.clock(), self._choice or ExportChoice()
        self.app.push_screen(ExportWindow(scope, now_us=now_us, folder=folder, choice=before), chosen)

    def _start_export(self, choice: ExportChoice, scope: Scope) -> None:
        from auditui.tui.export_choice import export_of
        from auditui.tui.export_run import ExportRun

        if self._around.errand is None:
            return
        self._target = choice.target
        selected = scope.selection.count if choice.what == "marked" else None
        errand = self._around.errand(
            export_of(choice, scope),
            asked=scope.asked,
            target=Path(choice.target),
            force=choice.force,
            selected=selected,
            since_last=choice.since,
        )
        self._exporting = ExportRun(errand, lambda news: self.post_message(self.ExportNews(news)))
        self._show_progress(self._exporting)

    def _show_progress(self, running: ExportRun) -> None:
        from auditui.tui.screens.progress import ProgressWindow

        goal = f"events to {Path(self._target).name}"
        self.app.push_screen(ProgressWindow(goal, running.latest, running.stop))

    @on(ExportNews)
    def _heard_news(self, message: ExportNews) -> None:
        from auditui.tui.export_run import Progress
        from auditui.tui.screens.progress import ProgressWindow

        windows = [screen for screen in self.app.screen_stack if isinstance(screen, ProgressWindow)]
        if isinstance(message.news, Progress):
            for window in windows:
                window.show(message.news)
            self._aside = f"export {message.news.share:.0%}"
        else:
            for window in windows:
                window.dismiss(None)
            self._exporting, self._aside = None, ""
            self._say_ended(message.news)
        self._draw_paging()

    def _say_ended(self, ended: Ended) -> None:
        if ended.is_stopped:
            self.say("The export was stopped; no file was written.")
        elif ended.error is not None:
            self.complain(ended.error)
        else:
            many = "1 event" if ended.count == 1 else f"{ended.count:,} events"
            said = f"Exported {many} to {clean(self._target)}"
            self.notify(said, markup=False, timeout=_DONE_SHOWN_S)

    def on_unmount(self) -> None:
        """Whoever leaves does not wait for an export, and finds no half of it later."""
        if self._exporting is not None:
            self._exporting.stop_and_wait()
