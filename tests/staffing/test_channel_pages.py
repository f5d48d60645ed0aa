"""What each channel gives, on screen and in print."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from staffing.actions.recruiting import add_candidate, close_campaign, hire
from staffing.documents.recruiting import render_channels, yield_words
from staffing.models import Channel, Outcome
from staffing.review.channels import Asked, channel_yields
from tests.conventions.pages import shown, staff
from tests.pdf.verapdf import failures
from tests.staffing.factories import AssignmentFactory, PostTargetFactory, ProfessionFactory
from tests.staffing.factories_recruitment import RecruitmentFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
PAGE = "/admin/recrutement/canaux/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def reader(client):
    client.force_login(staff("view_recruitment"))
    return client


def first_doctor():
    """The firm that looked for the first doctor during one year, until October 2020."""
    post = PostTargetFactory(start=dt.date(2019, 10, 1)).post
    campaign = RecruitmentFactory(
        title="Premier médecin",
        profession=post.profession,
        channel=Channel.FIRM,
        opened_on=dt.date(2019, 10, 1),
        cost=Decimal(12000),
    )
    found = add_candidate(
        recruitment=campaign, last_name="Zyxwart", on=dt.date(2020, 6, 1), by=None
    )
    held = AssignmentFactory(post=post, start=dt.date(2020, 10, 1))
    hire(candidate=found, assignment=held, on=dt.date(2020, 10, 1), by=None)
    return campaign


def speech_call():
    """The call for speech therapists that nobody answered, and the one for midwives."""
    midwives = RecruitmentFactory(
        title="Appel B",
        profession=ProfessionFactory(name="sage-femme", plural="sages-femmes"),
        opened_on=dt.date(2024, 3, 4),
    )
    speech = RecruitmentFactory(
        title="Appel A",
        profession=ProfessionFactory(name="orthophoniste", plural="orthophonistes"),
        opened_on=dt.date(2023, 9, 4),
    )
    close_campaign(
        recruitment=speech,
        closed_on=dt.date(2024, 2, 29),
        outcome=Outcome.NO_CANDIDATE,
        by=None,
        followed_by=midwives,
    )
    return speech, midwives


def test_the_figures_of_the_firm_and_of_the_failed_call():
    first_doctor()
    speech, _ = speech_call()
    found = channel_yields(Asked(), today=TODAY)
    given = dict(found.channels)
    assert given[Channel.FIRM].to_hire == 366
    assert (given[Channel.FIRM].hired, given[Channel.FIRM].stayed) == (1, 1)
    assert given[Channel.FIRM].cost_per_hired == 12000
    assert (given[Channel.ADVERTISEMENT].campaigns, given[Channel.ADVERTISEMENT].failed) == (2, 1)
    assert found.failed == [speech]


def test_somebody_who_left_after_a_few_months_did_not_stay():
    campaign = first_doctor()
    held = campaign.candidates.get().assignment
    held.end = dt.date(2021, 2, 28)
    held.save()
    assert channel_yields(Asked(), today=TODAY).all.stayed == 0
    AssignmentFactory(post=held.post, person=held.person, start=dt.date(2021, 3, 1))
    assert channel_yields(Asked(), today=TODAY).all.stayed == 1


def test_a_contract_renewed_counts_from_the_day_the_person_came():
    campaign = first_doctor()
    found = campaign.candidates.get()
    first = found.assignment
    first.end = dt.date(2026, 9, 30)
    first.save()
    found.assignment = AssignmentFactory(
        post=first.post, person=first.person, start=dt.date(2026, 10, 1)
    )
    found.save()
    given = channel_yields(Asked(), today=TODAY).all
    assert (given.observed, given.stayed, given.too_early) == (1, 1, 0)


def test_a_period_and_a_profession_narrow_the_figures():
    campaign = first_doctor()
    speech_call()
    asked = Asked(start=dt.date(2023, 1, 1), end=dt.date(2023, 12, 31))
    assert channel_yields(asked, today=TODAY).all.campaigns == 1
    asked = Asked(profession=campaign.profession)
    assert channel_yields(asked, today=TODAY).all.hired == 1


def test_no_one_hired_is_said_and_never_divided():
    speech_call()
    words = yield_words("Annonce", channel_yields(Asked(), today=TODAY).all)
    assert words["cost_per_hired"] == "aucun recruté"
    assert words["cost"] == "coût inconnu"
    assert words["stayed"] == words["to_hire"] == "–"


def test_the_page_shows_figures_inputs_and_failed_calls_but_nobody(reader):
    first_doctor()
    speech_call()
    text = shown(reader.get(PAGE))
    assert "12 000,00 € ÷ 1" in text.replace("\u202f", " ")
    assert "366 j" in text
    assert "→ suivie par" in text
    assert "<svg" in text
    assert "Comment ces chiffres sont calculés" in text
    assert "Zyxwart" not in text


def test_the_page_costs_the_same_for_many(reader, django_assert_max_num_queries):
    for rank in range(10):
        campaign = RecruitmentFactory(channel=Channel.EVENT)
        held = AssignmentFactory(start=dt.date(2025, 6, 1))
        found = add_candidate(
            recruitment=campaign, last_name=f"N{rank}", on=dt.date(2025, 2, 3), by=None
        )
        hire(candidate=found, assignment=held, on=dt.date(2025, 3, 3), by=None)
    with django_assert_max_num_queries(12):
        reader.get(PAGE)


def test_the_page_takes_filters_and_says_what_is_wrong_with_them(reader):
    first_doctor()
    assert "Aucune campagne ne répond" in shown(reader.get(PAGE, {"du": "2024-01-01"}))
    wrong = shown(reader.get(PAGE, {"du": "2024-01-01", "au": "2020-01-01"}))
    assert "précède la première" in wrong
    assert reader.get(PAGE, {"profession": "x", "du": "hier"}).status_code == 200


def test_the_page_wants_the_right_to_see_campaigns(client):
    client.force_login(staff("view_candidate"))
    assert client.get(PAGE).status_code == 403
    assert client.get(reverse("admin:staffing_channels_pdf")).status_code == 403


def test_the_page_prints(reader):
    first_doctor()
    answer = reader.get(reverse("admin:staffing_channels_pdf"), {"du": "2019-01-01"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_print_of_nothing_is_a_page_too():
    source = {"date": "2026-11-22", "asked": "Toutes", "channels": [], "failed": []}
    assert render_channels(source, "").startswith(b"%PDF")


@pytest.mark.verapdf
def test_the_print_is_archivable_and_accessible(reader):
    first_doctor()
    speech_call()
    answer = reader.get(reverse("admin:staffing_channels_pdf"))
    assert failures(answer.content) == []
