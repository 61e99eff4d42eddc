"""Logs of lines: access logs, auditd, syslog, CEF, W3C, and plain text."""

# ruff: noqa: E501  records and lines of logs are data: broken up they would show their shape less

from __future__ import annotations

import json

import pytest

from auditui.formats.access_log import read_access_log
from auditui.formats.auditd import address_in, decoded
from auditui.formats.pairs import pairs_in
from auditui.formats.phrases import who_and_where
from auditui.formats.records import Raw
from tests.formats.reads import Result, generic

REQUEST = '[05/Oct/2026:10:00:00 +0200] "GET /tickets/4711?x=1 HTTP/1.1" 200 512'


@pytest.mark.parametrize(
    ("front", "ip", "host"),
    [
        ("192.0.2.7 - -", "192.0.2.7", ""),
        ("192.0.2.7, 10.0.0.1, 127.0.0.1 - -", "192.0.2.7", ""),
        ('"192.0.2.7, 198.51.100.1" 10.2.1.1 - -', "192.0.2.7", ""),
        ("2001:db8::7, 10.2.1.1 10.2.2.2 - -", "2001:db8::7", ""),
        ("crm.example.com 192.0.2.7 - -", "192.0.2.7", "crm.example.com"),
        ("crm.example.com:443 192.0.2.7 - -", "192.0.2.7", "crm.example.com:443"),
        ("198.51.100.9:80 192.0.2.7 - -", "192.0.2.7", "198.51.100.9:80"),
        ("198.51.100.9 localhost - -", "localhost", "198.51.100.9"),
        ("localhost, localhost - -", "localhost", ""),
        ("unix: - -", "unix:", ""),
        ("crm.example.com unix: - -", "unix:", "crm.example.com"),
    ],
)
def test_who_stands_in_front_of_an_access_log(front: str, ip: str, host: str) -> None:
    """The client is found whether a host, a list of proxies or nothing stands before it."""
    result = Result(f"{front} {REQUEST}\n")
    assert result.one("ip", "category", "actor", "actor_kind") == (ip, host, "", "anonymous")


def test_the_parts_of_an_access_log() -> None:
    """Combined format: method, path, status, agent, time; user names may hold blanks."""
    result = Result(f'192.0.2.7 - john doe {REQUEST} "https://x/" "Mozilla/5.0 (X; \\"Y\\")"\n')
    assert result.one("actor", "action", "method", "entity_id", "status", "outcome", "user_agent") == (
        "john doe", "GET", "GET", "/tickets/4711?x=1", 200, "success", 'Mozilla/5.0 (X; "Y")',
    )  # fmt: skip
    assert result.events[0].details["referer"] == "https://x/"
    assert result.all("at_us") == [1_791_187_200_000_000]


@pytest.mark.parametrize(
    ("request_", "action"), [("", ""), ("hello", "hello"), ("PATCHp /x HTTP/1.1", "PATCHp"), ("-", "")]
)
def test_requests_that_are_none(request_: str, action: str) -> None:
    """Empty requests, noise and unknown methods are events all the same."""
    line = f'192.0.2.7 - - [05/Oct/2026:10:00:00 +0200] "{request_}" 400 0 "-" "-"\n'
    assert Result(line).one("action", "status", "outcome") == (action, 400, "failure")


def test_the_ingress_format() -> None:
    """The fields that the Kubernetes ingress puts behind: duration and request id."""
    line = f'192.0.2.7 - - {REQUEST} "-" "curl/8" 89 0.012 [default-web-8080] [] 10.1.1.5:8080 59 0.011 200 529a007902362a5f51385a5fa7049884\n'
    assert Result(line).one("took_us", "request_id") == (12_000, "529a007902362a5f51385a5fa7049884")


def test_a_line_of_something_else_is_a_reject() -> None:
    """Other lines in an access log are counted, with their number."""
    items = list(read_access_log(iter([f"192.0.2.7 - - {REQUEST}\nNo data for given time period\n".encode()])))
    assert isinstance(items[0], Raw)
    assert items[1] is not None
    assert items[1].line == 2  # type: ignore[union-attr]  # a reject has one


