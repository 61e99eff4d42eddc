"""Events in XML, as databases, Windows and hospitals write them."""

from __future__ import annotations

import time

import pytest

from auditui.formats import detect
from tests.formats.reads import generic

MYSQL = """<?xml version="1.0" encoding="utf-8"?>
<AUDIT>
 <AUDIT_RECORD>
  <TIMESTAMP>2026-10-05T10:00:00 UTC</TIMESTAMP>
  <RECORD_ID>7_2026-10-05T09:00:00</RECORD_ID>
  <NAME>Query</NAME>
  <STATUS>1045</STATUS>
  <USER>ana[ana] @ web1 [198.51.100.7]</USER>
  <IP>198.51.100.7</IP>
  <COMMAND_CLASS>drop_table</COMMAND_CLASS>
  <SQLTEXT>drop table orders &amp; more</SQLTEXT>
 </AUDIT_RECORD>
 <AUDIT_RECORD>
  <TIMESTAMP>2026-10-05T10:00:01 UTC</TIMESTAMP>
  <NAME>Connect</NAME>
  <USER>bob</USER>
  <IP>198.51.100.8</IP>
  <COMMAND_CLASS>connect</COMMAND_CLASS>
 </AUDIT_RECORD>
</AUDIT>
"""
OLD_MYSQL = """<?xml version="1.0" encoding="UTF-8"?>
<AUDIT>
  <AUDIT_RECORD TIMESTAMP="2026-10-05T10:00:00 UTC" NAME="Query" USER="ana" IP="198.51.100.7" SQLTEXT="select 1 > 0"/>
  <AUDIT_RECORD TIMESTAMP="2026-10-05T10:00:01 UTC" NAME="Quit" USER="bob" IP="198.51.100.8"/>
</AUDIT>
"""
WINDOWS = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<Provider Name='Microsoft-Windows-Security-Auditing' Guid='{5}'/><EventID>4625</EventID><Task>12544</Task>"
    "<Keywords>0x8010000000000000</Keywords><TimeCreated SystemTime='2026-10-05T10:00:00.123456700Z'/>"
    "<Channel>Security</Channel><Computer>DC1</Computer><Security/></System><EventData>"
    "<Data Name='SubjectUserName'>-</Data><Data Name='TargetUserName'>ana</Data>"
    "<Data Name='IpAddress'>198.51.100.7</Data><Data Name='Password'>hunter22</Data></EventData></Event>\n"
)
ATNA = (
    "<AuditMessage><EventIdentification EventActionCode='R' EventDateTime='2026-10-05T10:00:00Z' "
    "EventOutcomeIndicator='0'><EventID csd-code='110110' originalText='Patient Record'/></EventIdentification>"
    "<ActiveParticipant UserID='ana' UserIsRequestor='true' NetworkAccessPointID='198.51.100.7'/></AuditMessage>"
)


@pytest.mark.parametrize(
    ("text", "actors", "actions"),
    [
        (MYSQL, ["ana[ana] @ web1 [198.51.100.7]", "bob"], ["drop_table", "connect"]),
        (OLD_MYSQL, ["ana", "bob"], ["Query", "Quit"]),
        (WINDOWS, ["ana"], ["4625"]),
        (WINDOWS + WINDOWS.replace("ana", "bob"), ["ana", "bob"], ["4625", "4625"]),
        (f"<?xml version='1.0'?>\n<Events>{WINDOWS}</Events>\n", ["ana"], ["4625"]),
        (f"<log><head v='1'/><Events>{WINDOWS}{WINDOWS}</Events></log>\n", ["ana", "ana"], ["4625", "4625"]),
        (ATNA, ["ana"], ["R"]),
        (f"<13>1 2026-10-05T10:00:00Z ehr1 atna 7 - - {ATNA}\n", ["ana"], ["R"]),
    ],
    ids=["mysql", "old mysql", "windows", "concatenated", "one in a list", "deeper", "atna", "behind syslog"],
)
def test_elements_of_one_name_are_records(text: str, actors: list[str], actions: list[str]) -> None:
    """In blocks of any size, whether values are attributes, elements, or elements that name themselves."""
    for block in (13, 1 << 18):
        result = generic(text, block=block)
        assert result.rejects == []
        assert result.all("actor") == actors
        assert result.all("action") == actions


def test_what_an_element_names_is_a_secret_by_that_name() -> None:
    """The password of `<Data Name='Password'>` goes."""
    (event,) = generic(WINDOWS).events
    assert (event.ip, event.outcome) == ("198.51.100.7", "failure")
    assert "hunter22" not in repr(event)


def test_a_bad_element_costs_no_other() -> None:
    """Each is parsed by itself, and named with its line; so is one that is not closed."""
    bad = MYSQL.replace("<NAME>Query</NAME>", "<NAME>Query</NAMED>")
    result = generic(bad)
    assert result.all("actor") == ["bob"]
    assert [(one.line, "ana" in one.text) for one in result.rejects] == [(3, True)]
    cut = generic(MYSQL[: MYSQL.index("<USER>bob")])
    assert (len(cut.events), [(one.line, "cut" in one.reason) for one in cut.rejects]) == (1, [(13, True)])


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>\n<html><body><p>2026-10-05</p></body></html>",
        "<134>Oct  5 10:00:00 web1 app: x\n",
        "<project><name>x</name><version>1.2</version></project>",
        "<ana> 2026-10-05 10:00:00 hello\n",
    ],
)
def test_other_texts_that_begin_so_are_no_xml(text: str) -> None:
    """Pages, syslog, settings and chats."""
    assert detect.kind_of(text.encode()) != "xml"


@pytest.mark.parametrize(
    "text",
    ["A" * 70_000, 'x="' * 20_000, "<!--" * 20_000, " " * 70_000, "'<a>" * 9_000],
    ids=["name", "attributes", "comments", "blanks", "quotes"],
)
def test_what_is_never_closed_takes_no_time(text: str) -> None:
    """A beginning is looked through once, whatever stands in it."""
    begun = time.process_time()
    for start in ("<a><t time='2026-10-05T10:00:00Z'/></a><a", "<a><t time='2026-10-05T10:00:00Z'/></a><a x='"):
        assert detect.kind_of((start + text).encode()) == "xml"
    assert time.process_time() - begun < 1


def test_entities_of_a_text_are_not_unfolded() -> None:
    """A record that names an entity is rejected, whatever was declared before it."""
    bomb = '<!DOCTYPE AUDIT [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n'
    text = MYSQL.replace("?>\n", "?>\n" + bomb, 1).replace("orders &amp; more", "&b;")
    result = generic(text, format="xml")
    assert [event.actor for event in result.events] in (["bob"], [])
    assert "aaaa" not in repr([event.details for event in result.events])
