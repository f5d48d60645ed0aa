"""What rests on one person, what nobody holds, who is to leave: the weak points of a day.

A group is a profession on a site; the site is None for what belongs to the whole centre. What is
authorised and not open (voted, deferred, frozen) is no weakness: nobody is looked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum
from typing import cast

from csipa.french.dates import add_months
from staffing.rules.fte import HeldLine, State, TargetLine

_DAY = dt.timedelta(days=1)
_WHOLE = Decimal(100)
_HALF = Decimal("0.5")

HORIZON_MONTHS = 12
"""How far ahead departures are looked for."""

# A profession and a site, None for the whole centre.
Group = tuple[int, int | None]


class Gravity(IntEnum):
    """How much a weakness weighs, the worst first."""

    NOBODY = 1
    NOBODY_ON_SITE = 2
    SOLE_LEAVING = 3
    SOLE = 4
    LEAVING = 5
    MOSTLY_ONE = 6


@dataclass(frozen=True, slots=True)
class Weakness:
    """One weak point, in FTE: what the person holds of what is filled, or what is open.

    `site` is None for a whole profession. `until` is the last day of the person, `relieved` the FTE
    that others are to bring on the same posts within the horizon. `left` is what the profession
    would still have without the person.
    """

    gravity: Gravity
    profession: int
    site: int | None
    person: int | None = None
    fte: Decimal = Decimal(0)
    filled: Decimal = Decimal(0)
    open: Decimal = Decimal(0)
    until: dt.date | None = None
    relieved: Decimal = Decimal(0)
    left: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Dependence:
    """What part of a profession its most present person holds: `top` of `filled`, in FTE."""

    profession: int
    heads: int
    filled: Decimal
    person: int | None
    top: Decimal

    @property
    def share(self) -> Decimal | None:
        """Return top ÷ filled, from 0 to 1; None when nobody is there."""
        return self.top / self.filled if self.filled else None


def part(line: HeldLine | TargetLine) -> Decimal:
    """Return the FTE that the group of a line receives."""
    return line.fte * line.percent / _WHOLE


def present(held: Iterable[HeldLine], day: dt.date) -> list[HeldLine]:
    """Return the lines that hold on `day`, the last day included."""
    return [line for line in held if line.start <= day and (line.end is None or day <= line.end)]


def holders(held: Iterable[HeldLine], day: dt.date) -> dict[Group, dict[int, Decimal]]:
    """Return the FTE of each person in each group on `day`."""
    found: dict[Group, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in present(held, day):
        found[group_of(line)][line.person] += part(line)
    return {group: dict(people) for group, people in found.items()}


def opened(targets: Iterable[TargetLine], day: dt.date) -> dict[Group, Decimal]:
    """Return the FTE of open posts in each group on `day`."""
    current: dict[tuple[Group, int], TargetLine] = {}
    for line in targets:
        key = group_of(line), line.post
        if line.start <= day and (key not in current or current[key].start < line.start):
            current[key] = line
    found: dict[Group, Decimal] = defaultdict(Decimal)
    for (group, _), line in current.items():
        if line.state == State.OPEN:
            found[group] += part(line)
    return dict(found)


def dependences(held: Iterable[HeldLine], day: dt.date) -> list[Dependence]:
    """Return, for each profession that has somebody, what its most present person holds."""
    people: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (profession, _), own in holders(held, day).items():
        for person, fte in own.items():
            people[profession][person] += fte
    return [_dependence(profession, dict(own)) for profession, own in people.items()]


def weaknesses(
    targets: Sequence[TargetLine],
    held: Sequence[HeldLine],
    day: dt.date,
    *,
    open_sites: Collection[int],
) -> list[Weakness]:
    """Return the weak points of `day`, the worst first, then by FTE.

    `open_sites` are those that receive people on that day: the others are not looked at.
    """
    now, wanted = holders(held, day), opened(targets, day)
    by_profession = {one.profession: one for one in dependences(held, day)}
    found = [
        Weakness(Gravity.NOBODY, profession, None, open=fte)
        for profession, fte in _summed(wanted).items()
        if fte and profession not in by_profession
    ]
    seen = {group_of(line) for line in held if line.start <= day} | {*wanted}
    for group in seen:
        profession, site = group
        if profession not in by_profession or (site is not None and site not in open_sites):
            continue
        people = now.get(group, {})
        if not people and site is not None:
            fte = wanted.get(group, Decimal(0))
            found.append(Weakness(Gravity.NOBODY_ON_SITE, profession, site, open=fte))
        alone = len(people) == 1 and (site is not None or by_profession[profession].heads == 1)
        if alone:
            found.append(_sole(held, group, people, day))
    leaving = {(one.profession, one.person) for one in found if one.until is not None}
    found += _leaving(held, by_profession, day, leaving)
    found += [
        Weakness(Gravity.MOSTLY_ONE, one.profession, None, one.person, one.top, one.filled)
        for one in by_profession.values()
        if one.heads > 1 and one.top > one.filled * _HALF
    ]
    rests = _without_each(now, by_profession)
    found = [replace(one, left=rests.get((one.profession, one.person), one.left)) for one in found]
    return sorted(found, key=lambda one: (one.gravity, -max(one.fte, one.open), one.profession))


def by_person(found: Iterable[Weakness], care: Collection[int]) -> list[tuple[Weakness, ...]]:
    """Return weak points, those of one person in one profession together, the worst first.

    The professions in `care` come first; in them what counts is the worst gravity, then what would
    be left of the profession. A weakness without a person stands alone.
    """
    groups: dict[tuple[int, int | None, int | None], list[Weakness]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.gravity):
        alone = one.site if one.person is None else None
        groups[one.profession, one.person, alone].append(one)
    return sorted((tuple(own) for own in groups.values()), key=lambda own: _rank(own, care))


def last_day(
    held: Iterable[HeldLine], person: int, profession: int, day: dt.date
) -> dt.date | None:
    """Return the last day of somebody who is there on `day` in a profession; None for no end.

    Assignments that follow each other without a day between are one.
    """
    end = day
    for line in sorted(_of(held, profession), key=lambda line: line.start):
        if line.person != person or line.start > end + _DAY:
            continue
        if line.end is None:
            return None
        end = max(end, line.end)
    return end


def relief(
    held: Iterable[HeldLine], person: int, posts: Collection[int], day: dt.date, until: dt.date
) -> Decimal:
    """Return the FTE that others start on some posts after `day`, by `until`."""
    return sum(
        (
            part(line)
            for line in held
            if line.post in posts and line.person != person and day < line.start <= until
        ),
        Decimal(0),
    )


def group_of(line: HeldLine | TargetLine) -> Group:
    """Return the profession and the site of a line."""
    return cast(Group, line.key)


def _of(held: Iterable[HeldLine], profession: int) -> list[HeldLine]:
    return [line for line in held if group_of(line)[0] == profession]


def _summed(by_group: dict[Group, Decimal]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for (profession, _), fte in by_group.items():
        found[profession] += fte
    return found


def _dependence(profession: int, own: dict[int, Decimal]) -> Dependence:
    person, top = max(own.items(), key=lambda pair: (pair[1], -pair[0]))
    return Dependence(profession, len(own), sum(own.values(), Decimal(0)), person, top)


def _rank(own: tuple[Weakness, ...], care: Collection[int]) -> tuple[Decimal | int, ...]:
    """Return what puts a line before another; the last three only settle ties."""
    worst = own[0]
    asked = worst.profession not in care, worst.gravity, worst.left, -len(own), -worst.open
    return *asked, worst.profession, worst.person or 0, worst.site or 0


def _without_each(
    now: dict[Group, dict[int, Decimal]], by_profession: dict[int, Dependence]
) -> dict[tuple[int, int | None], Decimal]:
    """Return what each profession has, less what each person holds of it."""
    found: dict[tuple[int, int | None], Decimal] = {}
    for (profession, _), people in now.items():
        for person, fte in people.items():
            key = profession, person
            found[key] = found.get(key, by_profession[profession].filled) - fte
    return found


def _sole(
    held: Sequence[HeldLine], group: Group, people: dict[int, Decimal], day: dt.date
) -> Weakness:
    """Tell that a group rests on one person, and whether that person is to leave."""
    profession, site = group
    ((person, fte),) = people.items()
    until, relieved = _planned_end([line for line in held if group_of(line) == group], person, day)
    gravity = Gravity.SOLE if until is None else Gravity.SOLE_LEAVING
    return Weakness(gravity, profession, site, person, fte, fte, until=until, relieved=relieved)


def _leaving(
    held: Sequence[HeldLine],
    by_profession: dict[int, Dependence],
    day: dt.date,
    told: Collection[tuple[int, int | None]],
) -> list[Weakness]:
    """Tell who is to leave a profession that others hold too; `told` are told already."""
    found = []
    for profession, one in by_profession.items():
        own = _of(held, profession)
        people: dict[int, Decimal] = defaultdict(Decimal)
        for line in present(own, day):
            people[line.person] += part(line)
        for person, fte in people.items():
            until, relieved = _planned_end(own, person, day)
            if until is not None and (profession, person) not in told:
                weakness = Weakness(Gravity.LEAVING, profession, None, person, fte, one.filled)
                found.append(replace(weakness, until=until, relieved=relieved))
    return found


def _planned_end(
    own: Sequence[HeldLine], person: int, day: dt.date
) -> tuple[dt.date | None, Decimal]:
    """Return the last day of a person in a group if it comes within the horizon, and the relief."""
    horizon = add_months(day, HORIZON_MONTHS)
    until = last_day(own, person, group_of(own[0])[0], day)
    if until is None or until > horizon:
        return None, Decimal(0)
    posts = {line.post for line in present(own, day) if line.person == person}
    return until, relief(own, person, posts, day, horizon)