AUDITD = """\
type=USER_LOGIN msg=audit(1791187200.123:501): pid=9 uid=0 auid=1000 ses=4 msg='op=login acct="ana" exe="/usr/sbin/sshd" hostname=? addr=192.0.2.7 terminal=ssh res=success'
type=SYSCALL msg=audit(1791187201.500:502): arch=c000003e syscall=42 success=no exit=-13 auid=4294967295 uid=33 comm="php" exe="/usr/bin/php"
type=SOCKADDR msg=audit(1791187201.500:502): saddr=020001BBC00002070000000000000000
type=PROCTITLE msg=audit(1791187201.500:502): proctitle=7068700072756E2E706870
type=UNKNOWN[1329] msg=\ufffd\x05
"""


def test_auditd_lines_of_one_serial_are_one_event() -> None:
    """The lines of a serial are merged and counted; a line without time and serial is a reject."""
    result = Result(AUDITD)
    assert result.all("action") == ["USER_LOGIN", "SYSCALL"]
    assert result.all("actor") == ["1000", "33"]
    assert result.all("outcome") == ["success", "failure"]
    assert result.all("ip") == ["192.0.2.7", "192.0.2.7"]
    assert result.all("at_us") == [1_791_187_200_123_000, 1_791_187_201_500_000]
    assert result.events[1].description == "php run.php"
    assert (result.merged, len(result.rejects)) == (2, 1)
    assert len(result.events) + result.merged + len(result.rejects) == AUDITD.count("\n")


def test_the_words_of_a_command_in_auditd_are_one_list() -> None:
    """So the password behind an option is known, in the record and in what the event takes from it."""
    calls = (
        f"type={kind} msg=audit(1700000000.5:{serial}): {rest}"
        for serial, kind, rest in (
            (1, "SYSCALL", 'arch=c000003e syscall=59 a0=7f a1=1 comm="curl" exe="/usr/bin/curl"'),
            (1, "EXECVE", 'argc=4 a0="curl" a1="-u" a2="joe:hunter2" a3="https://example.org"'),
            (2, "EXECVE", 'argc=3 a0="deploy" a1="--password" a2=68756E7465722032'),
        )
    )
    result = Result("\n".join(calls))
    hidden = ["curl", "-u", "joe:[REDACTED]", "https://example.org"]
    first, second = result.all("details")
    assert (first["argv"], first["records"][0]["argv"], first["a0"]) == (hidden, hidden, "7f")
    assert second["argv"] == ["deploy", "--password", "[REDACTED]"]
    assert result.all("flags") == [("redacted",), ("redacted",)]


def test_hex_in_auditd_is_text() -> None:
    """Commands and titles in hex are what they say; sockets are addresses."""
    assert decoded("cmd", "2F62696E2F6C73202D6C") == "/bin/ls -l"
    assert decoded("pid", "1234") == "1234"
    assert address_in("0200E31C4853E6640000000000000000") == "72.83.230.100"
    assert address_in("zz") == ""


def test_syslog_of_both_kinds() -> None:
    """RFC 3164 text gives who and where; RFC 5424 gives its payload's fields at the top."""
    old = Result(
        "Oct  5 10:00:00 web1 sshd[812]: Failed password for invalid user admin from 203.0.113.9 port 52144 ssh2\n"
    )
    assert old.one("actor", "ip", "outcome") == ("admin", "203.0.113.9", "failure")
    assert old.events[0].description.startswith("Failed password")
    line = (
        '<134>1 2026-10-05T10:00:00.5Z crm app 812 ID7 [x@1 a="b"] {"action":"delete","user":"ana","ip":"192.0.2.7"}\n'
    )
    assert Result(line).one("actor", "action", "ip", "at_us") == ("ana", "delete", "192.0.2.7", 1_791_194_400_500_000)


SESSIONS = (
    ("sshd[7]: Failed password for root from 192.0.2.7 port 5 ssh2", "login", "failure", "root", "192.0.2.7"),
    ("sshd[7]: Accepted publickey for ana from 192.0.2.7 port 5 ssh2", "login", "success", "ana", "192.0.2.7"),
    ("sshd[7]: Invalid user admin from 192.0.2.7 port 5", "login", "failure", "admin", "192.0.2.7"),
    (
        "sshd[7]: Connection closed by authenticating user root 192.0.2.7 port 5 [preauth]",
        "login", "failure", "root", "192.0.2.7",
    ),
    (
        "sshd[7]: pam_unix(sshd:auth): authentication failure; logname= uid=0 ruser= rhost=192.0.2.7  user=root",
        "login", "failure", "root", "192.0.2.7",
    ),
    ("sshd[7]: pam_unix(sshd:session): session opened for user ana(uid=7) by (uid=0)", "login", "unknown", "ana", ""),
    ("sshd[7]: pam_unix(sshd:session): session closed for user ana", "logout", "unknown", "ana", ""),
    ("sshd[7]: Disconnected from user ana 192.0.2.7 port 5", "logout", "unknown", "ana", "192.0.2.7"),
    ("sudo:   bob : user NOT in sudoers ; TTY=pts/0 ; USER=root ; COMMAND=/bin/su", "other", "failure", "bob", ""),
    ("su[7]: FAILED SU (to root) carl on pts/1", "login", "failure", "carl", ""),
    ("php-fpm[7]: /index.php: authentication error for user 'eve' from: 192.0.2.7", "login", "failure", "eve", "192.0.2.7"),
)  # fmt: skip


