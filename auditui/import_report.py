"""What became of an import: of each file, and of all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from auditui.core.errors import ExitCode


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that did not become an event. `text` has been through the redactor."""

    file: str
    line: int
    reason: str
    text: str

    def as_json(self) -> str:
        """One line of a rejects file; such a file can be imported again after mending."""
        said = {"file": self.file, "line": self.line, "reason": self.reason, "record": self.text}
        return json.dumps(said, ensure_ascii=True)


@dataclass(slots=True)
class FileReport:
    """What became of one file (or member of an archive, or standard input).

    `imported + duplicate + expired + merged + rejected` is the number of records seen.
    """

    name: str
    format: str = ""
    profile: str = ""
    imported: int = 0
    duplicate: int = 0
    expired: int = 0
    merged: int = 0
    rejected: int = 0
    redacted: int = 0
    repeated: int = 0
    problem: str = ""
    """Why the file could not be read, or not to its end; empty when all went well."""
    hint: str = ""
    exit_code: ExitCode = ExitCode.DONE
    skipped: bool = False
    """It came along with a folder, and nothing in it looks like a log: no problem, but never silent."""
    first_reject: Reject | None = None

    @property
    def seen(self) -> int:
        """Records found in the file."""
        return self.imported + self.duplicate + self.expired + self.merged + self.rejected


COUNTS: Final = ("imported", "duplicate", "expired", "merged", "rejected", "redacted", "repeated")


@dataclass(slots=True)
class ImportReport:
    """What became of an import. `stopped`: somebody stopped it, or strictness did."""

    files: list[FileReport] = field(default_factory=list)
    stopped: bool = False
    strict_stop: bool = False

    @property
    def skipped(self) -> list[FileReport]:
        """Files of folders that are no logs."""
        return [file for file in self.files if file.skipped]

    def total(self, name: str) -> int:
        """The sum of one of `COUNTS` (or `seen`) over all files."""
        return sum(getattr(file, name) for file in self.files)

    @property
    def exit_code(self) -> ExitCode:
        """What the process should end with."""
        if self.stopped and not self.strict_stop:
            return ExitCode.INTERRUPTED
        failed = [file.exit_code for file in self.files if file.exit_code is not ExitCode.DONE and not file.skipped]
        if not failed and self.skipped and len(self.skipped) == len(self.files):
            return ExitCode.UNRECOGNISED
        if failed and not self.total("seen") and all(code is failed[0] for code in failed):
            return failed[0]
        if self.total("rejected") or ExitCode.UNRECOGNISED in failed:
            return ExitCode.REJECTED
        return failed[0] if failed else ExitCode.DONE

    def sentence(self) -> str:
        """One line with every count that is not zero; how many were imported always."""
        duplicates = "duplicate" if self.total("duplicate") == 1 else "duplicates"
        words = {
            "imported": "imported", "duplicate": duplicates, "merged": "merged into others",
            "expired": "older than what is kept, or deleted before",
            "rejected": "rejected", "redacted": "redacted", "repeated": "repeated in the same file",
        }  # fmt: skip
        counts = [
            f"{self.total(name):,} {word}" for name, word in words.items() if self.total(name) or name == "imported"
        ]
        read = sum(1 for file in self.files if file.format)
        files = f" from {read:,} files" if read > 1 else ""
        return ", ".join(counts) + files
