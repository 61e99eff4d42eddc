"""Real accounts of the machine, made for a test and removed after it, and commands that run as one of them."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = r"""
import importlib, json, os, pathlib, pkgutil, socket, sys, tempfile
asked = json.loads(sys.argv[1])
import auditui
for found in pkgutil.walk_packages(auditui.__path__, "auditui."):
    if not found.name.startswith(("auditui.tui", "auditui.__main__", "auditui.serving")):
        importlib.import_module(found.name)
from auditui import session, __main__ as program
from auditui.custody import syslog
from auditui.cli.main import cli

def run(words):
    try:
        cli.main(words)
    except SystemExit as left:
        return left.code or 0

session.SYSTEM_CONFIG = pathlib.Path(asked["config"])
with tempfile.TemporaryDirectory() as folder:  # whatever is imported late is imported now, while we may read it
    os.environ.update(HOME=folder, XDG_CONFIG_HOME=folder, XDG_DATA_HOME=folder)
    out, err = os.dup(1), os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    for words in asked["warm"]:
        run([word.replace("SCRATCH", folder) for word in words])
    sys.stdout.flush(), sys.stderr.flush()
    os.dup2(out, 1), os.dup2(err, 2)

syslog.SOCKETS = tuple(map(pathlib.Path, asked["syslog"]))
os.environ.update(HOME="/nonexistent", XDG_CONFIG_HOME="/nonexistent", XDG_DATA_HOME="/nonexistent")
os.environ.update(asked["environment"])
os.umask(asked["umask"])
os.setgroups(asked["groups"])
os.setgid(asked["gid"])
os.setuid(asked["uid"])
sys.exit(run(asked["words"]))
"""
"""Runs `auditui` as another account. It becomes that account after everything is imported, since the interpreter
itself may lie where only root can read it. What an administrator writes into /etc stands in another file here,
which takes code in the process: no option and no variable names it."""

WARM = (
    ("import", "--db", "SCRATCH/a.db", str(ROOT / "sample_data" / "change-trail.json")),
    ("export", "--db", "SCRATCH/a.db", "--limit", "1"),
    ("count", "--db", "SCRATCH/a.db", "-q", "user:x since:2d"),
    ("stats", "--db", "SCRATCH/a.db", "--tz", "Europe/Berlin"),
    ("show", "--db", "SCRATCH/a.db", "1"),
)


@dataclass(frozen=True)
class Account:
    """One account; `groups` are numbers of further groups that its processes have."""

    name: str
    uid: int
    gid: int
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


def why_not() -> str:
    """Why accounts cannot be made here; empty when they can."""
    if os.geteuid() != 0:
        return "only root can make accounts"
    missing = [tool for tool in ("useradd", "userdel", "groupadd", "groupdel") if shutil.which(tool) is None]
    return f"there is no {missing[0]} here" if missing else ""


@contextmanager
def accounts(*names: str) -> Iterator[list[Account]]:
    """Accounts of their own for as long as the block lasts. Skips the test where none can be made."""
    if reason := why_not():
        pytest.skip(reason)  # rights are only proven with real accounts, and only root makes some
    made: list[Account] = []
    try:
        for name in names:
            full = f"audit-{name}-{os.getpid()}"
            command = ["useradd", "--system", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", full]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                # containers may forbid it to root, too; the rules themselves are held without accounts
                pytest.skip(f"useradd does not make accounts here: {done.stderr.strip()}")
            found = pwd.getpwnam(full)
            made.append(Account(full, found.pw_uid, found.pw_gid))
        yield made
    finally:
        for account in made:
            subprocess.run(["userdel", account.name], capture_output=True, check=False)


def run_as(
    account: Account,
    words: Sequence[str],
    *,
    config: Path = Path("/nonexistent"),
    syslog: Sequence[Path] = (),
    umask: int = 0o022,
    environment: dict[str, str] | None = None,
) -> Done:
    """Run one command line as an account; `config` stands for the system's configuration."""
    asked = {
        "words": list(words), "warm": WARM, "config": str(config), "syslog": [str(path) for path in syslog],
        "uid": account.uid, "gid": account.gid, "groups": list(account.groups), "umask": umask,
        "environment": environment or {},
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(asked)],
        capture_output=True, text=True, check=False, cwd="/", env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)
