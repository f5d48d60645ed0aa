"""Work done in steps: a generator that yields how far it is, then returns what it made or found."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

Seen = TypeVar("Seen")
Told = TypeVar("Told")
Made = TypeVar("Made")


def retold(
    steps: Generator[Seen, None, Made], tell: Callable[[Seen], Told]
) -> Generator[Told, None, Made]:
    """Go through the steps in the words of somebody else; to be used with `yield from`."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            made: Made = end.value
            return made
        yield tell(step)


def followed(
    steps: Generator[Seen, None, Made], see: Callable[[Seen], object] = lambda step: None
) -> Made:
    """Go to the end, showing each step to `see`; return what the work made."""
    while True:
        try:
            see(next(steps))
        except StopIteration as end:
            made: Made = end.value
            return made