@pytest.mark.parametrize("stamp", ["Oct  5 10:00:00", "2026-10-05T10:00:00.500000+00:00"])
def test_sessions_in_syslog(stamp: str) -> None:
    """Sign-ins are told by the sentences of the programs, under either stamp; host and program are no part of these."""
    result = generic("".join(f"{stamp} web1 {line}\n" for line, *_ in SESSIONS))
    found = [(event.verb, event.outcome, event.actor, event.ip) for event in result.events]
    assert found == [tuple(told) for _, *told in SESSIONS]
    assert [event.description for event in result.events] == [line.split(": ", 1)[1].strip() for line, *_ in SESSIONS]


def test_sessions_in_a_table() -> None:
    """The same sentences in a column of messages."""
    rows = [(line.split(": ", 1)[1].strip(), told) for line, *told in SESSIONS if "=" not in line]
    result = generic("time,message\n" + "".join(f"2026-10-05T10:00:00Z,{line}\n" for line, _ in rows))
    assert [[event.verb, event.outcome] for event in result.events] == [told[:2] for _, told in rows]


def test_numbers_of_accounts_in_syslog_are_not_who_acted() -> None:
    """Of a new account it is its own number; of a failed sign-in that of the program. Angle brackets are quotes."""
    new = "Oct  5 10:00:00 web1 useradd[9]: new user: name=dora, UID=1005, GID=1005, home=/home/dora\n"
    assert generic(new).one("actor", "action", "entity_name", "verb") == ("", "", "dora", "create")
    failed = (
        "Oct  5 10:00:00 web1 login[9]: pam_unix(login:auth): authentication failure; logname= uid=0 rhost=192.0.2.7\n"
    )
    assert generic(failed).one("actor", "actor_id", "verb") == ("", "", "login")
    mail = "Oct  5 10:00:00 mx dovecot: imap-login: Login: user=<ana@example.com>, rip=192.0.2.7, TLS\n"
    assert generic(mail).one("actor", "email") == ("ana@example.com", "ana@example.com")


def test_a_stamp_and_a_level_are_no_syslog() -> None:
    """A log of a program's own keeps the lines that go on."""
    text = "2026-10-05T10:00:00Z ERROR api: it broke\n  at line 7\n2026-10-05T10:00:01Z INFO api: it runs\n"
    assert "line 7" in generic(text).events[0].description


def test_cef_and_w3c() -> None:
    """Short names of CEF are spelled out; the columns of W3C logs are named by their directive."""
    cef = Result(
        "CEF:0|Acme|CRM|1|100|Record deleted|5|rt=1791187200000 suser=ana src=192.0.2.7 outcome=failure msg=a b c\n"
    )
    assert cef.one("actor", "action", "ip", "outcome", "description") == (
        "ana",
        "Record deleted",
        "192.0.2.7",
        "failure",
        "a b c",
    )
    w3c = Result("#Software: x\n#Fields: date time cs-method cs-uri-stem cs-username c-ip cs(User-Agent) sc-status time-taken\n"
                 "2026-10-05 10:00:00 GET /x ana 192.0.2.7 Mozilla/5.0+(X) 404 15\n")  # fmt: skip
    assert w3c.one("actor", "method", "ip", "status", "took_us", "user_agent") == (
        "ana",
        "GET",
        "192.0.2.7",
        404,
        15_000,
        "Mozilla/5.0 (X)",
    )


W3C = "#Fields: date time cs-method cs-uri-stem cs-username c-ip cs(Cookie) sc-status\n"


