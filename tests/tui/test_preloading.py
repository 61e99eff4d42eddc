"""What the first keys need is loaded while nobody presses one."""

from __future__ import annotations

import subprocess
import sys

_DRAINED = """
import sys
from auditui.tui import preloading

class Waiting:
    timers = []

    def set_timer(self, seconds, callback):
        self.timers.append((seconds, callback))

app = Waiting()
preloading.begin(app)
before, steps = set(sys.modules), []
while app.timers:
    (seconds, callback), = app.timers
    app.timers.clear()
    callback()
    steps.append(len([name for name in preloading.MODULES if name in sys.modules]))
print(before.isdisjoint(preloading.MODULES), steps[-1] == len(preloading.MODULES), len(steps) > len(preloading.MODULES))
"""


def test_all_of_it_comes_one_by_one_and_nothing_before_its_time() -> None:
    """One timer at a time: a key that comes in between waits for one module at most."""
    done = subprocess.run([sys.executable, "-c", _DRAINED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]
