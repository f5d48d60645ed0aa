"""What the records know and the text of an act does not say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Body:
    """An organisation of the records: official name without its article, short and other names."""

    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    is_reference: bool = True
    """Whether the name was recorded apart from this text, and so can correct it."""


@dataclass(frozen=True)
class Facts:
    """What the records say of an act.

    `drafted_here`: the program words and prints its generated parts; `signed`: its text is closed;
    `enforceable_on`: the day it took force; `concluded`: the days conventions were signed, by the
    path of the convention; `authority` is the name of the body whose act authorises a convention
    that is read by itself.
    """

    bodies: tuple[Body, ...] = ()
    authority: str = ""
    drafted_here: bool = False
    signed: bool = False
    enforceable_on: dt.date | None = None
    concluded: dict[str, dt.date] = field(default_factory=dict)
