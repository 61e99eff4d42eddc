"""Views under names: saved, picked, opened, found in the palette; and the zone that a view brings along."""

from __future__ import annotations

from dataclasses import replace

from auditui.core.errors import AuditError
from auditui.core.view import View
from auditui.tui.queries import Queries
from auditui.tui.screens.noticing import Noticing
from auditui.tui.state import time_styles
from auditui.tui.surroundings import Surroundings


class Naming(Noticing):
    """Opens what was saved as a step that back undoes."""

    def __init__(self, asked: Queries, view: View, around: Surroundings) -> None:
        super().__init__(asked, view, around)
        self._time_styles = time_styles(view.zone, self._times)

    def saved_views(self) -> dict[str, View]:
        """All saved views by name; a file that is wrong is told, and none are there."""
        from auditui import keeping

        try:
            return keeping.views()
        except AuditError as error:
            self.complain(error)
            return {}

    def action_views(self) -> None:
        """Pick one of the saved views, or put them in order."""
        from auditui import keeping
        from auditui.tui.screens.views import ViewsWindow

        def chosen(name: str | None) -> None:
            if name is not None:
                self.open_view(self.saved_views()[name])

        self.app.push_screen(ViewsWindow(self.saved_views(), keeping.change_views), chosen)

    def action_save_view(self) -> None:
        """Save the view that is on screen under a name."""
        from auditui.tui.screens.views import NameWindow

        def chosen(name: str | None) -> None:
            if name is not None:
                self._save_view(name)

        self.app.push_screen(NameWindow("Save this view as", taken=tuple(self.saved_views())), chosen)

    def _save_view(self, name: str) -> None:
        from auditui import keeping
        from auditui.core.saved_views import with_view

        try:
            keeping.change_views(lambda views: with_view(views, name, self._state.view))
        except AuditError as error:
            self.complain(error)
        else:
            self.say(f"Saved as {name}; v opens it, and so does auditui --view.")

    def open_view(self, view: View) -> None:
        """Show a saved view; back returns to what was on screen."""
        self._times = replace(self._times, zone=view.zone, now_us=self._around.clock())
        self._time_styles = time_styles(view.zone, self._times)
        self._table.set_times(self._times)
        self.go(self._state.step(view, standing=self._standing()), keep=self._chosen())

    def action_zone(self) -> None:
        """Show times in the next way."""
        present = replace(self._times, now_us=self._time_styles[0].now_us)
        style = self._time_styles[(self._time_styles.index(present) + 1) % len(self._time_styles)]
        self._times = replace(style, now_us=self._around.clock())
        self._table.set_times(self._times)
        self.go(replace(self._state, view=replace(self._state.view, zone=style.zone)), keep=self._standing_on())
