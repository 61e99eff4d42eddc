"""A spike is one only beside what was there before: the timeline of a period shows the period before it as well."""

from __future__ import annotations

from auditui.tui.asking_earlier import EarlierFound, earlier_wanted
from auditui.tui.questions import Answer, TimelineFound
from auditui.tui.screens.live import Live
from auditui.tui.widgets.timeline import Timeline


class Comparing(Live):
    """Where the query names a period, asks for the one before it once the timeline is there."""

    def _take(self, answer: Answer) -> None:
        """What was before is for the timeline, all else for the explorer."""
        if isinstance(answer, EarlierFound):
            if self._queries.is_current(answer):
                self.query_one(Timeline).earlier = answer.counts
            return
        super()._take(answer)
        if isinstance(answer, TimelineFound) and self._queries.is_current(answer):
            self._compare(answer)

    def _compare(self, found: TimelineFound) -> None:
        asked, question = self._state.found, found.question
        now_us = asked.view.now_us if asked is not None else None
        wanted = earlier_wanted(
            question.query, found.histogram, self._around.clock() if now_us is None else now_us, question.as_of
        )
        timeline = self.query_one(Timeline)
        timeline.earlier, timeline.is_compared = (), wanted is not None
        if wanted is not None:
            self._queries.ask(wanted)
