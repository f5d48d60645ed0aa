"""Tells the programmes: local health contracts, roadmap, action sheets, committees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from conventions.actions.agreeing import Note, note_signatures
from conventions.actions.closing import close_text
from conventions.actions.committees import open_meeting
from conventions.models import (
    ActionSheet,
    Article,
    Axis,
    Committee,
    CommitteeAttendance,
    CommitteeDecision,
    CommitteeMeeting,
    CommitteeMember,
    Convention,
    EmpoweringAct,
    Objective,
    Party,
    PartyRank,
    Programme,
    SeatStatus,
    SheetBudget,
    SheetIndicator,
    SheetMission,
    SheetPartner,
    SheetPlace,
    SheetStep,
    SheetValue,
)
from csipa.demo import contract, programmes, sheets
from sites.models import Organisation, Representative, Site

if TYPE_CHECKING:
    from csipa.demo.build import Demonstration
    from csipa.demo.surveying import Surveying

SOURCE = "Valeur inventée pour la démonstration"
_WORDS = (
    "title",
    "context",
    "goals",
    "description",
    "public",
    "contact",
    "start",
    "end",
    "means",
    "state",
    "state_on",
    "progress",
)


class Programming:
    """The programmes and their sheets, by the names that the story gives them."""

    def __init__(self, demonstration: Demonstration, surveying: Surveying) -> None:
        self.organisations: dict[str, Organisation] = demonstration.organisations
        self.sites: dict[str, Site] = demonstration.sites
        self.surveying = surveying
        self.missions = {row.mission: row for row in surveying.community.missions.all()}
        self.programmes: dict[str, Programme] = {}
        self.sheets: dict[str, ActionSheet] = {}

    def tell(self) -> None:
        """Tell everything."""
        self.sign_programmes()
        self.draw_axes()
        for told in sheets.SHEETS:
            self.write_sheet(told)
        self.write_roadmap()
        self.sit()
        self.meet()
        self.sign_contract()

    def sign_programmes(self) -> None:
        """Create the programmes; the second contract follows the first."""
        agglomeration, cpts = self.organisations["agglomeration"], self.organisations["cpts"]
        whole = {"carrier": agglomeration, "territory": self.surveying.agglomeration}
        first = Programme.objects.create(**programmes.CLS_1, **whole)
        self.programmes = {
            "cls2": Programme.objects.create(**programmes.CLS_2, **whole, previous=first),
            "clsm": Programme.objects.create(**programmes.CLSM, **whole),
            "roadmap": Programme.objects.create(**programmes.ROADMAP, **whole),
            "cpts": Programme.objects.create(
                **programmes.CPTS_PROJECT,
                carrier=cpts,
                territory=self.surveying.territory,
                community=self.surveying.community,
            ),
        }

    def sign_contract(self) -> None:
        """Sign the second contract: three signatories, a hospital associated to them."""
        first, last, gender, capacity, since = contract.HOSPITAL_HEAD
        Representative.objects.create(
            organisation=self.organisations["hospital"],
            position=1,
            first_name=first,
            last_name=last,
            gender=gender,
            capacity=capacity,
            start=since,
        )
        convention = Convention.objects.create(**contract.FIELDS)
        for rank, (organisation, name, place) in enumerate(contract.PARTIES, start=1):
            body = self.organisations[organisation]
            Party.objects.create(
                convention=convention,
                position=rank,
                organisation=body,
                representative=body.representatives.get(last_name=name),
                rank=place,
            )
        first_party = convention.parties.order_by("position").first()
        EmpoweringAct.objects.create(party=first_party, position=1, **contract.EMPOWERING_ACT)
        for rank, (title, words) in enumerate(contract.ARTICLES, start=1):
            Article.objects.create(
                convention=convention, position=rank, number=rank, title=title, body=words
            )
        by, now = self.surveying.manager, self.surveying.now
        close_text(convention=convention, by=by, now=now)
        days = dict.fromkeys(
            ("sent_on", "signed_on", "received_on", "original_on"), contract.SIGNED_ON
        )
        signatories = convention.parties.filter(rank=PartyRank.SIGNATORY)
        notes = [Note(party=party.pk, values=days) for party in signatories]
        note_signatures(convention=convention, notes=notes, by=by, today=timezone.localdate(now))
        programme = Programme.objects.get(pk=self.programmes["cls2"].pk)
        programme.convention = convention
        programme.save(update_fields=["convention"])

    def draw_axes(self) -> None:
        """Create the axes of the second contract, and their objectives."""
        self.objectives: dict[str, Objective] = {}
        for rank, (code, title, objectives) in enumerate(programmes.AXES, start=1):
            axis = Axis.objects.create(
                programme=self.programmes["cls2"], position=rank, code=code, title=title
            )
            for place, (number, words) in enumerate(objectives, start=1):
                self.objectives[number] = Objective.objects.create(
                    axis=axis, position=place, code=number, title=words
                )

    def write_sheet(self, told: dict[str, Any]) -> None:
        """Write one action sheet with all that it holds."""
        sheet = ActionSheet.objects.create(
            **{name: told[name] for name in _WORDS},
            pilot=self.organisations[told["pilot"]],
            site=self.sites[told["site"]] if told["site"] else None,
            territory=self.surveying.agglomeration,
            sources=SOURCE,
        )
        self.sheets[told["key"]] = sheet
        for programme, objective, number in told["places"]:
            under = self.objectives.get(objective)
            SheetPlace.objects.create(
                sheet=sheet,
                programme=self.programmes[programme],
                position=int(number.lstrip("P")),
                objective=under,
                axis=under.axis if under else None,
                number=number,
            )
        for code in told["missions"]:
            SheetMission.objects.create(sheet=sheet, mission=self.missions[code])
        for rank, (organisation, name, part) in enumerate(told["partners"], start=1):
            SheetPartner.objects.create(
                sheet=sheet,
                position=rank,
                organisation=self.organisations.get(organisation),
                name=name,
                part=part,
            )
        for rank, (title, due_on, done_on) in enumerate(told["steps"], start=1):
            SheetStep.objects.create(
                sheet=sheet, position=rank, title=title, due_on=due_on, done_on=done_on
            )
        for rank, (year, payer, name, planned, spent) in enumerate(told["budget"], start=1):
            SheetBudget.objects.create(
                sheet=sheet,
                position=rank,
                year=year,
                payer=self.organisations.get(payer),
                payer_name=name,
                planned=planned,
                spent=spent,
            )
        self._follow(sheet, told["indicators"])

    def _follow(self, sheet: ActionSheet, indicators: tuple[Any, ...]) -> None:
        for rank, row in enumerate(indicators, start=1):
            nature, name, unit, how, baseline, target, direction, values = row
            indicator = SheetIndicator.objects.create(
                sheet=sheet,
                position=rank,
                nature=nature,
                name=name,
                unit=unit,
                how=how,
                baseline=baseline,
                target=target,
                target_on=sheet.end,
                direction=direction,
            )
            for as_of, value in values:
                SheetValue.objects.create(
                    indicator=indicator, value=value, as_of=as_of, source=SOURCE
                )

    def write_roadmap(self) -> None:
        """Write the actions of the roadmap that no other programme holds."""
        for number, title, state in programmes.ROADMAP_ONLY:
            sheet = ActionSheet.objects.create(
                title=title,
                state=state,
                start=programmes.ROADMAP["start"],
                end=programmes.ROADMAP["end"],
                pilot=self.organisations["agglomeration"],
                territory=self.surveying.agglomeration,
                sources=SOURCE,
            )
            SheetPlace.objects.create(
                sheet=sheet,
                programme=self.programmes["roadmap"],
                position=int(number),
                number=number,
            )

    def sit(self) -> None:
        """Create the committees and who sits in them."""
        self.seats: dict[str, list[CommitteeMember]] = {}
        for programme, kind, name, yearly, members in programmes.COMMITTEES:
            committee = Committee.objects.create(
                programme=self.programmes[programme], kind=kind, name=name, yearly_meetings=yearly
            )
            self.seats[name] = [
                CommitteeMember.objects.create(
                    committee=committee,
                    position=rank,
                    organisation=self.organisations[organisation],
                    person=person,
                    quality=quality,
                    start=self.programmes[programme].start,
                )
                for rank, (organisation, person, quality) in enumerate(members, start=1)
            ]

    def meet(self) -> None:
        """Hold the meetings, with attendance and decisions."""
        for row in programmes.MEETINGS:
            name, held_on, place, agenda, present, excused, minutes, decisions = row
            seats = self.seats[name]
            meeting = CommitteeMeeting.objects.create(
                committee=seats[0].committee,
                held_on=held_on,
                place=place,
                agenda=agenda,
                minutes=minutes,
            )
            for rank in sorted((*present, *excused)):
                CommitteeAttendance.objects.create(
                    meeting=meeting,
                    position=rank + 1,
                    member=seats[rank],
                    status=SeatStatus.PRESENT if rank in present else SeatStatus.EXCUSED,
                )
            for rank, (text, sheet, responsible, due, done, outcome) in enumerate(decisions, 1):
                CommitteeDecision.objects.create(
                    meeting=meeting,
                    position=rank,
                    text=text,
                    sheet=self.sheets[sheet],
                    responsible=responsible,
                    due_on=due,
                    done_on=done,
                    outcome=outcome,
                )
        name, place, agenda, ahead = programmes.NEXT_MEETING
        open_meeting(
            committee=self.seats[name][0].committee,
            on=self.surveying.now.date() + ahead,
            by=self.surveying.manager,
            place=place,
            agenda=agenda,
        )
