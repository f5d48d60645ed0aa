"""The kinds of jobs: each app declares, when it starts, the functions that a worker may run."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import BinaryIO

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from csipa.jobs.models import Job


@dataclass(frozen=True)
class Step:
    """How far a job is: `done` of `total`, and what it is doing, in French.

    The step by which all is done is the last: from then on nobody can stop the job. It comes
    before what is written in one go, so that a job said to be stopped has written nothing.
    """

    done: int
    total: int
    message: str = ""


@dataclass(frozen=True)
class Produced:
    """The file that a job gives; `stream` is read from its present place, then closed."""

    name: str
    content_type: str
    stream: BinaryIO
    message: str = ""


class JobFailed(Exception):
    """The job cannot go on; the text is one French sentence for the person who asked."""


Run = Callable[[Job], Generator[Step, None, Produced | None]]


ANYBODY = ""
"""The permission of what every account may ask for."""


@dataclass(frozen=True)
class Kind:
    """What a worker runs for a job; `permission` is asked when it is queued, run and fetched."""

    name: str
    run: Run
    permission: str

    def is_open_to(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Tell whether a person may ask for such a job, and have its file."""
        if self.permission == ANYBODY:
            return bool(user.is_active)
        return bool(user.has_perm(self.permission))


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind of job; a name is declared once."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        message = f"two kinds of jobs are named {kind.name!r}"
        raise ValueError(message)


def may_ask(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether there is a kind of job that a person may ask for."""
    return any(kind.is_open_to(user) for kind in _kinds.values())


def kind_of(name: str) -> Kind:
    """Return the kind declared under a name; raises JobFailed when no app declares it any more."""
    try:
        return _kinds[name]
    except KeyError:
        message = (
            "Cette version du programme ne sait plus faire ce travail : demandez-le de nouveau "
            "depuis sa page."
        )
        raise JobFailed(message) from None
