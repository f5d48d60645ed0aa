"""Tells the territory: what was stated of it, its zones, who offers care there, and its CPTS."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser, User

from csipa.demo import activity, community, story, territory
from csipa.french.grammar import upper_first
from sites.models import (
    Community,
    CommunityMission,
    CommunityScope,
    Figure,
    MissionIndicator,
    MissionValue,
    Organisation,
    PostalCode,
    Territory,
    Zoning,
)
from sites.rules.care_professions import name_of
from sites.rules.names import search_key
from staffing.actions.events import invite, invite_group, note_attendance, plan_meeting
from staffing.actions.joining import join_from
from staffing.actions.register_import import import_register
from staffing.actions.register_start import start_reading
from staffing.exchange.register.fictitious import FictitiousPlace, activity_file
from staffing.models import (
    CareProvider,
    CommunityEvent,
    EventCount,
    Membership,
    MembershipFee,
    WorkingGroup,
    WorkingGroupMember,
)

if TYPE_CHECKING:
    from csipa.demo.build import Demonstration


class Surveying:
    """The territory and its CPTS, by the names that the story gives them."""

    def __init__(self, demonstration: Demonstration, *, by: AbstractUser) -> None:
        self.now = demonstration.now
        self.manager = by
        self.organisations: dict[str, Organisation] = demonstration.organisations
        self.agglomeration = Territory.objects.get(kind="epci")
        self.territory = Territory.objects.get(**activity.CPTS_TERRITORY)
        self.postal_codes = dict(PostalCode.objects.values_list("commune", "code"))
        self.providers: dict[str, list[CareProvider]] = {}
        self.members: dict[str, list[Membership]] = {}

    def tell(self) -> None:
        """Tell everything."""
        self.state_figures()
        self.class_communes()
        self.find_providers()
        self.found_community()
        self.gather_members()
        self.meet()

    def state_figures(self) -> None:
        """Write what was stated of the agglomeration, of the CPTS and of some communes."""
        for territory_told, carrier in (
            (self.agglomeration, "agglomeration"),
            (self.territory, "cpts"),
        ):
            row = Territory.objects.get(pk=territory_told.pk)
            row.carrier = self.organisations[carrier]
            row.save(update_fields=["carrier"])
        for where, figures in (
            (self.agglomeration, territory.AGGLOMERATION_FIGURES),
            (self.territory, territory.CPTS_FIGURES),
        ):
            for measure, profession, value, precision, as_of, source, years in figures:
                Figure.objects.create(
                    territory=where,
                    measure=measure,
                    profession=profession,
                    value=value,
                    precision=precision,
                    as_of=as_of,
                    source=source,
                    years=years,
                )
        for code, value in territory.WITHOUT_GP:
            Figure.objects.create(
                commune_id=code,
                measure="without_gp",
                value=value,
                precision="about",
                as_of=territory.PRESS_ON,
                source=territory.INVENTED,
            )

    def class_communes(self) -> None:
        """Write the two zonings, the former one closed on the eve of the other."""
        eve = territory.ZONES - dt.timedelta(days=1)
        for commune in self.agglomeration.communes_on(territory.ZONES).order_by("pk"):
            code = commune.pk
            first = code in territory.WORST_OFF
            still = first and code not in territory.NO_LONGER_FIRST
            other = "out" if code in territory.OUT_OF_ZONES else "zac"
            for start, end, worst, source in (
                (territory.FORMER_ZONES, eve, first, territory.FORMER_ZONES_SOURCE),
                (territory.ZONES, None, still, territory.ZONES_SOURCE),
            ):
                Zoning.objects.create(
                    commune=commune,
                    zone="zip" if worst else other,
                    start=start,
                    end=end,
                    source=source,
                )

    def find_providers(self) -> None:
        """Read two files of the register, as a manager would; every name in them is invented."""
        places = list(self._places())
        before = [place for place in places if place.rank not in territory.ARRIVED]
        self._read(territory.FORMER_REGISTER, [*before, *self._gone(len(places))])
        self._read(territory.REGISTER, places)
        found = CareProvider.objects.prefetch_related("care_places").order_by("rpps")
        self.gone = found.filter(left_on__isnull=False).first()
        for provider in found.filter(left_on=None):
            # Specialists are not among those whom the story makes members.
            if provider.profession != "10" or provider.general_practice:
                self.providers.setdefault(provider.profession, []).append(provider)

    def _read(self, name: str, places: Iterable[FictitiousPlace]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_text("".join(activity_file(places)), encoding="utf-8")
            started = start_reading(path=path, territory=self.territory, now=self.now)
            deque(import_register(started, by=self.manager), maxlen=0)

    def _gone(self, known: int) -> Iterator[FictitiousPlace]:
        for rank, (profession, code) in enumerate(territory.GONE, start=known + 1):
            yield self._place(rank, code, profession, "SM53" if profession == "10" else "", "L")

    def _places(self) -> Iterator[FictitiousPlace]:
        ranks = count(1)
        for profession, skill, mode, sector, places in territory.OFFER:
            for code, heads in places:
                for rank in islice(ranks, heads):
                    yield self._place(rank, code, profession, skill, mode, sector)

    def _place(
        self, rank: int, code: str, profession: str, skill: str, mode: str, sector: str = "SA07"
    ) -> FictitiousPlace:
        return FictitiousPlace(
            rank,
            code,
            self.postal_codes[code],
            profession,
            upper_first(name_of(profession)),
            mode,
            sector,
            territory.SKILLS.get(skill),
            last_name=territory.LAST_NAMES[rank % len(territory.LAST_NAMES)],
            first_name=territory.FIRST_NAMES[rank % len(territory.FIRST_NAMES)],
        )

    def found_community(self) -> None:
        """Found the CPTS: its life, its missions, their indicators and values."""
        self.community = Community.objects.create(
            organisation=self.organisations["cpts"],
            territory=self.territory,
            **community.CPTS_LIFE,
        )
        CommunityScope.objects.create(
            user=User.objects.get(username=story.COORDINATOR), community=self.community
        )
        missions = {
            code: CommunityMission.objects.create(
                community=self.community,
                mission=code,
                start=since,
                started_on=started,
                deployed_on=deployed,
                summary=summary,
            )
            for code, since, started, deployed, summary in community.MISSIONS
        }
        for rank, row in enumerate(community.INDICATORS, start=1):
            code, name, unit, how, baseline, target, target_on, direction, values = row
            indicator = MissionIndicator.objects.create(
                mission=missions[code],
                position=rank,
                name=name,
                unit=unit,
                how=how,
                baseline=baseline,
                target=target,
                target_on=target_on,
                direction=direction,
            )
            for as_of, value in values:
                MissionValue.objects.create(
                    indicator=indicator,
                    value=value,
                    as_of=as_of,
                    source="Rapport d’activité de la CPTS",
                )

    def gather_members(self) -> None:
        """Enrol the members, one in two of them with their contacts in the directory."""
        self.organisations["hospital"] = Organisation.objects.create(**community.HOSPITAL)
        roles = {(code, rank): role for code, rank, role in community.ROLES}
        for profession, wanted in community.MEMBERS:
            for rank, provider in enumerate(self.providers[profession][:wanted]):
                self._enrol(provider, rank, roles.get((profession, rank), "member"))
        self._enrol(self.gone, 0, "member")
        Membership.objects.create(
            community=self.community,
            organisation=self.organisations["hospital"],
            role="board",
            start=community.JOINED_ON[1],
            listed=True,
            consent_on=community.JOINED_ON[1],
        )

    def _enrol(self, provider: CareProvider, rank: int, role: str) -> None:
        joined = community.JOINED_ON[rank % len(community.JOINED_ON)]
        listed = rank % 5 != 4
        (place,) = provider.care_places.all()
        member = Membership.objects.create(
            community=self.community,
            provider=provider,
            title=provider.title,
            first_name=provider.first_name,
            last_name=provider.last_name,
            profession=provider.profession,
            rpps=provider.rpps,
            commune_id=place.commune_id,
            role=role,
            founder=rank == 0,
            start=joined,
            listed=listed,
            contacts_listed=listed and rank % 2 == 0,
            consent_on=joined if listed else None,
            email=f"{search_key(provider.last_name)}.{provider.rpps[-4:]}@exemple.fr",
        )
        self.members.setdefault(provider.profession, []).append(member)
        for year in community.FEE_YEARS:
            if joined.year <= year:
                paid = year < max(community.FEE_YEARS) or rank % 3 == 0
                MembershipFee.objects.create(
                    membership=member,
                    year=year,
                    amount=community.FEE,
                    paid_on=dt.date(year, 3, 12) if paid else None,
                )

    def meet(self) -> None:
        """Hold the evenings, the training and the groups."""
        doctors, nurses = self.members["10"], self.members["60"]
        groups = {}
        for name, purpose, since in community.GROUPS:
            groups[name] = WorkingGroup.objects.create(
                community=self.community, name=name, purpose=purpose, start=since, lead=doctors[0]
            )
            for member in (*doctors[:4], *nurses[:3]):
                WorkingGroupMember.objects.create(group=groups[name], membership=member)
        for row in community.EVENTS:
            kind, title, held_on, minutes, place, group, trainer, goal, outcome, counts = row
            event = CommunityEvent.objects.create(
                community=self.community,
                kind=kind,
                title=title,
                held_on=held_on,
                minutes=minutes,
                place=place,
                group=groups.get(group),
                trainer=trainer,
                joined_goal=goal,
                outcome=outcome,
                source=territory.INVENTED if counts else "",
            )
            for profession, invited, present, joined in counts:
                EventCount.objects.create(
                    event=event,
                    profession=profession,
                    invited=invited,
                    present=present,
                    joined=joined,
                )
            if title == community.BY_NAME:
                self._invite_by_name(event)
            elif event.group:
                invite_group(event=event, by=self.manager)
                self._note(event, community.CAME_TO_GROUP)
        plan_meeting(
            group=groups[community.NEXT_MEETING[0]],
            title=community.NEXT_MEETING[1],
            held_on=self.now.date() + community.NEXT_MEETING[2],
            by=self.manager,
        )

    def _invite_by_name(self, event: CommunityEvent) -> None:
        """Invite people of the register who are not members; some come, some of them join."""
        strangers = [
            provider
            for profession in community.INVITED_BY_NAME
            for provider in self.providers[profession]
            if not provider.memberships.exists()
        ][: community.STRANGERS]
        invited = invite(event=event, providers=strangers, by=self.manager).added
        self._note(event, community.CAME)
        for guest in invited[: community.JOINED]:
            join_from(guest=guest, on=event.held_on + community.JOINED_AFTER, by=self.manager)

    def _note(self, event: CommunityEvent, came: int) -> None:
        keys = list(event.guests.order_by("pk").values_list("pk", flat=True))
        note_attendance(
            event=event, ticked=keys[:came], shown=(), is_complete=True, by=self.manager
        )