def test_a_w3c_line_that_is_ragged_is_a_reject_that_says_how() -> None:
    """Nobody can tell which cell is missing, or too many; its cells are kept under the names, where secrets are known."""
    whole = "2026-10-05 10:00:00 GET /x ana 192.0.2.7 sid=X 404\n"
    result = generic(
        f"{W3C}{whole}2026-10-05 10:00:01 GET /x ana klein 192.0.2.7 sid=X 404\n2026-10-05 10:00:02 GET /\n"
    )
    assert result.all("status") == [404]
    assert [reject.reason for reject in result.rejects] == ["9 fields under 8 names", "4 fields under 8 names"]
    assert json.loads(result.rejects[0].text)["more"] == ["404"]
    assert json.loads(result.rejects[1].text) == {
        "date": "2026-10-05", "time": "10:00:02", "cs-method": "GET", "cs-uri-stem": "/",
    }  # fmt: skip


def test_a_w3c_column_may_be_named_twice() -> None:
    """Both are kept, in events and in rejects; one of them was lost."""
    fields = "#Fields: date time cs-username c-ip x-note x-note\n"
    result = generic(f"{fields}2026-10-05 10:00:00 ana 192.0.2.7 first second\n2026-10-05 10:00:01 bob 192.0.2.7 x\n")
    assert result.events[0].details == {"x-note": "first", "x-note#2": "second"}
    assert json.loads(result.rejects[0].text)["x-note"] == "x"


def test_a_w3c_log_is_one_however_many_lines_follow() -> None:
    """A handful of directives names the columns of a day."""
    lines = (f"2026-10-05 10:00:{n} GET /x ana 192.0.2.7 sid=X 404\n" for n in range(10, 60))
    result = generic(f"#Software: x\n#Version: 1.0\n{W3C}{''.join(lines)}")
    assert result.reading.format == "w3c"
    assert result.all("actor") == ["ana"] * 50


def test_a_w3c_cell_may_be_empty() -> None:
    """Two blanks have one between them, where that makes the line whole; columns are not shifted."""
    result = generic(f"{W3C}2026-10-05 10:00:00 GET /x  192.0.2.7 sid=X 404\n")
    assert result.one("actor", "ip", "status") == ("", "192.0.2.7", 404)


def test_a_w3c_log_may_have_commas() -> None:
    """As tables do, with quotes."""
    text = (
        '#Fields: date-time,client-ip,sender,message-subject\n2026-10-05T10:00:00.123Z,192.0.2.7,ana,"Hello, ""you"""\n'
    )
    result = generic(text)
    assert result.one("at_us", "ip") == (1_791_194_400_123_000, "192.0.2.7")
    assert 'Hello, "you"' in repr(result.events[0])


def test_plain_text_is_events_where_times_begin_lines() -> None:
    """Lines without a time belong to the one before; the text is the description."""
    result = Result(
        "starting up\n"
        "2026-10-05 10:00:00,123 INFO [main] User 'ana' logged in from 192.0.2.7\n"
        "2026-10-05 10:00:01,500 ERROR it broke\n  at line 5\n\n  at line 6\n"
        '2026-10-05 10:00:02 AUDIT action=export user="Bob Lee" rows=55 ip=192.0.2.8\n'
    )
    assert result.all("actor") == ["ana", "", "Bob Lee"]
    assert result.all("ip") == ["192.0.2.7", "", "192.0.2.8"]
    assert result.events[1].description == "it broke\n  at line 5\n\n  at line 6"
    assert result.events[2].action == "export"
    assert [reject.line for reject in result.rejects] == [1]
    assert result.lines == [2, 3, 7]


def test_blocks_of_capitals_belong_to_the_time_above() -> None:
    """A time on a line of its own, then KEY :[length] 'value' lines, is one event."""
    block = "Wed Oct 21 11:58:08 2026 -04:00\nLENGTH : '160'\nACTION :[7] 'CONNECT'\nDATABASE USER:[3] 'ANA'\n\n"
    result = Result(block * 2)
    assert result.all("action") == ["CONNECT", "CONNECT"]


def test_logfmt() -> None:
    """Lines of nothing but pairs are events by their pairs."""
    line = 'time="2026-10-05T10:00:00Z" level=info msg="user created" user=ana ip=192.0.2.7 target_id=9\n'
    assert generic(line * 2).all("actor") == ["ana", "ana"]


