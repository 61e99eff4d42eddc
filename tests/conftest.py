"""What holds for all tests: nothing that they do is noted in the state folder of whoever runs them.

And what some of them measure is told at the end, whichever process they ran in.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final

import pytest

_TOLD: Final = "told"

for _number, _usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_number) is signal.SIG_IGN:  # by nohup, or a shell that runs tests beside itself
        signal.signal(_number, _usual)  # else the programs that tests start would inherit that


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a third of the time tests wait, for a screen, a disk or another process."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What was collected stays: looking through all of it for garbage took a quarter of the time of screens."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def _state_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


_numbers: Final = count()


@pytest.fixture(autouse=True)
def _own_state_folder(_state_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own for each test, also for programs that it starts.

    Numbered here: whoever asks for a folder that is numbered waits until all that there are have been looked at.
    """
    folder = _state_folders / str(next(_numbers))
    folder.mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes a line of figures that belongs to what the test run prints."""
    return lambda line: request.node.user_properties.append((_TOLD, line))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests told, passed or failed."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = [str(line) for report in reports for name, line in report.user_properties if name == _TOLD]
    if lines:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(lines))
