"""Tables drawn with dashes and bars, as shells of databases print them."""

from __future__ import annotations

import pytest

from auditui.formats import detect
from tests.formats.reads import generic

PSQL = (
    "shop=# select * from audit;\n"
    "     created_at      | user_name |   comment   \n"
    "---------------------+-----------+-------------\n"
    " 2026-10-05 10:00:00 | ana       | one        +\n"
    "                     |           | two | three\n"
    " 2026-10-05 10:00:01 | bob       | C        ++\n"
    " 2026-10-05 10:00:02 | bob       | \n"
    "(3 rows)\n\n"
    " created_at | user_name\n"
    "------------+-----------\n"
    " 2026-10-06 | carl\n"
    "(1 row)\n"
)
MYSQL = (
    "mysql> select * from audit;\n"
    "+---------------------+------+-----------+\n"
    "| created_at          | user | comment   |\n"
    "+---------------------+------+-----------+\n"
    "| 2026-10-05 10:00:00 | ana  | one\ntwo   |\n"
    "| 2026-10-05 10:00:01 | bob  | NULL      |\n"
    "+---------------------+------+-----------+\n"
    "2 rows in set (0.00 sec)\n"
)
MARKDOWN = (
    "| Time | User | Action |\n|:-----|------|-------:|\n"
    "| 2026-10-05 10:00:00 | ana | delete |\n| 2026-10-05 10:00:01 | bob | |\n"
)
GAPS = (
    "TimeCreated          UserName  Message\n"
    "-----------          --------  -------\n"
    "2026-10-05 10:00:00  ana       Deleted the ticket for ever\n"
    "2026-10-05 10:00:01  bob       Closed it\n"
)
VERTICAL = (
    "*************************** 1. row ***************************\n"
    "created_at: 2026-10-05 10:00:00\n"
    "      user: ana\n"
    "   comment: one\ntwo\n"
    "*************************** 2. row ***************************\n"
    "created_at: 2026-10-05 10:00:01\n"
    "      user: bob\n"
    "   comment: it: is\n"
    "2 rows in set (0.00 sec)\n"
)


@pytest.mark.parametrize(
    ("text", "actors", "said"),
    [
        (PSQL, ["ana", "bob", "bob", "carl"], ["one\ntwo | three", "C        ++", "", ""]),
        (MYSQL, ["ana", "bob"], ["one\ntwo", ""]),
        (MARKDOWN, ["ana", "bob"], ["", ""]),
        (GAPS, ["ana", "bob"], ["Deleted the ticket for ever", "Closed it"]),
        (VERTICAL, ["ana", "bob"], ["one\ntwo", "it: is"]),
    ],
    ids=["psql", "mysql", "markdown", "gaps", "vertical"],
)
def test_each_row_is_a_record(text: str, actors: list[str], said: list[str]) -> None:
    """In blocks of any size; line breaks in cells stay, what shells say beside their tables is no record."""
    for block in (7, 1 << 18):
        result = generic(text, block=block)
        assert (result.reading.format, result.rejects) == ("ruled", [])
        assert result.all("actor") == actors
        assert [event.description for event in result.events] == said


def test_what_is_no_row_is_rejected_under_its_names() -> None:
    """A row with other cells is named with its line; the rows around it are read."""
    result = generic(MARKDOWN + "| lost |\n| 2026-10-05 10:00:02 | carl | x |\n")
    assert result.all("actor") == ["ana", "bob", "carl"]
    assert [(one.line, "lost" in one.text) for one in result.rejects] == [(5, True)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-05 10:00:00 INFO start\n---- ----\n2026-10-05 10:00:01 INFO user ana logged in\n",
        "2026-10-05 10:00:00 INFO start\n-----------\n2026-10-05 10:00:01 INFO stop\n",
        "time|user|action\n2026-10-05 10:00:00|ana|x\n2026-10-05 10:00:00|ana|-- | --\n",
        "Title\n=====\n\n- one\n- two\n",
    ],
)
def test_dashes_alone_make_no_table(text: str) -> None:
    """Lines of dashes stand in logs of other families, too."""
    assert detect.kind_of(text.encode()) != "ruled"
