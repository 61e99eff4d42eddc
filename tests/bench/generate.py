"""Made-up audit events for measurements: the same bytes on every machine, for every count.

Each event is about 800 bytes of JSON. Users and addresses follow a Zipf-like curve, time runs over 90
days with a jitter of 20 seconds, six in ten events carry changes, eight in ten nested details. Planted words:
`qzxvrare` (one in 100,000), `downloadContactList` (one in 100), `update` (three in ten), `contact` (a fifth).
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Final

BLOCK: Final = 10_000
"""Events that share one seed, so that any block can be made without those before it."""
SPAN_US: Final = 90 * 86_400_000_000
FIRST_US: Final = 1_783_036_800_000_000
"""2026-07-03 00:00 UTC."""

ACTIONS: Final = (
    ("update", 30), ("view", 22), ("create", 12), ("login", 9), ("sync", 6), ("logout", 5), ("delete", 4),
    ("export", 3), ("import", 2), ("archive", 2), ("grant", 1), ("restore", 1), ("approve", 2),
    ("downloadContactList", 1),
)  # fmt: skip
TYPES: Final = (
    ("contact", 20), ("ticket", 18), ("invoice", 12), ("user", 9), ("asset", 8), ("client", 7), ("quote", 6),
    ("project", 5), ("document", 4), ("domain", 3), ("network", 2), ("vendor", 2), ("tag", 1), ("rack", 1),
    ("product", 1), ("location", 1),
)  # fmt: skip
STATUSES: Final = ((200, 70), (201, 12), (204, 6), (400, 3), (403, 3), (404, 3), (409, 1), (422, 1), (500, 1))
ROLES: Final = (("agent", 60), ("admin", 8), ("owner", 2), ("auditor", 5), ("integration", 25))
_VOCABULARY: Final = """
amber anchor birch bright candle cedar cobalt copper coral crisp delta dune ember fern flint forge garnet
gentle harbor hazel indigo iron jade jolly juniper keen lagoon lively lunar maple marble meadow mellow noble
north ochre olive onyx opal orbit pearl pine plain prime quartz quiet rapid reef river sable sage silver slate
solar spruce stone swift tidal timber topaz umber vivid walnut willow
"""
WORDS: Final = tuple(_VOCABULARY.split())
FIELDS: Final = ("status", "plan", "owner", "priority", "phone", "city", "discount", "notes", "stage", "quantity")
AGENTS: Final = tuple(
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) {browser}"
    for system in (
        "Windows NT 10.0; Win64; x64",
        "X11; Linux x86_64",
        "Macintosh; Intel Mac OS X 14_6",
        "iPad; CPU OS 18_0",
    )
    for browser in ("Chrome/131.0", "Chrome/130.0", "Firefox/132.0", "Safari/605.1", "Edge/130.0", "Opera/114.0")
)


class _Weighted:
    """Draws values by weight."""

    def __init__(self, pairs: tuple[tuple[object, int], ...]) -> None:
        self.values = [value for value, _ in pairs]
        self.steps = list(accumulate(weight for _, weight in pairs))

    def draw(self, dice: random.Random) -> object:
        return self.values[bisect(self.steps, dice.random() * self.steps[-1])]


_ACTION, _TYPE, _STATUS, _ROLE = (_Weighted(pairs) for pairs in (ACTIONS, TYPES, STATUSES, ROLES))


def _zipf(dice: random.Random, size: int) -> int:
    """A number below `size`, small ones far more often."""
    return int(size ** dice.random()) - 1


def _phrase(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(words))


def _changes(dice: random.Random) -> dict[str, object]:
    return {
        field: {"before": _phrase(dice, 2), "after": f"{_phrase(dice, 1)} {dice.randrange(100)}"}
        for field in dice.sample(FIELDS, dice.randrange(1, 4))
    }


def _details(dice: random.Random, kind: str, entity: int) -> dict[str, object]:
    return {
        "request": {
            "path": f"/api/v2/{kind}/{entity}/{dice.choice(('settings', 'status', 'notes', 'members'))}",
            "query": {"page": dice.randrange(1, 40), "expand": dice.choice(("owner", "tags", "none"))},
            "correlation": f"{dice.getrandbits(96):024x}",
        },
        "session": {
            "mfa": dice.random() < 0.6,
            "region": dice.choice(("eu", "us", "ap")),
            "idle_s": dice.randrange(900),
        },
        "tags": dice.sample(WORDS, 2),
        "tls": "TLS_AES_128_GCM_SHA256",
    }


def _event(dice: random.Random, number: int, total: int) -> dict[str, object]:
    user, entity = _zipf(dice, 5_000), dice.randrange(400_000)
    action, kind, status = str(_ACTION.draw(dice)), str(_TYPE.draw(dice)), _STATUS.draw(dice)
    at_us = FIRST_US + SPAN_US * number // total + dice.randrange(-20_000_000, 20_000_000)
    seconds, micros = divmod(at_us, 1_000_000)
    address = _zipf(dice, 20_000)
    made: dict[str, object] = {
        "id": f"{dice.getrandbits(128):032x}",
        "time": seconds * 1000 + micros // 1000,
        "actor": {
            "id": f"u{user:05d}",
            "name": f"{WORDS[user % 64].title()} {WORDS[user // 64 % 64].title()}",
            "email": f"{WORDS[user % 64]}.{user}@example.org",
            "role": _ROLE.draw(dice),
        },
        "action": action,
        "entity": {"type": kind, "id": f"{kind[:3]}-{entity:06d}", "name": f"{_phrase(dice, 2)} {entity}"},
        "ip": f"10.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}",
        "user_agent": AGENTS[user % len(AGENTS)],
        "status": status,
        "duration_ms": int(dice.lognormvariate(4.0, 1.0)),
        "request_id": f"req-{dice.getrandbits(64):016x}",
        "description": f"{action} {kind} {_phrase(dice, 3)} via console",
    }
    if dice.random() < 0.6:
        made["changes"] = _changes(dice)
    if dice.random() < 0.8:
        made["details"] = _details(dice, kind, entity)
    if number % 100_000 == 54_321:
        made["description"] = f"qzxvrare {made['description']}"
    return made


def lines(count: int, *, total: int | None = None) -> Iterator[str]:
    """The first `count` events as JSON lines without line ends, out of a log of `total` events."""
    for start in range(0, count, BLOCK):
        dice = random.Random(f"auditui bench {start}")
        for number in range(start, min(start + BLOCK, count)):
            yield json.dumps(_event(dice, number, total or count), separators=(",", ":"))


def write(path: Path, count: int, *, total: int | None = None) -> None:
    """Write them to a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines(count, total=total))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
