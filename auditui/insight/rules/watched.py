"""Deeds that somebody should know about, each of them a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

from auditui.core.event import Event
from auditui.core.fields import texts_of
from auditui.core.query import Query, Term, all_of
from auditui.core.text import fold, has_control, hides
from auditui.core.values import Range
from auditui.core.watching import HOUR_US
from auditui.core.words import split_words, word_set
from auditui.insight.actors import EVERY, NOBODY, Actor, actor_of
from auditui.insight.asking import Asked, parsed
from auditui.insight.finding import Finding, Severity
from auditui.insight.rules.bursts import EXPORTS
from auditui.insight.sentences import amount, listed
from auditui.insight.windows import Run, sittings

PAUSE_US: Final = HOUR_US
"""What one actor does with no longer pauses than this is one finding."""
FOLD: Final = 20
"""More findings than this become a single one."""
NAMED: Final = 3
"""People and things that a finding names."""
FEW: Final = 2_000
"""Of no more events than this the things are named: a store may have to read such names one by one."""


LISTED: Final = 200
"""Runs of positions that a query names; what takes more is told in several findings."""
JUDGED: Final = 20_000
"""Events that are looked at one by one; where there are more, all that the query of the rule finds count."""


def _hides_something(event: Event) -> bool:
    """Whether its control characters are more than the joiners that some scripts and emoji are spelled with."""
    if not {"nul", "truncated"}.isdisjoint(event.flags):
        return True
    suspect = [text for text in texts_of(event) if has_control(text)]
    return not suspect or any(map(hides, suspect))


def _span(positions: list[int]) -> Range:
    return Range(positions[0], positions[-1])


@dataclass(frozen=True, slots=True)
class Watch:
    """Events to tell about. Those that are only for the record (`INFO`) make one finding for the whole period."""

    rule: str
    severity: Severity
    one: str
    many: str
    """What one event of it is, and several."""
    about: str
    """Query text."""
    counts: Callable[[Event], bool] | None = None
    """Whether an event that the query finds is one to tell about; None: all are."""

    def __call__(self, asked: Asked) -> Iterator[Finding]:
        """The findings: one for each sitting of an actor, or a single one where that would be too many."""
        parts = [parsed(self.about)] if self.counts is None else self._narrowed(asked, self.counts)
        if self.severity is Severity.INFO or len(parts) > 1:
            for about in parts:
                yield from self._folded(asked, about)
            return
        for about in parts:
            with asked.events(asked.query(about)) as events:
                keyed = ((actor_of(event, asked.sources), event.at_us) for event in events)
                runs = list(islice(sittings(keyed, PAUSE_US), FOLD + 1))
            yield from self._folded(asked, about) if len(runs) > FOLD else self._each(asked, about, runs)

    def _narrowed(self, asked: Asked, counts: Callable[[Event], bool]) -> list[Query]:
        """Queries that together find what counts and nothing else: with positions where some found events do not."""
        about = parsed(self.about)
        with asked.events(asked.query(about)) as events:
            judged = sorted((event.seq, counts(event)) for event in islice(events, JUDGED + 1))
        runs = [_span([seq for seq, _ in run]) for is_one, run in groupby(judged, itemgetter(1)) if is_one]
        if len(judged) > JUDGED or all(is_one for _, is_one in judged):
            return [about] if judged else []
        listed_runs = (runs[start : start + LISTED] for start in range(0, len(runs), LISTED))
        return [all_of((about, Term("seq", tuple(part)))) for part in listed_runs]

    def _each(self, asked: Asked, about: Query, runs: list[Run[Actor | None]]) -> Iterator[Finding]:
        for run in runs:
            own = about if run.key else all_of((about, NOBODY))
            shown = asked.exactly(own, run.key, run.first_us, run.last_us, run.count)
            who = asked.name(shown)
            yield self._finding(asked, shown, who, (run.first_us, run.last_us, run.count))

    def _folded(self, asked: Asked, about: Query) -> Iterator[Finding]:
        query = asked.query(about)
        first, last = asked.first(query), asked.last(query)
        if first is None or last is None:
            return
        count = asked.count(query)
        shown = asked.exactly(about, None, first.at_us, last.at_us, count)
        people = asked.values(query, "actor", EVERY, count)
        yield self._finding(asked, shown, listed(people[:NAMED], len(people)), (first.at_us, last.at_us, count))

    def _finding(self, asked: Asked, shown: Query, who: str, run: tuple[int, int, int]) -> Finding:
        first_us, last_us, count = run
        things = asked.values(shown, "entity_name", EVERY, count) if count <= FEW else []
        named = f": {listed(things[:NAMED], len(things))}" if things else ""
        return Finding(
            rule=self.rule, severity=self.severity, first_us=first_us, last_us=last_us, who=who, count=count,
            why=f"{amount(count, self.one, self.many)}{named}", query=shown,
        )  # fmt: skip


_CONTACT: Final = "(entity_type:contact,contacts OR category:contact,contacts OR action:contact*,*contact,*contacts)"
_GROUP: Final = "(entity_type:*group,*groups OR category:*group,*groups OR action:group*,*group,*groups)"
_USER: Final = "(entity_type:user,users,staff,member,members OR category:user,users OR action:user*,*user,*users)"
_ROLE: Final = "(entity_type:role,roles,permission,permissions OR category:role,roles,permission,permissions)"
_ADMIN: Final = "admin,*admin,*.admin.*,admin_*,*_admin_*,*administrator*"
"""Not what is administrative, such as an area."""
_RIGHTS: Final = f"*permission*,*privilege*,{_ADMIN}"
_NAMES: Final = ",".join((
    "name,name.*,*.name,*.name.*",
    *(f"*{which}*name*" for which in ("first", "last", "full", "display", "user", "nick", "given", "family", "middle")),
    "*surname*",
))  # fmt: skip
_PROFILE: Final = f"*email*,mail,*mail,*mail_address,{_RIGHTS},*password*,*mfa*"
_PEOPLE: Final = "(entity_type:*contact*,*group* OR category:*contact*,*group* OR action:*contact*,*group*)"
_GRANTED: Final = f"verb:grant OR ({_ROLE} verb:create,update,delete)"
_PERSONAL: Final = word_set(
    "name firstname lastname fullname displayname username nickname givenname familyname middlename surname"
)
_ROLES: Final = word_set("role roles")
_BY_HAND: Final = re.compile(
    r"(?:^|[:=(,;]\s*)manual\s*(?:$|[),;])|(?<![a-z])manually(?![a-z])"
    r"|(?<![a-z])(?<!user )manual[ _-]?(?:ent(?:ry|ries|ered)|input|creat|add|import|upload|edit|update|contact|record)"
)
"""In folded text: the whole of a value, or what is said of an entry; not a manual that somebody reads."""


def _changes_rights(event: Event) -> bool:
    """Whether it is not for a field that has the letters of `role` in a word of another meaning, such as parole."""
    return parsed(f"{_GRANTED} OR changed:{_RIGHTS}").matches(event) or _changes_role(event)


def _changes_profile(event: Event) -> bool:
    """The same, and not for the name of something that the person has, such as a theme."""
    names = (part for change in event.changes for part in change.field.split("."))
    return (
        parsed(f"changed:{_PROFILE} OR -has:changes").matches(event)
        or _changes_role(event)
        or any("".join(split_words(name)) in _PERSONAL for name in names)
    )


def _changes_role(event: Event) -> bool:
    return any(not _ROLES.isdisjoint(split_words(change.field)) for change in event.changes)


def _is_by_hand(event: Event) -> bool:
    return any(_BY_HAND.search(fold(text)) for text in texts_of(event))


WATCHES: Final = (
    Watch(
        "permission-change", Severity.HIGH, "change of roles or permissions", "changes of roles or permissions",
        f"({_GRANTED} OR ({_USER} verb:create,update changed:*role*,{_RIGHTS})) -is:failed", _changes_rights,
    ),
    Watch(
        "user-change", Severity.MEDIUM, "change of a user's profile", "changes of users' profiles",
        f"verb:update {_USER} (changed:{_NAMES},*role*,{_PROFILE} OR -has:changes) -is:failed", _changes_profile,
    ),
    Watch("user-deletion", Severity.HIGH, "user deleted", "users deleted", f"verb:delete {_USER} -is:failed"),
    Watch(
        "contact-creation", Severity.INFO, "contact created", "contacts created", f"verb:create {_CONTACT} -is:failed"
    ),
    Watch(
        "manual-entry", Severity.INFO, "manual entry of a contact", "manual entries of contacts",
        f"verb:create,update,import {_CONTACT} manual -is:failed", _is_by_hand,
    ),
    Watch(
        "contact-change", Severity.INFO, "change of a contact", "changes of contacts",
        f"verb:update {_CONTACT} -is:failed",
    ),
    Watch(
        "contact-deletion", Severity.LOW, "contact deleted", "contacts deleted", f"verb:delete {_CONTACT} -is:failed"
    ),
    Watch("group-change", Severity.LOW, "change of a group", "changes of groups", f"verb:update {_GROUP} -is:failed"),
    Watch("group-deletion", Severity.LOW, "group deleted", "groups deleted", f"verb:delete {_GROUP} -is:failed"),
    Watch(
        "contact-export", Severity.LOW, "export of contacts or groups", "exports of contacts or groups",
        f"{EXPORTS} {_PEOPLE}",
    ),
    Watch(
        "control-characters", Severity.MEDIUM, "event with control, bidi or invisible characters",
        "events with control, bidi or invisible characters", "has:control", _hides_something,
    ),
)  # fmt: skip
