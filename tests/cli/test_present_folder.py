"""The folder that somebody stands in holds logs, and may hold modules that an attacker put beside them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from auditui import apart

NAMES = (
    "auditui",
    "fcntl",
    "json",
    "marshal",
    "msgspec",
    "multiprocessing",
    "pickle",
    "selectors",
    "sqlite3",
    "struct",
)
HELPED = """
if __name__ == "__main__":
    import sys
    sys.argv = ["auditui", "--version"]
    from auditui.__main__ import main
    try:
        main()
    except SystemExit:
        pass
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(len, "abc").result() == 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Logs, and a module by each of many names that tells when it is loaded."""
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'loaded')!r}, 'a').write(__name__)\n")
    line = '{"time": "2026-10-05T10:00:00Z", "user": "ana", "action": "update", "note": "%s"}\n'
    with (tmp_path / "log.jsonl").open("w") as log:
        log.writelines(line % f"{n:06}" for n in range(apart.PAYS_FROM // len(line) + 1))
    return tmp_path


def is_untouched(folder: Path, *words: str) -> bool:
    """Whether nothing in the folder was loaded by a program that was run there, and did its work."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return not (folder / "loaded").exists()


def test_an_import_loads_nothing_from_there(folder: Path) -> None:
    """Neither does the process that reads for it."""
    program = str(Path(sys.executable).parent / "auditui")
    assert is_untouched(folder, program, "import", "--db", "store.db", "log.jsonl")


def test_processes_that_help_load_nothing_from_there(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Such as those that verify: the program sees to it before it starts any."""
    script = tmp_path_factory.mktemp("bin") / "helped"
    script.write_text(HELPED)
    assert is_untouched(folder, sys.executable, str(script))
