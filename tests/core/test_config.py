"""Configuration: what people may decide, what administrators decide for them, and clear words where it is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditui.core import view
from auditui.core.config import PAGE_SIZES, Access, Config, load
from auditui.core.errors import ExitCode, NotPermittedError, UsageError

EVERYTHING = """
[display]
time = "dmy"
zone = "Europe/Berlin"
page_size = 50
theme = "nord"
ascii = true
mouse = false

[redaction]
keys = ["salary", "iban"]
exceptions = ["token_id"]

[keys]
details = "enter,o"

[journal]
required = true
"""
ACCESS = '[access]\nowners = ["alice"]\nadmins = ["bob", "%support"]\ngroup = "audit"\n'


def written(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    return path


def test_nothing_written_is_the_defaults(tmp_path: Path) -> None:
    """Without files, or with empty ones, nothing is decided."""
    assert load() == load(tmp_path / "none", tmp_path / "none" / "neither") == Config()
    assert load(written(tmp_path, "")) == Config()


def test_everything_that_can_be_decided(tmp_path: Path) -> None:
    """Each key of the tables arrives."""
    config = load(written(tmp_path, EVERYTHING))
    assert (config.display.time, config.display.zone, config.display.page_size) == ("dmy", "Europe/Berlin", 50)
    assert (config.display.theme, config.display.ascii, config.display.mouse) == ("nord", True, False)
    assert (config.redaction.keys, config.redaction.exceptions) == (("salary", "iban"), ("token_id",))
    assert config.keys == {"details": "enter,o"}
    assert config.journal.required
    assert config.access is None


def test_a_person_may_look_at_it_otherwise(tmp_path: Path) -> None:
    """Display and keys: the person's file wins, key by key, and leaves the rest as the system has it."""
    system = written(tmp_path, EVERYTHING, "system.toml")
    user = written(tmp_path, '[display]\ntime = "relative"\n[keys]\nquit = "q"\n')
    config = load(user, system, system_uid=os.geteuid())
    assert (config.display.time, config.display.page_size) == ("relative", 50)
    assert config.keys == {"details": "enter,o", "quit": "q"}


def test_a_person_may_not_take_a_secret_back(tmp_path: Path) -> None:
    """Redaction: where the system's file speaks, a person's exceptions count for nothing."""
    system = written(tmp_path, '[redaction]\nkeys = ["salary"]\n', "system.toml")
    user = written(tmp_path, '[redaction]\nexceptions = ["salary"]\n[display]\nascii = true\n')
    config = load(user, system, system_uid=os.geteuid())
    assert (config.redaction.keys, config.redaction.exceptions) == (("salary",), ())
    assert config.display.ascii
    assert load(user).redaction.exceptions == ("salary",)


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("[dispay]", "dispay is no table", "did you mean display?"),
        ("[display]\npagesize = 5", "pagesize is no key of [display]", "did you mean page_size?"),
        ("[redaction]\nkey = []", "key is no key of [redaction]", "did you mean keys?"),
        ("[display]\nqqq = 5", "qqq is no key of [display]", "known are: time, zone, page_size"),
        ("display = 3", "display is a table", ""),
        ("[display]\npage_size = 33", "display.page_size is 33", "one of 50, 100"),
        ("[display]\npage_size = true", "display.page_size is True", "one of 50, 100"),
        ('[display]\nmouse = "no"', "display.mouse is 'no'", "true or false"),
        ('[display]\ntime = "us"', "display.time is 'us'", "iso or dmy or relative"),
        ('[display]\nzone = "Europe/Berlim"', "display.zone", "Berlin"),
        ("[display]\ntheme = 5", "display.theme is 5", "a text"),
        ('[redaction]\nkeys = "salary"', "redaction.keys is 'salary'", "a list of names"),
        ('[redaction]\nkeys = [" "]', "redaction.keys", "a list of names"),
        ("[journal]\nrequire = true", "require is no key of [journal]", "did you mean required?"),
        ('[journal]\nrequired = "yes"', "journal.required is 'yes'", "true or false"),
        ("[anchors]\nfoldr = '/x'", "foldr is no key of [anchors]", "did you mean folder?"),
        ("[anchors]\nfolder = 'anchors'", "anchors.folder is 'anchors'", "a whole path"),
        ("[anchors]\nkey = 5", "anchors.key is 5", "a text"),
        ("[keys]\nquit = 3", "keys.quit is 3", "a text"),
        ("[display\n", "not TOML", "correct it"),
        ("a = '\x00'", "not TOML", "correct it"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_remedy(tmp_path: Path, text: str, problem: str, hint: str) -> None:
    """The error names the file, the key, what was found, and what to write."""
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        load(path)
    assert problem in caught.value.problem
    assert hint in caught.value.hint
    assert caught.value.where == str(path)


def test_where_heads_are_noted_is_the_systems_word(tmp_path: Path) -> None:
    """A person's file names the folder and the key only where the system's says nothing of them."""
    system = written(tmp_path, '[anchors]\nfolder = "/var/lib/heads"\n', "system.toml")
    user = written(tmp_path, '[anchors]\nfolder = "/tmp/heads"\nkey = "/tmp/key.pem"\n')
    ours = load(user, system, system_uid=os.geteuid()).anchors
    assert (ours.folder, ours.key) == ("/var/lib/heads", "")
    assert (load(user).anchors.folder, load(user).anchors.key) == ("/tmp/heads", "/tmp/key.pem")
    assert load().anchors.folder == ""


def test_a_folder_or_foreign_bytes_in_its_place(tmp_path: Path) -> None:
    """What cannot be read is an error of one line, too."""
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path)
    path = tmp_path / "latin.toml"
    path.write_bytes(b"[keys]\nquit = '\xff'")
    with pytest.raises(UsageError, match="not TOML"):
        load(path)


