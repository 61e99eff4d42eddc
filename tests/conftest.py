"""What holds for all tests: nothing that they do is noted in the state folder of whoever runs them.

And what some of them measure is told at the end, whichever process they ran in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

_TOLD: Final = "told"


@pytest.fixture(autouse=True)
def _own_state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own for each test, also for programs that it starts."""
    folder = tmp_path_factory.mktemp("state")
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
