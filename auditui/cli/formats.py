"""What can be imported."""

from __future__ import annotations

import json

import click

from auditui.cli.examples import WithExamples
from auditui.cli.output import data, show
from auditui.formats.profiles import Profile
from auditui.formats.readers import READERS
from auditui.formats.reading import all_profiles


@click.command("formats", cls=WithExamples, examples=["auditui formats", "auditui formats --json | jq .profiles"])
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(*, as_json: bool) -> None:
    """List the families of logs, and the sources with a profile with the fields that each fills.

    Other sources are read by the names and values that they hold: try --dry-run. Your own profiles
    are TOML files in the folder `profiles` beside auditui's configuration.
    """
    profiles = all_profiles()
    if as_json:
        data(json.dumps({"formats": list(READERS), "profiles": [_object(one) for one in profiles]}))
        return
    lines = [f"Families (--format): {', '.join(READERS)}", "", "Profiles:"]
    width = max(len(one.name) for one in profiles)
    for one in profiles:
        lines += [f"  {one.name:<{width}}  {one.title}", f"  {'':<{width}}  {', '.join(_fields(one))}"]
    show("\n".join(lines))


def _object(one: Profile) -> dict[str, object]:
    return {"name": one.name, "title": one.title, "fields": _fields(one)}


def _fields(one: Profile) -> list[str]:
    return [name for name, _ in one.plan.explain()]
