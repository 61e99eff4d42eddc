"""The rows of the key table that belong to windows; `auditui.tui.keys` puts them in.

A row: group, id, keys apart by blanks, action, label, help.
"""

from __future__ import annotations

from typing import Final, TypeAlias

WindowRow: TypeAlias = tuple[str, str, str, str, str, str]

_DATES: Final = "Dates window"
_DETAILS: Final = "Details window"
_HISTORY: Final = "History window"
_FINDINGS: Final = "Findings window"
_EVERY: Final = "Every window"
_PAGES: Final = "Texts in windows"
_LISTS: Final = "Lists to choose from"
_VIEWS: Final = "Saved views window"
_COLUMNS: Final = "Columns window"
_BOOKMARKS: Final = "Bookmarks window"
_HELP: Final = "Help window"
_FILTERS: Final = "Filters panel"
_EXPORT: Final = "Export window"
_DELETE: Final = "Delete window"

WINDOW: Final[tuple[WindowRow, ...]] = (
    (_EVERY, "window.help", "?", "help", "help", "List the keys of this window; a press on one does it."),
)
CALENDAR: Final[tuple[WindowRow, ...]] = (
    (_DATES, "calendar.left", "h left", "days(-1)", "day before", "Go to the day before."),
    (_DATES, "calendar.right", "l right", "days(1)", "day after", "Go to the day after."),
    (_DATES, "calendar.up", "k up", "days(-7)", "week before", "Go to the week before."),
    (_DATES, "calendar.down", "j down", "days(7)", "week after", "Go to the week after."),
    (_DATES, "calendar.earlier", "< pageup", "months(-1)", "month before", "Go to the month before."),
    (_DATES, "calendar.later", "> pagedown", "months(1)", "month after", "Go to the month after."),
    (_DATES, "calendar.first", "g home", "first_day", "first day", "Go to the first day of the month."),
    (_DATES, "calendar.last", "G end", "last_day", "last day", "Go to the last day of the month."),
    (_DATES, "calendar.today", "t", "today", "today", "Go to today."),
    (_DATES, "calendar.pick", "enter space", "press", "pick", "Pick the first day; again, the last one."),
)
DATES: Final[tuple[WindowRow, ...]] = (
    (_DATES, "dates.ok", "o", "ok", "OK", "Apply what is picked."),
    (_DATES, "dates.clear", "c", "clear", "clear", "Drop the date filter."),
    (_DATES, "dates.close", "escape q", "close", "close", "Leave the date filter as it is."),
    (_DATES, "dates.type", "/", "type", "type dates", "Type the first and the last day, as in a query."),
    (_DATES, "preset.today", "1", "preset(1)", "today", "Pick today."),
    (_DATES, "preset.yesterday", "2", "preset(2)", "yesterday", "Pick yesterday."),
    (_DATES, "preset.seven", "3", "preset(3)", "last 7 days", "Pick the last 7 times 24 hours."),
    (_DATES, "preset.week", "4", "preset(4)", "this week", "Pick this week, from Monday."),
    (_DATES, "preset.lastweek", "5", "preset(5)", "last week", "Pick last week, from Monday."),
    (_DATES, "preset.month", "6", "preset(6)", "this month", "Pick this month."),
    (_DATES, "preset.lastmonth", "7", "preset(7)", "last month", "Pick last month."),
    (_DATES, "preset.thirty", "8", "preset(8)", "last 30 days", "Pick the last 30 times 24 hours."),
)
PAGE: Final[tuple[WindowRow, ...]] = (
    (_PAGES, "text.up", "k up", "scroll_up", "up", "Scroll a line up."),
    (_PAGES, "text.down", "j down", "scroll_down", "down", "Scroll a line down."),
    (_PAGES, "text.screenup", "< pageup", "page_up", "screen up", "Scroll a screen up."),
    (_PAGES, "text.screendown", "> pagedown space", "page_down", "screen down", "Scroll a screen down."),
    (_PAGES, "text.top", "g home", "scroll_home", "top", "Scroll to the start."),
    (_PAGES, "text.bottom", "G end", "scroll_end", "bottom", "Scroll to the end."),
)
TREE: Final[tuple[WindowRow, ...]] = (
    (_DETAILS, "tree.up", "k up", "cursor_up", "up", "Go to the line above."),
    (_DETAILS, "tree.down", "j down", "cursor_down", "down", "Go to the line below."),
    (_DETAILS, "tree.screenup", "< pageup", "page_up", "screen up", "Go up by one screen."),
    (_DETAILS, "tree.screendown", "> pagedown", "page_down", "screen down", "Go down by one screen."),
    (_DETAILS, "tree.top", "g home", "scroll_home", "first line", "Go to the first line of the tree."),
    (_DETAILS, "tree.bottom", "G end", "scroll_end", "last line", "Go to the last line of the tree."),
    (_DETAILS, "tree.toggle", "enter space", "toggle_node", "unfold", "Unfold or fold what is under the cursor."),
    (_DETAILS, "tree.fold", "left", "fold", "fold", "Fold this, or go to what holds it."),
    (_DETAILS, "tree.unfold", "right", "unfold", "unfold", "Unfold this, or go into it."),
)
DETAILS: Final[tuple[WindowRow, ...]] = (
    (_DETAILS, "details.close", "q", "close", "close", "Close the window."),
    (_DETAILS, "details.leave", "escape", "leave", "close", "Leave the search; without one, close the window."),
    (_DETAILS, "event.next", "n ]", "step(1)", "next event", "Show the next event of the list."),
    (_DETAILS, "event.previous", "p [", "step(-1)", "previous event", "Show the event before this one."),
    (_DETAILS, "event.history", "h", "follow('history')", "this record", "Show what happened to the same record."),
    (_DETAILS, "event.actor", "a", "follow('actor')", "this user", "Show what the same user did."),
    (_DETAILS, "event.address", "i", "follow('address')", "this address", "Show what came from the same address."),
    (_DETAILS, "event.request", "u", "follow('request')", "this request", "Show what belongs to the same request."),
    (_DETAILS, "event.nearby", "w", "follow('nearby')", "around this", "Show what anybody did within 5 minutes."),
    (_DETAILS, "section.event", "1", "section('event')", "event", "Show who did what, when, from where."),
    (_DETAILS, "section.changes", "2", "section('changes')", "changes", "Show what was before and after."),
    (_DETAILS, "section.details", "3", "section('details')", "details", "Show everything else as a tree."),
    (_DETAILS, "section.raw", "4", "section('raw')", "JSON", "Show the stored event as JSON."),
    (_DETAILS, "section.next", "tab", "turn(1)", "next section", "Show the section on the right."),
    (_DETAILS, "section.previous", "shift+tab B", "turn(-1)", "section before", "Show the section on the left."),
    (_DETAILS, "tree.search", "/", "search", "search", "Search keys and values of the details."),
    (_DETAILS, "tree.hit", "+ f3", "hit(1)", "next hit", "Go to the next place that was searched for."),
    (_DETAILS, "tree.hitbefore", "- shift+f3", "hit(-1)", "hit before", "Go to the place found before this one."),
    (_DETAILS, "details.copy", "y", "copy", "copy", "Copy the value under the cursor, or the event as text."),
    (_DETAILS, "details.path", "P", "copy_path", "copy path", "Copy the path of the value under the cursor."),
    (_DETAILS, "details.all", "A", "copy_all", "copy all", "Copy the whole event as text."),
    (_DETAILS, "details.json", "Y", "copy_json", "copy JSON", "Copy the stored event as JSON."),
)
VIEWS: Final[tuple[WindowRow, ...]] = (
    (_VIEWS, "views.rename", "r", "rename", "rename", "Give the saved view another name."),
    (_VIEWS, "views.remove", "x delete", "remove", "remove", "Remove the saved view; no event is touched."),
    (_VIEWS, "views.undo", "u", "bring_back", "undo", "Bring back the saved view that was removed last."),
)
HISTORY: Final[tuple[WindowRow, ...]] = (
    (_HISTORY, "history.up", "k up", "step(-1)", "earlier", "Go to the event before."),
    (_HISTORY, "history.down", "j down", "step(1)", "later", "Go to the event after."),
    (_HISTORY, "history.first", "g home", "end(0)", "oldest", "Go to the oldest event."),
    (_HISTORY, "history.last", "G end", "end(1)", "newest", "Go to the newest event."),
    (_HISTORY, "history.gap", "n", "gap(1)", "next gap", "Go to the next change without a log entry."),
    (_HISTORY, "history.gapbefore", "p", "gap(-1)", "gap before", "Go to the change without a log entry before this."),
    (_HISTORY, "history.more", "space > pagedown", "scroll(1)", "scroll", "Scroll the record below down."),
    (_HISTORY, "history.less", "< pageup", "scroll(-1)", "scroll up", "Scroll the record below up."),
    (_HISTORY, "history.take", "enter", "take", "go to it", "Close the window and go to this event."),
    (_HISTORY, "history.copy", "y", "copy", "copy", "Copy the history as text."),
    (_HISTORY, "history.back", "b", "back", "back", "Close the window and go back to the view before."),
    (_HISTORY, "history.close", "escape q h", "close", "close", "Close the window; the record's events stay."),
)
FINDINGS: Final[tuple[WindowRow, ...]] = (
    (_FINDINGS, "findings.up", "k up", "step(-1)", "up", "Go to the finding above."),
    (_FINDINGS, "findings.down", "j down", "step(1)", "down", "Go to the finding below."),
    (_FINDINGS, "findings.screenup", "< pageup", "screen(-1)", "screen up", "Go up by one screen."),
    (_FINDINGS, "findings.screendown", "> pagedown space", "screen(1)", "screen down", "Go down by one screen."),
    (_FINDINGS, "findings.top", "g home", "end(0)", "first", "Go to the first finding."),
    (_FINDINGS, "findings.bottom", "G end", "end(1)", "last", "Go to the last finding."),
    (_FINDINGS, "findings.take", "enter", "take", "its events", "Show the events of the finding in the explorer."),
    (_FINDINGS, "findings.high", "1", "least('high')", "high", "Show only what is of high severity."),
    (_FINDINGS, "findings.medium", "2", "least('medium')", "medium", "Show medium severity and above."),
    (_FINDINGS, "findings.low", "3", "least('low')", "low", "Show low severity and above."),
    (_FINDINGS, "findings.all", "4", "least('info')", "all", "Show all findings, those for the record too."),
    (_FINDINGS, "findings.dates", "d", "dates", "period", "Choose the period to look at."),
    (_FINDINGS, "findings.again", "r", "again", "look again", "Look again, with what was added since."),
    (_FINDINGS, "findings.close", "escape q R", "close", "close", "Close the window, and stop looking."),
)
HELP: Final[tuple[WindowRow, ...]] = (
    (_HELP, "help.close", "escape q ?", "close", "close", "Close the help."),
    (_HELP, "help.filter", "/", "filter", "filter", "Type what to look for in the help."),
    (_HELP, "help.turn", "tab", "turn", "other page", "Turn between keys and query language."),
)
CHOOSE: Final[tuple[WindowRow, ...]] = (
    (_LISTS, "choose.up", "k up", "cursor_up", "up", "Go to the line above."),
    (_LISTS, "choose.down", "j down", "cursor_down", "down", "Go to the line below."),
    (_LISTS, "choose.top", "g home", "first", "first", "Go to the first line."),
    (_LISTS, "choose.bottom", "G end", "last", "last", "Go to the last line."),
    (_LISTS, "choose.screenup", "< pageup", "page_up", "screen up", "Go up by one screen."),
    (_LISTS, "choose.screendown", "> pagedown", "page_down", "screen down", "Go down by one screen."),
    (_LISTS, "choose.take", "enter", "select", "choose", "Choose the line under the cursor."),
    (_LISTS, "choose.close", "escape q", "close", "close", "Close the window and change nothing."),
)
COLUMNS: Final[tuple[WindowRow, ...]] = (
    (_COLUMNS, "column.toggle", "x space", "switch", "show, hide", "Show or hide the column under the cursor."),
    (_COLUMNS, "column.up", "K shift+up", "shift(-1)", "move up", "Move the column to the left in the table."),
    (_COLUMNS, "column.down", "J shift+down", "shift(1)", "move down", "Move the column to the right in the table."),
    (_COLUMNS, "column.wider", "+ right", "widen(2)", "wider", "Make the column wider."),
    (_COLUMNS, "column.narrower", "- left", "widen(-2)", "narrower", "Make the column narrower."),
    (_COLUMNS, "column.auto", "0", "widen(0)", "width that suits", "Let the column be as wide as suits it."),
    (_COLUMNS, "column.reset", "r", "reset", "reset", "Make the set of columns as it came."),
)
FILTERS: Final[tuple[WindowRow, ...]] = (
    (_FILTERS, "filters.up", "k up", "cursor(-1)", "up", "Go to the value above."),
    (_FILTERS, "filters.down", "j down", "cursor(1)", "down", "Go to the value below."),
    (_FILTERS, "filters.screenup", "< pageup", "cursor(-10)", "ten up", "Go up by ten values."),
    (_FILTERS, "filters.screendown", "> pagedown", "cursor(10)", "ten down", "Go down by ten values."),
    (_FILTERS, "filters.top", "g home", "end('first')", "first", "Go to the first value."),
    (_FILTERS, "filters.bottom", "G end", "end('last')", "last", "Go to the last value."),
    (_FILTERS, "filters.left", "h left shift+tab", "facet(-1)", "list left", "Go to the list on the left."),
    (_FILTERS, "filters.right", "l right tab", "facet(1)", "next list", "Go to the list on the right."),
    (_FILTERS, "filters.toggle", "space enter", "choose", "choose", "Ask for the value as well, or no longer."),
    (_FILTERS, "filters.exclude", "! -", "exclude", "exclude", "Hide events with the value, or no longer."),
    (_FILTERS, "filters.all", "0", "pick(0)", "all", "Ask for all values of the list again."),
    *(
        (_FILTERS, f"filters.{name}", str(number), f"pick({number})", f"value {number}", f"Choose value {number}.")
        for number, name in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)
    ),
    (_FILTERS, "filters.narrow", "/", "narrow", "narrow", "Type a part of the value to look for."),
    (_FILTERS, "filters.today", "t", "period('today')", "today", "Only events of today."),
    (_FILTERS, "filters.week", "w", "period('week')", "7 days", "Only events of the last 7 days."),
    (_FILTERS, "filters.month", "m", "period('month')", "30 days", "Only events of the last 30 days."),
    (_FILTERS, "filters.failed", "e", "failed", "failed only", "Only events that failed."),
    (_FILTERS, "filters.dates", "d", "dates", "dates", "Choose a day or a period in a calendar."),
    (_FILTERS, "filters.apply", "a", "apply", "Apply", "Show the events of these filters."),
    (_FILTERS, "filters.clear", "c", "clear", "Clear Filters", "Drop all filters."),
    (_FILTERS, "filters.close", "escape q", "close", "close", "Close the panel and change nothing."),
)
BOOKMARKS: Final[tuple[WindowRow, ...]] = (
    (_BOOKMARKS, "bookmarks.remove", "x delete", "remove", "remove", "Remove the bookmark; the event stays."),
)
EXPORT: Final[tuple[WindowRow, ...]] = (
    (_EXPORT, "export.up", "k up shift+tab", "focus_step(-1)", "line above", "Go to the line above."),
    (_EXPORT, "export.down", "j down tab", "focus_step(1)", "line below", "Go to the line below."),
    (_EXPORT, "export.left", "h left", "turn(-1)", "option left", "Choose the option on the left."),
    (_EXPORT, "export.right", "l right space", "turn(1)", "option right", "Choose the option on the right."),
    (_EXPORT, "export.go", "enter", "go", "export", "Write the file; one that is there already is asked about."),
    (_EXPORT, "export.close", "escape q", "close", "close", "Close the window and export nothing."),
)
PROGRESS: Final[tuple[WindowRow, ...]] = (
    (_EXPORT, "progress.stop", "x", "stop", "stop", "Stop what runs: no file is written, no event deleted."),
    (_EXPORT, "progress.hide", "escape q enter", "hide", "hide", "Go on exploring while it runs."),
)
DELETE: Final[tuple[WindowRow, ...]] = (
    (_DELETE, "delete.up", "up shift+tab", "focus_step(-1)", "line above", "Go to the line above."),
    (_DELETE, "delete.down", "down tab", "focus_step(1)", "line below", "Go to the line below."),
    (_DELETE, "delete.go", "enter", "go", "delete", "Delete, once the number and a reason are typed."),
    (_DELETE, "delete.close", "escape", "close", "close", "Close the window and delete nothing."),
)
