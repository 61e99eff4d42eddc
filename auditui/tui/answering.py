"""One question to the store, answered. Nothing here knows which thread it runs in.

What answers a question is loaded when somebody asks it, in the thread that answers: the first page waits for none of
them.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, nullcontext
from dataclasses import replace
from itertools import islice

from auditui.core.event import Event
from auditui.core.query import EVERYTHING
from auditui.core.view import View
from auditui.store.base import Store
from auditui.tui.asking_bookmarks import BookmarkWanted, find_bookmarks
from auditui.tui.asking_earlier import EarlierWanted, count_earlier
from auditui.tui.asking_history import HistoryWanted, tell_history
from auditui.tui.asking_new import NewWanted, count_new
from auditui.tui.asking_rules import FindingsWanted, ask_rules
from auditui.tui.questions import (
    Answer,
    CountFound,
    CountWanted,
    EventsFound,
    EventsWanted,
    FacetFound,
    FacetWanted,
    MarkedFound,
    MarkedWanted,
    PageFound,
    PageWanted,
    PreviewFound,
    PreviewWanted,
    Question,
    SizeFound,
    SizeWanted,
    TimelineFound,
    TimelineWanted,
    ValuesFound,
    ValuesWanted,
    WhyFound,
    WhyWanted,
)


def answer(question: Question, store: Store) -> Answer:  # noqa: PLR0911  one for each kind of question
    """Answer one question; errors of the store pass through."""
    match question:
        case PageWanted():
            return _page(question, store)
        case CountWanted():
            return CountFound(question, store.count(question.query, question.as_of))
        case SizeWanted():
            return SizeFound(question, store.count(EVERYTHING, question.as_of))
        case TimelineWanted():
            found = store.histogram(question.query, question.buckets, question.as_of, question.over)
            return TimelineFound(question, found)
        case ValuesWanted():
            from auditui.facets import completed

            return ValuesFound(question, completed(store, question.expected, question.query))
        case EventsWanted():
            return EventsFound(question, _events(question, store))
        case MarkedWanted():
            from auditui import handover

            return MarkedFound(question, handover.count(store, handover.Export(question.query)))
        case HistoryWanted():
            return tell_history(question, store)
        case FindingsWanted():
            return ask_rules(question, store)
        case BookmarkWanted():
            return find_bookmarks(question, store)
        case NewWanted():
            return count_new(question, store)
        case FacetWanted() | PreviewWanted() | WhyWanted() | EarlierWanted():
            return _aside(question, store)


def _events(question: EventsWanted, store: Store) -> tuple[Event, ...]:
    found = store.events(question.query, question.sort)
    with closing(found) if isinstance(found, Generator) else nullcontext():
        return tuple(islice(found, question.limit + 1))


def _aside(question: FacetWanted | PreviewWanted | WhyWanted | EarlierWanted, store: Store) -> Answer:
    from auditui.facets import facet_list, why_empty

    match question:
        case EarlierWanted():
            return count_earlier(question, store)
        case FacetWanted(query, facet, needle, limit, wording, seen):
            found = facet_list(store, query, facet, needle=needle, limit=limit, wording=wording, seen=seen)
            return FacetFound(question, found)
        case PreviewWanted():
            return PreviewFound(question, store.count(question.query))
        case WhyWanted():
            return WhyFound(question, why_empty(store, question.query, question.as_of))


def _page(question: PageWanted, store: Store) -> PageFound:
    now, wanted = store.snapshot(), question.view.as_of
    # After a purge the rows up to the same position are others, so whatever was counted of them is, too.
    view = replace(question.view, as_of=replace(wanted, generation=now.generation) if wanted else now)
    size = view.page_size
    page = store.page(view, offset=_offset(question, view, store), limit=size)
    if not page.rows and page.offset:
        last = max(0, store.count(view.query, view.as_of) - 1)
        page = store.page(view, offset=last - last % size, limit=size)
    return PageFound(question, view, page, store.fields_present())


def _offset(question: PageWanted, view: View, store: Store) -> int:
    found = None if question.keep is None else store.locate(question.keep, view)
    return question.offset if found is None else found - found % view.page_size
