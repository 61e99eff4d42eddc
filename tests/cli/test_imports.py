"""What the program loads before it has anything to do with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"textual", "rich", "sqlite_utils", "sqlite3", "pyroaring", "platformdirs", "asyncio"}
SCRIPT = """
import sys
from auditui.cli.main import cli
try:
    cli.main(sys.argv[1:])
finally:
    print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["export", "--help"], ["import", "--help"], ["count", "--nope"]]
)
def test_help_and_version_load_nothing_heavy(words: list[str]) -> None:
    """A person who asks for help has it at once: no screen, no database, no tables are loaded for it."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, *words], capture_output=True, text=True, check=False)
    *said, loaded = done.stderr.splitlines()
    assert "fault of auditui" not in "".join(said)
    assert "auditui" in loaded.split()
    assert HEAVY & set(loaded.split()) == set()
