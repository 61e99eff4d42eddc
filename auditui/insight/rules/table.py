"""Every rule, in the order of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias

from auditui.insight.asking import Asked
from auditui.insight.finding import Finding, Note
from auditui.insight.rules.addresses import first_address
from auditui.insight.rules.bursts import bulk_export, failed_logins_from_address, failed_logins_of_actor, mass_deletion
from auditui.insight.rules.dormant import dormant_account
from auditui.insight.rules.hours import off_hours, weekend
from auditui.insight.rules.silence import silence
from auditui.insight.rules.system_hours import system_hours
from auditui.insight.rules.watched import WATCHES

Find: TypeAlias = Callable[[Asked], Iterable[Finding | Note]]


class Rule(NamedTuple):
    """A function from a store and a period to findings. `title` heads them."""

    name: str
    title: str
    find: Find


_TITLES: Final = {
    "permission-change": "Permissions and roles changed",
    "user-change": "User profiles changed",
    "user-deletion": "Users deleted",
    "contact-creation": "Contacts created",
    "manual-entry": "Contacts entered by hand",
    "contact-change": "Contacts changed",
    "contact-deletion": "Contacts deleted",
    "group-change": "Groups changed",
    "group-deletion": "Groups deleted",
    "contact-export": "Contacts or groups exported",
    "control-characters": "Control characters",
}
RULES: Final = (
    Rule("failed-login-actor", "Failed logins of one account", failed_logins_of_actor),
    Rule("failed-login-address", "Failed logins from one address", failed_logins_from_address),
    Rule("mass-deletion", "Mass deletion", mass_deletion),
    Rule("bulk-export", "Bulk exports", bulk_export),
    Rule("first-address", "First time from an address", first_address),
    Rule("dormant-account", "Dormant account active again", dormant_account),
    Rule("system-hours", "Changes by the system at unusual hours", system_hours),
    Rule("silence", "Gaps in the log", silence),
    Rule("off-hours", "Work outside of working hours", off_hours),
    Rule("weekend", "Work on days without work", weekend),
    *(Rule(watch.rule, _TITLES[watch.rule], watch) for watch in WATCHES),
)
NAMES: Final = tuple(rule.name for rule in RULES)
DOERS: Final = frozenset(
    {"mass-deletion", "bulk-export", "system-hours", "off-hours", "weekend", *(watch.rule for watch in WATCHES)}
)
"""Rules whose findings say who did it; the others say whom or what it happened to."""
TITLES: Final = {rule.name: rule.title for rule in RULES}