def test_the_system_says_who_is_what(tmp_path: Path) -> None:
    """Names, groups with their mark, and the group of the files; an empty table is one that lets nobody in."""
    system = written(tmp_path, ACCESS, "system.toml")
    assert load(None, system, system_uid=os.geteuid()).access == Access(("alice",), ("bob", "%support"), "audit")
    assert load(None, written(tmp_path, "[access]\n"), system_uid=os.geteuid()).access == Access()


def test_nobody_gives_themselves_a_role(tmp_path: Path) -> None:
    """A person's own file cannot speak of access, whether the system's file does or not."""
    user = written(tmp_path, ACCESS)
    for system in (None, written(tmp_path, ACCESS, "system.toml")):
        with pytest.raises(UsageError, match=r"\[access\] counts in the system's file alone"):
            load(user, system, system_uid=os.geteuid())


def test_a_person_may_not_do_without_the_journal(tmp_path: Path) -> None:
    """What the system requires a person cannot let be; where it says nothing they may be strict with themselves."""
    system = written(tmp_path, "[journal]\nrequired = true\n", "system.toml")
    user = written(tmp_path, "[journal]\nrequired = false\n")
    assert load(user, system, system_uid=os.geteuid()).journal.required
    assert load(written(tmp_path, "[journal]\nrequired = true\n")).journal.required


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "is_believed"),
    [
        (0o644, 0o755, True),
        (0o600, 0o1777, True),
        (0o664, 0o755, False),
        (0o646, 0o755, False),
        (0o644, 0o775, False),
        (0o644, 0o777, False),
    ],
)
def test_a_system_file_that_others_can_write_is_not_believed(
    tmp_path: Path, file_mode: int, folder_mode: int, is_believed: bool
) -> None:
    """Nor one in a folder where others can replace it; a sticky bit keeps them from that."""
    system = written(tmp_path, ACCESS, "system.toml")
    system.chmod(file_mode)
    tmp_path.chmod(folder_mode)
    if is_believed:
        assert load(None, system, system_uid=os.geteuid()).access is not None
        return
    with pytest.raises(NotPermittedError, match="others than its owner can write it") as caught:
        load(None, system, system_uid=os.geteuid())
    assert caught.value.exit_code is ExitCode.NOT_PERMITTED
    assert "chmod go-w" in caught.value.hint


def test_a_system_file_of_somebody_else_is_not_believed(tmp_path: Path) -> None:
    """Whoever owns the file can write it at any time."""
    system = written(tmp_path, ACCESS, "system.toml")
    with pytest.raises(NotPermittedError, match=f"belongs to account {os.geteuid()}"):
        load(None, system, system_uid=os.geteuid() + 1)


def test_page_sizes_are_those_of_the_views() -> None:
    """Two lists of one thing, kept equal here so that reading a configuration loads no query language."""
    assert PAGE_SIZES == view.PAGE_SIZES
