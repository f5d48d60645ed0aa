"""What the pre-flight says of an act about to be sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """What is wrong or deserves a look, and what to do about it; two French sentences."""

    said: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.said} {self.todo}".strip()
