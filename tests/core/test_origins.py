"""Which files are one log: what rotation and partitioning put into names varies, whose log it is does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.event import Event
from auditui.core.origins import family, pattern, patterns
from auditui.core.query import Kind, Wild
from auditui.core.query import test as holds
from auditui.core.related import Relation, related

CLOUD = "AWSLogs/123456789012/CloudTrail/eu-west-1"
CLOUD_FILE = "123456789012_CloudTrail_eu-west-1"

ONE_LOG = [
    ("auth.log syslog", "auth.log.1 syslog", "auth.log.12.gz syslog", "auth.log-20261005.gz syslog"),
    ("srv/auth-2026-10-05.log x", "srv/auth-2026-10-06.log x"),
    ("hosts/2026-10-05.log x", "hosts/2026-10-06.log x"),
    ("october.jsonl jsonl", "November.jsonl.gz jsonl"),
    ("pg/postgresql-Mon.log x", "pg/postgresql-Tue.log x"),
    ("audit_oct_2026.csv csv", "audit_nov_2026.csv csv"),
    ("audit-05-10-2026.csv csv", "audit-06-10-2026.csv csv"),
    ("2026-10-05.jsonl jsonl", "2026-10-06.jsonl jsonl"),
    ("app-2026-10-05.0.log x", "app-2026-10-06.12.log x"),
    ("a 2026-10-05 08.10.05.csv csv", "a 2026-10-06 09.10.05.csv csv"),
    ("u_ex261005.log w3c", "u_ex261006.log w3c"),
    ("audit-2026-W41.log x", "audit-2026-W42.log x"),
    ("audit-1760000000.json json", "audit-1760086400.json json"),
    ("p-00001-3f2504e0-4f89-11d3-9a0c-0305e82c3301.json j", "p-00002-3f2504e0-4f89-11d3-9a0c-0305e82c3302.json j"),
    ("s3/2026-10-05-08-10-05-ABCDEF0123456789 s3", "s3/2026-10-05-08-10-06-0123456789ABCDEF s3"),
    (f"{CLOUD}/2026/10/05/{CLOUD_FILE}_20261005T0810Z_AbCdEf123.json.gz cloudtrail",
     f"{CLOUD}/2026/11/15/{CLOUD_FILE}_20261115T0910Z_ZbCdEfGhIjKlMnOp.json.gz cloudtrail"),
    ("l/dt=2026-10-05/hour=08/a.log x", "l/dt=2026-10-06/hour=09/a.log x"),
    ("y=2026/m=10/d=5/h=08/PT1H.json x", "y=2026/m=11/d=15/h=09/PT1H.json x"),
    ("backup-2026-10-05/a.log x", "backup-2026-10-06/a.log x"),
    ("logs-2026-10-05.tar.gz:app/audit.log x", "logs-2026-10-06.tar.gz:app/audit.log x"),
]  # fmt: skip
TWO_LOGS = [
    ("cl/customer1/audit.jsonl json", "cl/customer2/audit.jsonl json"),
    ("dbserver01/a.log x", "dbserver02/a.log x"),
    (r"C:\logs\mandant01\a.log x", r"C:\logs\mandant02\a.log x"),
    ("AWSLogs/123456789012/a.json x", "AWSLogs/210987654321/a.json x"),
    ("123456789012_CloudTrail_20261005T0810Z.json x", "210987654321_CloudTrail_20261005T0810Z.json x"),
    ("pods/shop-7d9f8b6c5d-x2k4q/0.log x", "pods/shop-7d9f8b6c5d-z9k4q/0.log x"),
    ("t/3f2504e0-4f89-11d3-9a0c-0305e82c3301/a.log x", "t/3f2504e0-4f89-11d3-9a0c-0305e82c3302/a.log x"),
    ("customer=20261005/a.log x", "customer=20261006/a.log x"),
    ("tenants/2025/a.log x", "tenants/2026/a.log x"),
    ("tenants/2025.log x", "tenants/2026.log x"),
    ("tenants/3f2504e0-4f89-11d3-9a0c-0305e82c3301.log x", "tenants/3f2504e0-4f89-11d3-9a0c-0305e82c3302.log x"),
    ("web1.log x", "web2.log x"),
    ("customer-1001.jsonl x", "customer-1002.jsonl x"),
    ("4711.jsonl x", "4712.jsonl x"),
    ("web-1-2026-10-05.log x", "web-2-2026-10-05.log x"),
    ("audit-10.0.0.5.log x", "audit-10.0.0.6.log x"),
    ("access_20261005_customer1.log x", "access_20261005_customer2.log x"),
    ("20261005T0810_dbServer01.log x", "20261005T0810_dbServer02.log x"),
]


@pytest.mark.parametrize("files", ONE_LOG)
def test_what_rotation_writes_makes_no_other_log(files: tuple[str, ...]) -> None:
    """Dates, times, numbers and hashes of files, dates of folders; and the wildcards of each find all of them."""
    assert len({family(one) for one in files}) == 1
    for one in files:
        assert all(any(holds(Wild(wild), other, Kind.TEXT) for wild in patterns(one)) for other in files)


@pytest.mark.parametrize("files", TWO_LOGS)
def test_whose_log_it_is_makes_another_log(files: tuple[str, str]) -> None:
    """A host, a customer, an account, in folders and in files; nor does the wildcard of one find the other."""
    one, other = files
    assert family(one) != family(other)
    assert not any(holds(Wild(wild), other, Kind.TEXT) for wild in patterns(one) if "*" in wild)


OWNERS = st.from_regex(r"[a-z]{3,8}[0-9]{1,4}(-[a-z0-9]{2,6})?", fullmatch=True)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(owners=st.lists(OWNERS, min_size=2, max_size=2, unique=True), day=DAYS, form=st.sampled_from(["%Y/%m/%d", ""]))
def test_folders_that_are_no_dates_tell_logs_apart(owners: list[str], day: date, form: str) -> None:
    """Whatever they are called, and whatever folders of dates are below them."""
    below = f"{day:{form}}/" if form else ""
    one, other = (f"logs/{owner}/{below}audit.jsonl jsonl" for owner in owners)
    assert family(one) != family(other)
    assert not holds(Wild(pattern(family(one))), other, Kind.TEXT)


@given(
    days=st.lists(DAYS, min_size=2, max_size=2),
    form=st.sampled_from([
        "{:%Y/%m/%d}/a.log", "dt={:%Y-%m-%d}/a.log", "{:%Y-%m-%d}/a.log", "a-{:%Y%m%d}.log", "{:%Y-%m-%d}.log",
        "a.log-{:%Y%m%d}", "a-{:%d.%m.%Y}.log", "a_{:%Y-%m}.log", "{:%B}.log", "a-{:%a}.log", "{:%Y/%B}/a.log",
    ]),
)  # fmt: skip
def test_the_days_of_one_log_are_one_log(days: list[date], form: str) -> None:
    """In every form in which files and folders carry a day."""
    assert len({family(f"logs/{form.format(day)} x") for day in days}) == 1


def test_months_take_in_no_other_file_of_their_folder() -> None:
    """`a` on an event of `october.jsonl` finds those of `November.jsonl`, and no namesake's of `shop.jsonl`."""
    event = Event(at_us=1, actor_id="u-3", origin="l/october.jsonl jsonl")
    query = related(event, Relation.ACTOR).query
    assert query is not None
    for origin, is_found in (("October", True), ("November", True), ("shop", False), ("monday", False)):
        assert query.matches(Event(at_us=1, actor_id="u-3", origin=f"l/{origin}.jsonl jsonl")) is is_found


def test_two_customers_are_two_people() -> None:
    """The same id in the logs of two customers, each in a folder of its own."""
    event = Event(at_us=1, actor_id="u-3", actor="Alice", origin="cl/customer1/audit.jsonl json")
    query = related(event, Relation.ACTOR).query
    assert query is not None
    assert query.matches(event)
    assert not query.matches(Event(at_us=1, actor_id="u-3", actor="Bob", origin="cl/customer2/audit.jsonl json"))
