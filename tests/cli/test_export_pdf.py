"""`auditui export --format pdf`."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditui.cli.main import cli
from auditui.core.errors import ExitCode
from tests.formats.pdf.reading import Paper
from tests.terminal import started


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_the_name_of_the_file_says_that_it_is_a_pdf(db: Path, tmp_path: Path) -> None:
    """Private as every export; times in the zone that was asked for."""
    target = tmp_path / "out.pdf"
    result = run("export", "--db", db, "-q", "user:ana", "--tz", "Europe/Vienna", "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    text = Paper(target.read_bytes()).text()
    assert "2026-09-22 11:07:00 +02:00" in text
    assert "audit.db" in text


def test_a_pipe_gets_the_file(db: Path) -> None:
    """Whoever pipes it on knows what comes."""
    result = run("export", "--db", db, "--format", "pdf")
    assert result.stdout_bytes.startswith(b"%PDF-")
    assert result.stdout_bytes.rstrip().endswith(b"%%EOF")


def test_a_terminal_gets_a_hint(db: Path) -> None:
    """Bytes of a PDF would only make a mess of a screen."""
    with started("export", "--db", db, "--format", "pdf") as terminal:
        assert terminal.wait_exit() == ExitCode.USAGE
        assert "a terminal cannot show a PDF" in terminal.text
        assert "-o events.pdf" in terminal.text
        assert b"%PDF" not in terminal.raw


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_a_font_is_for_pdf_alone(db: Path, form: str) -> None:
    """An option without effect is refused."""
    result = run("export", "--db", db, "--format", form, "--font", "x.ttf")
    assert result.exit_code == ExitCode.USAGE
    assert f"--font has no effect on {form}" in result.stderr


def test_a_font_that_is_none_leaves_no_file(db: Path, tmp_path: Path) -> None:
    """One line, and nothing that looks like an export."""
    (tmp_path / "x.ttf").write_text("no font")
    result = run("export", "--db", db, "--font", tmp_path / "x.ttf", "-o", tmp_path / "out.pdf")
    assert result.exit_code == ExitCode.USAGE
    assert "x.ttf: is no font that can be embedded" in result.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_other_formats_load_nothing_of_it(db: Path, tmp_path: Path) -> None:
    """The libraries for fonts cost a quarter of a second, which only those pay who want a PDF."""
    code = (
        "import contextlib, sys; from auditui.cli.main import cli\n"
        "with contextlib.suppress(SystemExit):\n"
        f"    cli(['export', '--db', {str(db)!r}, '-o', {str(tmp_path / 'out.csv')!r}])\n"
        "print([name for name in ('fpdf', 'fontTools', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert (tmp_path / "out.csv").exists()
