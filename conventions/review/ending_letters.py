"""What the letters that end a convention rest on: who writes to whom, under which article."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from conventions.exchange.wording import party_words
from conventions.models import Act, Convention, NoticeForm, Party, Termination
from conventions.review.courses import agreed_terms, signed_on
from conventions.review.terminations import ending_of, setting_of
from conventions.rules.amendments import printed_numbers, split_title
from conventions.rules.ending_articles import Heading, article_on
from conventions.rules.terminations import effect_of, said_delay
from csipa.french.grammar import Gender, agree, upper_first
from sites.models import OrganisationKind
from sites.naming import letter_person
from sites.rules.addresses import address_lines

Data = dict[str, Any]


def letters_of(termination: Termination, *, place: str = "") -> list[Data]:
    """Return the data of one letter for each party to be told, in the order of the parties.

    Dates are in ISO 8601. What nobody recorded is left empty, and prints as a line to fill in.
    """
    rows = termination.notices.select_related("party__organisation__commune")
    rows = rows.order_by("position", "pk")
    told = [row.party for row in rows]
    common = _common(termination, place)
    return [
        {
            **common,
            "recipient": _addressed(party, termination.given_on),
            "others": len(told) > 1,
        }
        for party in told
    ]


def _common(termination: Termination, place: str) -> Data:
    convention, giver = termination.convention, termination.given_by
    agreed = agreed_terms(convention)
    heading = article_on(headings_of(convention), termination.kind)
    day, start = signed_on(convention), convention.start
    return {
        "kind": termination.kind,
        "date": termination.given_on.isoformat(),
        "place": place.strip(),
        "registered": agreed.notice_form == NoticeForm.REGISTERED,
        "sender": _addressed(giver, termination.given_on) if giver else {},
        "convention": {
            "title": convention.title,
            "reference": convention.reference,
            "signed_on": day.isoformat() if day else "",
            "start": start.isoformat() if start else "",
        },
        "article": {"number": heading.number, "title": heading.title} if heading else None,
        "delay": said_delay(agreed.notice) if agreed.notice else "",
        "effect_on": termination.effect_on.isoformat(),
        **_running(termination, convention),
        "reason": termination.reason,
        "short_notice_reason": termination.short_notice_reason,
        "authorised_by": _act(termination.act),
    }


def _running(termination: Termination, convention: Convention) -> Data:
    """Say whether the last day follows from the notice, from which day, and if it may move."""
    ending = replace(ending_of(termination), effect_on=None)
    found = effect_of(ending, setting_of(convention))
    return {
        "follows_notice": found.day == termination.effect_on,
        "is_short": bool(found.day and termination.effect_on < found.day),
        "runs_from": found.runs_from.isoformat(),
    }


def headings_of(convention: Convention) -> list[Heading]:
    """Return the articles of a convention under the numbers they print."""
    rows = list(
        convention.articles.select_related("clause_version__clause").order_by("position", "pk")
    )
    numbers = printed_numbers([(row.number, row.depth) for row in rows])
    found = []
    for row, number in zip(rows, numbers, strict=True):
        printed, title = split_title(number, row.title)
        subject = row.clause_version.clause.subject if row.clause_version else ""
        found.append(Heading(number=printed, title=title, subject=subject))
    return found


def _addressed(party: Party, day: dt.date) -> Data:
    """Return how a letter names a party: its name, its address, who holds its office on `day`."""
    organisation = party.organisation
    words = party_words(party)
    known = bool(organisation.seat_address)
    city = organisation.commune.name if organisation.commune else ""
    lines = address_lines(organisation.seat_address, organisation.seat_postal_code, city)
    name = str(words.get("name") or party.name or upper_first(organisation.the_name))
    person = organisation.representative_on(day)
    alone = person is None and organisation.kind == OrganisationKind.PERSON
    return {
        "name": name,
        "address": lines if known else [line for line in (party.seat,) if line],
        "person": _oneself(name, organisation.gender) if alone else letter_person(person),
    }


def _oneself(name: str, gender: str) -> Data:
    """Return a person who is a party and signs in their own name."""
    return {"oneself": name, "greeting": agree(Gender(gender), "Monsieur", "Madame")}


def _act(act: Act | None) -> Data | None:
    """Return the act that authorises the end, once it has a number."""
    if act is None or not act.number:
        return None
    day = act.signature_date
    return {
        "nature": act.nature,
        "number": act.number,
        "date": day.isoformat() if day else "",
    }
