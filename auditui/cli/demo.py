"""`auditui demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

import auditui
from auditui.cli.examples import WithExamples
from auditui.cli.options import columns_option, explorer_options, query_option, sort_option, zone_option
from auditui.core.errors import AuditError

PACKAGE: Final = Path(auditui.__file__).parent


@click.command(cls=WithExamples, examples=["auditui demo", "auditui demo -q 'is:failed verb:login'"])
@query_option
@sort_option
@columns_option
@zone_option
@explorer_options
def command(**chosen: Any) -> None:  # noqa: ANN401  the options above, each typed where it is used
    """Open sample logs of a made-up company, without keeping anything."""
    from auditui.cli.explore import explore

    explore(sample_files(), db=None, **chosen)


def sample_files() -> list[str]:
    """The sample logs: beside the modules where auditui is installed, beside the package in a checkout."""
    for folder in (PACKAGE / "sample_data", PACKAGE.parent / "sample_data"):
        found = sorted(str(file) for file in folder.glob("*") if file.suffix in {".jsonl", ".json", ".csv", ".log"})
        if found:
            return found
    raise AuditError("the sample logs are not there", where=str(PACKAGE), hint="install auditui again")