def test_pairs() -> None:
    """Quotes, blanks, escapes and repeats."""
    assert pairs_in("a=1 b=\"x y\" c='z' d=\"q\\\"r\" a=2 e= f=[g h=i]") == {
        "a": "1", "b": "x y", "c": "z", "d": 'q"r', "a#2": "2", "e": "", "f": "[g", "h": "i",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Accepted publickey for ana from 192.0.2.7 port 1", {"user": "ana", "ip": "192.0.2.7", "outcome": "success"}),
        ("user bob@example.com was deleted", {"user": "bob@example.com"}),
        ("Contact 7 deleted by carol", {"user": "carol"}),
        ("ana : TTY=pts/0 ; PWD=/ ; COMMAND=/bin/ls", {"user": "ana"}),
        ("dora logged in [192.0.2.9]", {"user": "dora", "ip": "192.0.2.9"}),
        ("connection from [2001:db8::1]:443", {"ip": "2001:db8::1"}),
        ("Login OK: [ana] (from client ap1 port 0)", {"user": "ana", "outcome": "success"}),
        (
            "Login incorrect (mschap: it is incorrect): [eve/<via x>] (from client ap1)",
            {"user": "eve", "outcome": "failure"},
        ),
        ('LocalAddress="IPV4/UDP/192.0.2.1/5060",RemoteAddress="IPV4/UDP/192.0.2.9/5060"', {"ip": "192.0.2.9"}),
        ("the user has 3 tickets", {}),
        ("version 1.2.3 of 10:20:30", {}),
    ],
)
def test_phrases(text: str, found: dict[str, str]) -> None:
    """The common phrases name users and addresses; others name nobody."""
    assert who_and_where(text) == found


def test_nothing_of_a_sloppy_cef_line_is_lost() -> None:
    """Equals signs in values, keys said twice, labels of nothing: all of it can be found in the event."""
    line = (
        "CEF:0|Acme|Guard|1|7|Login|5|rt=Oct 05 2026 10:00:00 suser=ana msg=query a=b of x= suser=bob cs9Label=left\n"
    )
    event = generic(line).events[0]
    assert generic("CEF:0|Acme|Guard|1|7|Login|5|\n" + line).all("actor") == ["ana"]
    assert "no key" in str(generic(line.replace("rt=", "no key rt=")).events[0])
    told = f"{event.actor} {event.description} {event.details}"
    assert all(word in told for word in ("ana", "query", "b of", "bob", "left"))


def test_nothing_of_a_leef_line_is_lost() -> None:
    """The sign between pairs belongs to a value where no name follows; a name that comes again keeps both values."""
    line = "LEEF:2.0|Acme|Guard|1.0|Login|^|odd^devTime=2026-10-05T10:00:00Z^usrName=ana^note=up^down^note=left\n"
    (found,) = generic(line).events
    assert found.actor == "ana"
    assert found.description == "odd"
    assert {"note": "up^down", "note#2": "left"}.items() <= found.details.items()


def test_what_stands_in_front_of_a_line_stays() -> None:
    """The envelope of a relay, and a line that lost its end to the next one."""
    cef = "relay7 left over CEF:0|Acme|Guard|1|7|Login|5|rt=Oct 05 2026 10:00:00 suser=ana\n"
    audit = "Oct  5 10:00:00 relay7 audispd: type=USER_LOGIN msg=audit(1791194400.1:7): auid=ana res=success\n"
    assert "relay7 left over" in str(generic(cef).events[0])
    assert "relay7 audispd" in str(Result(audit).events[0].details)


def test_what_a_layout_has_no_place_for_stays() -> None:
    """Captured headers of a proxy, and what stands behind the request."""
    line = (
        "Oct  5 10:00:0{n} lb haproxy[77]: 198.51.100.{n}:51000 [05/Oct/2026:10:00:00.123] http-in static/srv1"
        ' 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {{shop.example}} {{}} "GET /x HTTP/1.1"{more}\n'
    )
    result = generic(line.format(n=1, more="") + line.format(n=2, more=" tail of ana"))
    assert [event.details["headers"] for event in result.events] == ["{shop.example} {}"] * 2
    assert [event.details.get("more") for event in result.events] == [None, " tail of ana"]


MIXED = (
    "2026-10-05T09:59:00Z user=ann action=open\n",
    '{"time":1791187200,"user":"bob","action":"close"}\n',
    f"192.0.2.7 - eve {REQUEST}\n",
    "time=2026-10-05T10:00:00Z user=joe action=read\n",
)


