"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Part(Enum):
    """What of a library a finding is about."""

    FOLDER = "folder"
    STORE = "store"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        part: where.
        text: what, in sentences.
        advice: what can be done, while it is not repaired.
        repaired: what was done, or "".
    """

    part: Part
    text: str
    advice: str = "evtui doctor --repair mends it."
    repaired: str = ""


@dataclass(slots=True)
class Diagnosis:
    """All that was found.

    Attributes:
        findings: what is not as it should be, in the order of the checks.
        remarks: what a person should know, though nothing is wrong.
        articles: how many the library has, None where that cannot be told.
    """

    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    articles: int | None = None

    @property
    def healthy(self) -> bool:
        """Whether nothing was found, or nothing that was not mended."""
        return all(finding.repaired for finding in self.findings)

    def add(self, part: Part, text: str, *, repaired: str = "", advice: str | None = None) -> None:
        """Note a finding."""
        if advice is None:
            self.findings.append(Finding(part, text, repaired=repaired))
        else:
            self.findings.append(Finding(part, text, advice, repaired))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 article`, `2 articles`."""
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"
