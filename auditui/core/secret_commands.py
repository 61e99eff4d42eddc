"""Secrets among the words of commands: one table of programs and of what they take secrets by, for lists and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from auditui.core.hiding import REDACTED
from auditui.core.words import word_set

_MAX_WORDS: Final = 8
"""Words behind a program that its patterns look at."""
_MAX_QUOTED: Final = 512


@dataclass(frozen=True, slots=True)
class Program:
    """How a program takes secrets.

    Attributes:
        behind: Options, the word behind which is one.
        glued: Starts of words that are one from there on (`-pX`).
        logins: Options with a login: a secret behind the first `sign` in it, glued to the option or in the next word.
        cookies: Options with cookies, which have a `=`; else they name a file.
        after: What the words so far look like, joined by blanks, when the next one is a secret.
        within: A word that holds a secret as its only group; `only` holds for it too.
        only: The words one of which must have been said before any option counts (`docker login -p`).
    """

    behind: frozenset[str] = frozenset()
    glued: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    sign: str = ":"
    cookies: frozenset[str] = frozenset()
    after: re.Pattern[str] | None = None
    within: re.Pattern[str] | None = None
    only: frozenset[str] = frozenset()


def _after(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MYSQL: Final = Program(glued=("-p",), after=_after(r"(?:-\S+ )*password"))
_DASH_P: Final = Program(behind=frozenset({"-p"}), glued=("-p",))
_CAPITAL_P: Final = Program(behind=frozenset({"-P"}), glued=("-P",))
_LOGIN: Final = Program(behind=frozenset({"-p"}), only=frozenset({"login"}))
_LDAP: Final = Program(behind=frozenset({"-w"}), glued=("-w",))
_SAMBA: Final = Program(logins=("-U", "--user"), sign="%")
_SNMP: Final = Program(behind=frozenset({"-c", "-A", "-X"}))
_ORACLE: Final = Program(within=re.compile(r"(?:userid=)?[\w$#.]{1,64}/([^\s/@]{1,128})(?:@.*)?", re.IGNORECASE))
_OLD_ORACLE: Final = Program(within=re.compile(r"(?:userid=)?[\w$#.]{1,64}/([^\s/@]{1,128})@.*", re.IGNORECASE))
"""Their names are words, too."""
_FREERDP: Final = Program(glued=("/p:", "/gp:"))
_NOTHING: Final = Program()

PROGRAMS: Final[dict[str, Program]] = {
    **dict.fromkeys(word_set("mysql mysqldump mysqladmin mysqlimport mariadb mariadb-dump"), _MYSQL),
    **dict.fromkeys(word_set("mongo mongosh mongodump mongorestore sshpass cqlsh beeline psexec"), _DASH_P),
    **dict.fromkeys(word_set("sqlcmd bcp osql isql tsql zip unzip mosquitto_pub mosquitto_sub ipmitool"), _CAPITAL_P),
    **dict.fromkeys(word_set("docker podman nerdctl buildah skopeo helm oc cf az"), _LOGIN),
    **dict.fromkeys(word_set("ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldapcompare"), _LDAP),
    **dict.fromkeys(word_set("smbclient rpcclient smbget"), _SAMBA),
    **dict.fromkeys(word_set("snmpwalk snmpget snmpset snmpbulkwalk snmptrap"), _SNMP),
    **dict.fromkeys(word_set("ssh scp sftp rsync"), _NOTHING),
    "curl": Program(logins=("-u", "--user", "-U", "--proxy-user"), cookies=frozenset({"-b", "--cookie"})),
    "redis-cli": Program(behind=frozenset({"-a"})),
    "useradd": Program(behind=frozenset({"-p"})),
    "usermod": Program(behind=frozenset({"-p"})),
    "7z": Program(glued=("-p",)),
    "7za": Program(glued=("-p",)),
    "plink": Program(behind=frozenset({"-pw"})),
    "pscp": Program(behind=frozenset({"-pw"})),
    "ldappasswd": Program(behind=frozenset({"-w", "-s", "-a"})),
    "lftp": Program(logins=("-u",), sign=","),
    "cmdkey": Program(glued=("/pass:",)),
    "vault": Program(
        after=_after(r"login(?: -\S+)*"),
        within=re.compile(r"[\w.-]{1,64}=(?![@-])(.+)", re.DOTALL),
        only=frozenset({"put", "patch"}),
    ),
    "kubectl": Program(
        within=re.compile(r"--from-literal=[\w.-]{1,253}=(.+)", re.DOTALL), only=frozenset({"secret"})
    ),
    "openssl": Program(behind=frozenset({"-k", "-K"})),
    "aws": Program(after=_after(r"configure set \S*(?:secret_access_key|session_token)")),
    "htpasswd": Program(after=_after(
        r"(?=(?:-\w+ )*-\w*b)(?:(?=(?:-\w+ )*-\w*n)(?:-\w+ )+|(?!(?:-\w+ )*-\w*n)(?:-\w+ )+[^\s-]\S* )[^\s-]\S*"
    )),
    "net": Program(after=_after(r"user \S+(?: /\S+)*|use (?:\S+ )?\\\\\S+(?: /\S+)*")),
    "rabbitmqctl": Program(after=_after(r"(?:-\S+ )*(?:add_user|change_password) \S+")),
    "sqlplus": _ORACLE,
    **dict.fromkeys(word_set("impdp expdp sqlldr rman"), _ORACLE),
    **dict.fromkeys(word_set("exp imp"), _OLD_ORACLE),
    **dict.fromkeys(word_set("xfreerdp xfreerdp3 wfreerdp sdl-freerdp wlfreerdp"), _FREERDP),
    "rdesktop": Program(behind=frozenset({"-p"})),
    "convertto-securestring": Program(behind=frozenset({"-String"}), after=_after("")),
}  # fmt: skip

_NOT_TOLD: Final = word_set("failed failure succeeded success successful attempt required denied page token")
"""What sentences say behind `vault login`."""
_LOGIN_WORD: Final = {sign: re.compile(rf"[^\s{sign}\"']{{0,128}}{sign}(?!//)(?=.)", re.DOTALL) for sign in ":%,"}
_SPLIT: Final = str.maketrans(dict.fromkeys("\"'/\\[](),|;:&`$={}", " "))
_PARTS: Final = re.compile(r"[/\\,=:(\[`]")
_TOKEN: Final = re.compile(r"([|;\n]|&&|&(?=\s))|[^\s\"'|;]+")
_WITHOUT_OPTION: Final = (
    "net ",
    "vault",
    "aws ",
    "rabbitmq",
    "sqlplus",
    "mysqladmin",
    "securestring",
    "mpdp ",
    "xpdp ",
    "exp ",
    "imp ",
    "sqlldr ",
)
"""Programs that take a secret without any option."""
_PIPED: Final = re.compile(
    r"\becho\s{1,3}(?:-\w{1,3}\s{1,3})?([\"']?)(?:[^\s:\"'|]{1,64}:)?([^\s\"'|]{1,256})\1\s{0,3}\|\s{0,3}(?:sudo\s{1,3})?"
    r"(?:chpasswd|passwd\s{1,3}--stdin|-S\b|sudo\s{1,3}-S\b|su\b|kinit\b|cryptsetup\b|docker\s{1,3}login)"
)
_SENT: Final = re.compile(r"(\bsend\s{1,3}(?:--\s{1,3})?\\*\")(?=[^\"\\]{0,64}\d)([^\s\"\\]{6,128})(\\+[rn]\\*\")")
"""What `expect` types: a password, if there is a digit in it."""


class Words:
    """Reads commands word by word: what is kept of each."""

    __slots__ = ("_awaited", "_program", "_said")

    def __init__(self) -> None:
        self.end()

    def end(self) -> None:
        """The command is over; another may follow."""
        self._program: Program | None = None
        self._awaited = ""
        self._said: list[str] = []

    def cut(self, word: str, *, glues: bool = False) -> int | None:
        """How many characters of the next word are kept, or None for all; `glues`: a quoted part goes on with it."""
        awaited, self._awaited = self._awaited, ""
        if awaited:
            found = self._awaited_in(awaited, word)
            if found is not None:
                return found
        program = PROGRAMS.get(_name(word)) if word[:1] != "-" else None
        if program is not None:
            self.end()
            self._program = program
            return None
        found = self._secret_in(word, glues=glues) if self._program is not None else None
        if len(self._said) < _MAX_WORDS:
            self._said.append(word if found is None else REDACTED)
        return found

    def _awaited_in(self, awaited: str, word: str) -> int | None:
        if awaited == "cookie":
            return 0 if "=" in word else None
        if awaited == "secret":
            return None if word[:1] == "-" else 0
        login = _LOGIN_WORD[awaited].match(word)
        return login.end() if login else None

    def _secret_in(self, word: str, *, glues: bool) -> int | None:
        program = self._program
        assert program is not None
        if is_meant := not program.only or not program.only.isdisjoint(self._said):
            if word in program.behind:
                self._awaited = "" if glues and word in program.glued else "secret"
                return len(word) if glues and word in program.glued else None
            if (found := self._glued_in(program, word, glues=glues)) is not None or self._awaited:
                return found
        if is_meant and program.within is not None and (inside := program.within.fullmatch(word)):
            return inside.start(1)
        if program.after is None or word[:1] in {"-", "*"} or word.startswith("/") or "=" in word.rstrip("="):
            return None
        return 0 if word.lower() not in _NOT_TOLD and program.after.fullmatch(" ".join(self._said)) else None

    def _glued_in(self, program: Program, word: str, *, glues: bool) -> int | None:
        if word in program.cookies:
            self._awaited = "cookie"
            return None
        for option in program.logins:
            if word == option:
                self._awaited = program.sign
                return None
            if word.startswith(f"{option}=" if option.startswith("--") else option):
                login = _LOGIN_WORD[program.sign].match(word)
                return login.end() if login else None
        start = next((start for start in program.glued if word.startswith(start) and (glues or word != start)), None)
        return None if start is None else len(start)


def _name(word: str) -> str:
    """What a program is called: without the folders, or the cells and the name of a field, in front of it."""
    return _PARTS.split(word)[-1].lower().removesuffix(".exe")


def command_places(words: Sequence[object]) -> dict[int, str]:
    """What is kept of the words of a command that hold a secret: `["curl", "-u", "joe:x"]`, `["mysql", "-px"]`."""
    found: dict[int, str] = {}
    if not any(type(word) is str and may_command(word) for word in words):
        return found
    reader = Words()
    for place, word in enumerate(words):
        if type(word) is str and word and (kept := reader.cut(word)) is not None:
            found[place] = word[:kept] + REDACTED
    return found


def may_command(word: str) -> bool:
    """Whether this word of a list may be a program that takes secrets."""
    return word in PROGRAMS or (("/" in word or "\\" in word or "." in word) and _name(word) in PROGRAMS)


def runs_program(text: str) -> bool:
    """Whether a text, in lower case, names a program that takes secrets."""
    return not PROGRAMS.keys().isdisjoint(text.translate(_SPLIT).replace(".exe", "").split())


def _holds_option(text: str) -> bool:
    return " -" in text or " /" in text or '"-' in text or "'-" in text or '"/' in text or "'/" in text


def redact_commands(text: str, lowered: str) -> str:
    """The text without the secrets of the commands in it; `lowered` is the text in lower case."""
    if "echo" in text and "|" in text:
        text = _PIPED.sub(_echo_gone, text)
    if "expect " in lowered and "send" in lowered:
        text = _SENT.sub(_part_sent, text)
    if not (_holds_option(text) or any(name in lowered for name in _WITHOUT_OPTION)) or not runs_program(lowered):
        return text
    kept: list[str] = []
    done = 0
    for start, end in _secrets_in(text):
        kept += (text[done:start], REDACTED)
        done = end
    return "".join((*kept, text[done:])) if kept else text


def _part_sent(found: re.Match[str]) -> str:
    return f"{found[1]}{REDACTED}{found[3]}"


def _echo_gone(found: re.Match[str]) -> str:
    start, end = found.start(2) - found.start(), found.end(2) - found.start()
    return found[0][:start] + REDACTED + found[0][end:]


def _secrets_in(text: str) -> Iterator[tuple[int, int]]:
    reader = Words()
    position = 0
    while (token := _TOKEN.search(text, position)) is not None:
        position = token.end()
        if token[1]:
            reader.end()
            continue
        word = token[0] if REDACTED in token[0] else token[0].strip(",[](){}`")
        if not word:
            continue
        glues = text[position : position + 1] in {'"', "'"} and text[position + 1 : position + 2].strip(" ,)]\n") != ""
        kept = reader.cut(word, glues=glues)
        if kept is None:
            continue
        start = text.index(word, token.start()) + kept
        end = start + len(word) - kept
        quote = text[token.start() - 1 : token.start()]
        if start == end:  # what is glued stands in quotes of its own
            quote, start = text[end], end + 1
        if quote in {'"', "'"}:
            close = text.find(quote, start, start + _MAX_QUOTED)
            end = close if close >= 0 else max(end, start)
        if start < end and not text.startswith(REDACTED, start):
            yield start, end
            position = end
