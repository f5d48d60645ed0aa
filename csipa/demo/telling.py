"""Tells the acts of the demonstration in the order of their dates, through the apps' actions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from conventions.actions import (
    PartyLine,
    VisaLine,
    annex_convention,
    draft_act,
    record_execution,
    sign_act,
)
from conventions.actions.cancelling import cancel_act
from conventions.actions.certifying import certify_act
from conventions.actions.concluding import conclude
from conventions.actions.library import import_texts, verify_texts
from conventions.actions.reporting import report_decisions
from conventions.exchange.library import STARTER_FILE
from conventions.models import (
    Act,
    Attendance,
    Convention,
    CouncilDelegation,
    DelegatedSubject,
    DelegationOrder,
    LegalText,
    Mandate,
    Meeting,
    NumberSeries,
    Vote,
)
from csipa.demo import acts, agreeing, agreements, permanence, powers, year
from sites.models import Organisation, Representative, Site

if TYPE_CHECKING:
    from csipa.demo.build import Demonstration

Fields = dict[str, Any]


class Telling:
    """The acts, and what gives their signatories the right to sign them."""

    def __init__(self, demonstration: Demonstration, *, by: AbstractUser) -> None:
        self.by = by
        self.now = demonstration.now
        self.organisations: dict[str, Organisation] = demonstration.organisations
        self.people: dict[str, Representative] = demonstration.people
        self.sites: dict[str, Site] = demonstration.sites
        self.authority = self.organisations["agglomeration"]
        self.texts: dict[str, LegalText] = {}
        self.mandates: list[Mandate] = []
        self.subjects: dict[str, DelegatedSubject] = {}

    def tell(self) -> None:
        """Write everything, from the mandates to the drafts of the day."""
        self.create_texts()
        agreeing.tell_library(self)
        self.create_first_mandate()
        self.tell_beginnings()
        self.tell_winter()
        self.tell_new_council()
        self.tell_spring()
        self.leave_drafts()

    def create_texts(self) -> None:
        """Fill the library with the starter texts, and check those that the acts cite."""
        import_texts(content=STARTER_FILE.read_bytes(), by=self.by)
        for key, name in powers.TEXTS:
            self.texts[key] = LegalText.objects.get(name__startswith=name)
        verify_texts(texts=self.texts.values(), by=self.by, on=powers.CHECKED_ON)
        for text in self.texts.values():
            text.refresh_from_db()

    def create_first_mandate(self) -> None:
        """Install the councils, and give the powers of the first one."""
        for installed_on, members in powers.MANDATES:
            self.mandates.append(
                Mandate.objects.create(
                    authority=self.authority, installed_on=installed_on, members=members
                )
            )
        self._delegate(powers.OLD_DELEGATION, powers.SUBJECTS)
        self._order("Lemoine", powers.OLD_ORDER)

    def tell_beginnings(self) -> None:
        """Adopt the health project and take the premises of Norrent-Fontes."""
        self._series("decision", permanence.SIGNED_ON.year, last=permanence.LAST_NUMBER_BEFORE)
        self._series("deliberation", permanence.SIGNED_ON.year, pattern="{year}/CC{seq:03d}")
        self._series("arrete", permanence.SIGNED_ON.year, pattern="{year}_A{seq:03d}")
        visas = (self._text("council"), self._text("health"))
        self.health = self._draft(acts.HEALTH_PROJECT, "Vasseur", visas)
        self.sign(self.health, dt.date(2024, 2, 20), dt.date(2024, 2, 26))
        visas = (self._text("community"), self._text("property"), VisaLine(cited_act=self.health))
        self.premises = self._draft(acts.PREMISES, "Lemoine", visas, powers.PREMISES_SUBJECT)
        lease = self._annex(self.premises, acts.PREMISES_CONVENTION, ("62620",), "Norrent-Fontes")
        self.sign(self.premises, dt.date(2024, 6, 12), dt.date(2024, 6, 13))
        self.conclude(lease, dt.date(2024, 6, 14))
        report_decisions(meeting=self._meet(acts.AUTUMN_COUNCIL), by=self.by, now=self.now)

    def tell_winter(self) -> None:
        """Take the decisions of the winter of 2026, one of them twice, and report them."""
        visas = (
            self._text("community"),
            self._text("health"),
            VisaLine(cited_act=self.health),
            VisaLine(cited_act=self.premises),
        )
        decision = self._draft(permanence.DECISION, "Lemoine", visas, powers.PREMISES_SUBJECT)
        others = ("cpts", "62620")
        agreed = self._annex(decision, permanence.CONVENTION, others, "Norrent-Fontes")
        agreeing.open_rooms(agreed)
        self.sign(decision, permanence.SIGNED_ON, permanence.RECEIVED_ON)
        certify_act(
            act=decision,
            by=self.by,
            on=permanence.CERTIFIED_ON,
            now=self.now,
            place=permanence.CERTIFIED_AT,
        )
        agreeing.sign_by_parties(self, agreed)
        visas = (self._text("community"),)
        gift = self._draft(year.GIFT, "Lemoine", visas, year.GIFT_POWER)
        self.sign(gift, year.GIFT_SIGNED, year.GIFT_EXECUTED)
        twice = self._draft(year.GIFT, "Lemoine", visas, year.GIFT_POWER)
        sign_act(act=twice, by=self.by, on=year.TWICE_SIGNED, now=self.now)
        cancel_act(act=twice, by=self.by, on=year.TWICE_SIGNED, reason=year.TWICE_REASON)
        lodging = self._draft(year.LODGING, "Lemoine", visas, year.LODGING_POWER)
        self.sign(lodging, year.LODGING_SIGNED, year.LODGING_EXECUTED)
        council = self._meet(year.FIRST_COUNCIL)
        visas = (self._text("council"), self._text("health"), VisaLine(cited_act=self.health))
        self._deliberate(
            council, year.POSTS, year.POSTS_VOTE, "Vasseur", visas, year.FIRST_COUNCIL_EXECUTED
        )
        report_decisions(meeting=council, by=self.by, now=self.now)
        agreeing.amend_permanence(self, agreed)

    def tell_new_council(self) -> None:
        """Install the council of April 2026: the old powers lapse, new ones are given."""
        council = self._meet(year.INSTALLATION)
        visas = (self._text("council"),)
        given = self._deliberate(
            council,
            year.DELEGATIONS,
            year.DELEGATIONS_VOTE,
            "Carlier",
            visas,
            year.INSTALLATION_EXECUTED,
        )
        report_decisions(meeting=council, by=self.by, now=self.now)
        self._delegate({"act": given}, powers.SUBJECTS)
        self._delegate({"act": given, "delegate": "bureau"}, (powers.GRANT_SUBJECT,))
        visas = (self._text("community"), VisaLine(cited_act=given))
        order = self._draft(year.ORDER, "Carlier", visas)
        self.sign(order, year.ORDER_SIGNED, year.ORDER_EXECUTED)
        self._order("Dubrulle", {"act": order, "domain": year.ORDER_DOMAIN})

    def tell_spring(self) -> None:
        """Sign under the new powers, vote in the bureau, report to the council of June."""
        visas = (self._text("community"), self._text("health"), VisaLine(cited_act=self.health))
        workshops = self._draft(year.WORKSHOPS, "Dubrulle", visas, year.WORKSHOPS_POWER)
        agreed = self._annex(workshops, year.WORKSHOPS_CONVENTION, ("cpts",), "Gauchin-Légal")
        self.sign(workshops, year.WORKSHOPS_SIGNED, year.WORKSHOPS_EXECUTED)
        self.conclude(agreed, year.WORKSHOPS_CONCLUDED)
        agreeing.follow(self, agreed, agreements.WORKSHOPS_FOLLOWED)
        bureau = self._meet(year.BUREAU)
        members = [
            Attendance.objects.create(meeting=bureau, position=rank, name=name, status=status)
            for rank, (name, status, _) in enumerate(year.BUREAU_MEMBERS, start=1)
        ]
        for member, (_, _, holder) in zip(members, year.BUREAU_MEMBERS, strict=True):
            if holder:
                member.proxy = members[holder - 1]
                member.save()
        self._deliberate(
            bureau,
            year.GRANT,
            year.GRANT_VOTE,
            "Carlier",
            (self._text("community"),),
            year.GRANT_EXECUTED,
            year.GRANT_POWER,
        )
        agreeing.rent_room(self)
        report_decisions(meeting=self._meet(year.SUMMER_COUNCIL), by=self.by, now=self.now)

    def leave_drafts(self) -> None:
        """Leave one act to publish, the permanence of the day and one draft to try."""
        visas = (self._text("community"), VisaLine(cited_act=self.premises))
        screen = self._draft(year.SCREEN, "Dubrulle", visas, powers.GIFT_SUBJECT)
        sign_act(act=screen, by=self.by, on=year.SCREEN_SIGNED, now=self.now)
        record_execution(act=screen, by=self.by, sent_on=year.SCREEN_SENT)
        agreeing.draft_robecq(self)
        agreeing.renew_permanence(self)

    def _text(self, key: str) -> VisaLine:
        return VisaLine(legal_text=self.texts[key])

    def _series(self, nature: str, of_year: int, **fields: Any) -> None:
        NumberSeries.objects.create(authority=self.authority, nature=nature, year=of_year, **fields)

    def _delegate(self, fields: Fields, subjects: tuple[str, ...]) -> None:
        """Give powers; a later delegation of the same matter takes the place of the former."""
        given = CouncilDelegation(authority=self.authority, mandate=self._mandate(fields), **fields)
        given.full_clean()
        given.save()
        for rank, text in enumerate(subjects, start=1):
            self.subjects[text] = DelegatedSubject.objects.create(
                delegation=given, position=rank, text=text
            )

    def _order(self, name: str, fields: Fields) -> None:
        order = DelegationOrder(
            authority=self.authority,
            mandate=self._mandate(fields),
            delegate=self.people[name],
            **fields,
        )
        order.full_clean()
        order.save()
        order.subjects.set(self.subjects[text] for text in powers.SUBJECTS)

    def _mandate(self, fields: Fields) -> Mandate:
        return self.mandates[-1 if "act" in fields else 0]

    def _meet(self, fields: Fields) -> Meeting:
        meeting = Meeting(authority=self.authority, **fields)
        meeting.full_clean()
        meeting.save()
        return meeting

    def _draft(
        self,
        fields: Fields,
        name: str,
        visas: tuple[VisaLine, ...] = (),
        power: str = "",
        **more: Any,
    ) -> Act:
        return draft_act(
            by=self.by,
            authority=self.authority,
            signatory=self.people[name],
            visas=visas,
            powers=[self.subjects[power]] if power else [],
            **fields,
            **more,
        )

    def _deliberate(
        self,
        meeting: Meeting,
        fields: Fields,
        vote: Fields,
        name: str,
        visas: tuple[VisaLine, ...],
        executed_on: dt.date,
        power: str = "",
    ) -> Act:
        """Take an act in a meeting, with its vote."""
        act = self._draft(fields, name, visas, power, meeting=meeting, meeting_rank=1)
        Vote.objects.create(act=act, **vote)
        self.sign(act, meeting.held_on, executed_on)
        return act

    def _annex(self, act: Act, fields: Fields, others: tuple[str, ...], site: str) -> Convention:
        lines = [PartyLine(act.authority, act.signatory)]
        for name in others:
            organisation = self.organisations[name]
            person = organisation.representatives.get(end=None)
            lines.append(PartyLine(organisation, person, acts=powers.PARTY_ACTS.get(name, ())))
        return annex_convention(act=act, by=self.by, parties=lines, site=self.sites[site], **fields)

    def sign(self, act: Act, signed_on: dt.date, executed_on: dt.date) -> None:
        """Sign an act, then send it, and have it received and published on one day."""
        sign_act(act=act, by=self.by, on=signed_on, now=self.now)
        record_execution(
            act=act,
            by=self.by,
            sent_on=executed_on,
            received_on=executed_on,
            published_on=executed_on,
        )

    def conclude(self, convention: Convention, signed_on: dt.date) -> None:
        """Note the day on which all the parties had signed."""
        conclude(
            convention=convention,
            by=self.by,
            signed_on=signed_on,
            today=timezone.localdate(self.now),
        )
