"""Bursts and sittings, held against the plainest way to say what they are."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from auditui.core.watching import Threshold
from auditui.insight import windows
from auditui.insight.windows import Run, bursts, sittings

Events = list[tuple[str, int]]
EVENTS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), max_size=40).map(
    lambda events: sorted(events, key=lambda event: event[1])
)
THRESHOLDS = st.builds(Threshold, st.integers(1, 5), st.integers(0, 12))


def by_time(runs: list[Run[str]]) -> list[tuple[str, int, int, int]]:
    return sorted((run.key, run.first_us, run.last_us, run.count) for run in runs)


def naive_bursts(events: Events, threshold: Threshold) -> list[tuple[str, int, int, int]]:
    """All windows of every event and those after it; those that share an event or a moment are merged."""
    found: list[tuple[str, int, int, int]] = []
    for key in {key for key, _ in events}:
        times = [at_us for name, at_us in events if name == key]
        windows_of = [
            set(range(start, start + threshold.count))
            for start in range(len(times) - threshold.count + 1)
            if times[start + threshold.count - 1] - times[start] <= threshold.within_us
        ]
        merged: list[set[int]] = []
        for window in windows_of:
            moments = {times[number] for number in window}
            joined = [one for one in merged if moments & {times[number] for number in one}]
            merged = [one for one in merged if one not in joined] + [window.union(*joined)]
        found += [(key, times[min(one)], times[max(one)], len(one)) for one in merged]
    return sorted(found)


@given(events=EVENTS, threshold=THRESHOLDS)
def test_bursts_are_merged_windows(events: Events, threshold: Threshold) -> None:
    """Whatever the events, the streaming answer is the one that looks at every window."""
    assert by_time(list(bursts(iter(events), threshold))) == naive_bursts(events, threshold)


@given(events=EVENTS, threshold=THRESHOLDS, step=st.integers(1, 7))
def test_forgetting_quiet_keys_changes_nothing(events: Events, threshold: Threshold, step: int) -> None:
    """However often memory is tidied."""
    before, windows._TIDY = windows._TIDY, step  # type: ignore[misc]  # a constant, but for this test
    try:
        assert by_time(list(bursts(iter(events), threshold))) == naive_bursts(events, threshold)
    finally:
        windows._TIDY = before  # type: ignore[misc]


@given(events=EVENTS, threshold=THRESHOLDS)
def test_a_burst_holds_all_events_of_its_key_between_its_ends(events: Events, threshold: Threshold) -> None:
    """So that first, last and key are enough to ask for exactly its events."""
    for run in bursts(iter(events), threshold):
        assert run.count == sum(key == run.key and run.first_us <= at <= run.last_us for key, at in events)


@given(events=EVENTS, pause=st.integers(0, 8))
def test_sittings_tile_the_events(events: Events, pause: int) -> None:
    """Every event is in one sitting; between two sittings of a key there is a longer pause."""
    found = by_time(list(sittings(iter(events), pause)))
    assert sum(count for *_, count in found) == len(events)
    for key, first, last, count in found:
        times = [at for name, at in events if name == key and first <= at <= last]
        assert len(times) == count
        assert all(after - before <= pause for before, after in pairwise(times))
    for one, other in pairwise(found):
        assert one[0] != other[0] or other[1] - one[2] > pause


def test_the_threshold_itself_is_enough() -> None:
    """Five in ten minutes: the fifth at exactly ten minutes counts, a microsecond later it does not."""
    five = Threshold(5, 10)
    assert by_time(list(bursts([("a", at) for at in (0, 1, 2, 3, 10)], five))) == [("a", 0, 10, 5)]
    assert not list(bursts([("a", at) for at in (0, 1, 2, 3, 11)], five))
    assert not list(bursts([("a", at) for at in (0, 1, 2, 3)], five))


def test_memory_does_not_grow_with_quiet_keys() -> None:
    """A hundred thousand keys with one event each are forgotten on the way."""
    held: list[int] = []
    tidied = windows._tidied

    def counted(seen: dict[int, object], before_us: int | None) -> object:
        held.append(len(seen))
        return tidied(seen, before_us)  # type: ignore[arg-type]  # only handed on

    windows._tidied = counted  # type: ignore[assignment]
    try:
        assert not list(bursts(((number, number * 1000) for number in range(100_000)), Threshold(2, 5000)))
    finally:
        windows._tidied = tidied
    assert max(held) < 2 * windows._TIDY
