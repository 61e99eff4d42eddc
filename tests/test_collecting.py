"""Looking for cycles seldom is not never."""

from __future__ import annotations

import gc
import weakref

from auditui import collecting


class Ring:
    """Holds itself."""

    def __init__(self) -> None:
        self.next = self


def test_cycles_made_inside_are_still_young_afterwards() -> None:
    """The next look at what is young finds them: a process of many imports does not grow."""
    gc.collect()
    with collecting.seldom():
        ring = weakref.ref(Ring())
        assert ring() is not None
    gc.collect(0)
    assert ring() is None


def test_thresholds_are_put_back() -> None:
    """Also where the work failed."""
    before = gc.get_threshold()
    try:
        with collecting.seldom():
            assert gc.get_threshold() > before
            raise RuntimeError
    except RuntimeError:
        pass
    assert gc.get_threshold() == before