def test_lines_of_other_logs_are_events_of_their_own() -> None:
    """Key=value, JSON and access log in one file: an event each, none swallows the next."""
    result = generic("".join(MIXED))
    assert result.all("actor") == ["ann", "bob", "eve", "joe"]
    assert result.lines == [1, 2, 3, 4]
    assert result.rejects == []


def test_json_without_a_time_belongs_to_the_event_before_it() -> None:
    """What an event prints beneath it, damaged JSON too, stays its text."""
    text = '2026-10-05T10:00:00Z sent:\n{"to": "bob", "amount": 1}\n{"time": 17911872\n'
    (event,) = generic(text, format="text").events
    assert '"amount": 1' in event.description
    assert "17911872" in event.description


def test_numbers_of_months_in_access_logs() -> None:
    """The day stands first, as everywhere in these logs; nobody is asked."""
    line = '::ffff:192.0.2.7 - ana@pam [03/04/2026:10:00:00 +0200] "POST /status/stop HTTP/1.1" 200 91\n'
    assert Result(line).one("actor", "ip", "status", "at_us") == ("ana@pam", "192.0.2.7", 200, 1_775_203_200_000_000)


def test_hours_of_one_digit_begin_lines() -> None:
    """`2:00:01,123 PM` behind a date in words."""
    text = "Oct 5, 2026 2:00:01,123 PM /job/x/configSubmit by ana from 192.0.2.7\n"
    assert generic(text).one("actor", "ip", "at_us") == ("ana", "192.0.2.7", 1_791_208_801_123_000)


def test_commas_in_statements_are_no_ends_of_cells() -> None:
    """Lines of MariaDB's audit plugin: no header, statements in single quotes."""
    text = (
        "20261005 10:00:00,db1,ana,192.0.2.7,12,0,CONNECT,shop,,0\n"
        "20261005 10:00:01,db1,ana,192.0.2.7,12,5,QUERY,shop,'DROP TABLE \\'a,b\\'',1051\n"
        "20261005 10:00:02,db1,eve,192.0.2.8,13,0,FAILED_CONNECT,,,1045\n"
    )
    result = generic(text)
    assert result.all("actor") == ["ana", "ana", "eve"]
    assert result.all("outcome") == ["success", "failure", "failure"]
    assert "a,b" in str(result.events[1])


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-10-05 10:12:33 CEST", "10/25/2026 1:12:33 AM PDT", "10/25/2026 1:12:33 AM Pacific Daylight Time",
        "Oct 25, 2026 1:12:33 AM (Pacific Daylight Time)", "25-Oct-2026 10:12:33 CEST", "[25/Oct/2026:10:12:33 +0200]",
        "2026-10-25 10:12:33 UTC+2", "2026-10-25-10.12.33.000000+120",
    ],
)  # fmt: skip
def test_the_zone_behind_the_time_of_a_line_counts(stamp: str) -> None:
    """Whatever the form of the time, and however the zone is written."""
    result = generic(f"{stamp} user ana logged in\n{stamp} CET-Router: user bob\n")
    assert [at_us // 1_000_000 % 86_400 for at_us in result.all("at_us")] == [8 * 3600 + 12 * 60 + 33] * 2
    assert result.all("actor") == ["ana", "bob"]


@pytest.mark.parametrize(
    ("begun", "ended"),
    [
        ("Mon Oct  5 08:12:33 2026", "Mon Oct  5 09:12:33 2026"), ("Mon Oct  5 08:12", "09:12"),
        ("2026-10-05T08:12:33+00:00", "2026-10-05T09:12:33+00:00"),
    ],
)  # fmt: skip
def test_sessions_as_last_prints_them(begun: str, ended: str) -> None:
    """Who, from where, and when it began."""
    rows = [f"ana      pts/0        192.0.2.7        {begun} - {ended}  (01:00)"]
    rows += [f"bob      tty1                          {begun}   still logged in"]
    rows += [f"zoe      pts/1        192.0.2.8        {begun} - crash  (1+02:00)"]
    result = generic("\n".join([*rows, "", "wtmp begins Mon Oct  5 07:00:00 2026", ""]))
    assert (result.all("actor"), result.all("ip")) == (["ana", "bob", "zoe"], ["192.0.2.7", "", "192.0.2.8"])
    assert {at_us // 60_000_000 % 1440 for at_us in result.all("at_us")} == {8 * 60 + 12}
    assert [one.line for one in result.rejects] == [5]
