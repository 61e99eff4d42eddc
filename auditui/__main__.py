"""Run auditui with `python -m auditui` or as the installed program."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from auditui.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
