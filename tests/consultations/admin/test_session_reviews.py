"""Both ledgers side by side, and what the sessions of a convention came to."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from consultations.documents.session_review import render_review, review_html
from consultations.models import MonthlyTotal, Session
from consultations.review.session_review import HomeLine, review_sessions
from consultations.review.session_review_words import review_words
from conventions.models import Convention
from conventions.review.terms import with_terms
from tests.admin.factories import UserFactory as AdminFactory
from tests.consultations.factories import MONDAY, MonthlyTotalFactory
from tests.consultations.factories_sessions import (
    SessionCommuneFactory,
    SessionCountFactory,
    SessionFactory,
    at,
)
from tests.conventions.factories import ConventionFactory
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

NOW = at(MONDAY + dt.timedelta(days=400), 12)
PAGE = "admin:consultations_sessions"


@pytest.fixture(autouse=True)
def _later(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def admin(client):
    """Somebody who sees everything."""
    user = AdminFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def shown(response):
    """Return a page with plain spaces."""
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def held(convention, done, **more):
    """Return a count of a session held under a convention."""
    session = SessionFactory(snp=True, convention=convention, state="held")
    return SessionCountFactory(session=session, done=done, **more)


def ledgers(client, **more):
    """Return the page of both ledgers over 2026 and 2027."""
    return shown(client.get(reverse(f"{PAGE}_ledgers"), {"de": "2026-01", "a": "2027-12", **more}))


def test_the_two_ledgers_stand_side_by_side_and_are_added_on_request_only(admin):
    convention = ConventionFactory()
    held(convention, 12, without_gp=6)
    held(convention, 9)
    MonthlyTotalFactory(done=30)
    page = ledgers(admin)
    assert "<dd>30 <span>consultations</span></dd>" in page
    assert "<dd>21 <span>consultations</span></dd>" in page
    assert "51 <span>" not in page
    assert "10,5" in page
    asked = ledgers(admin, lieu="on")
    assert "<dd>51 <span>consultations</span></dd>" in asked
    assert "Activité du lieu (CSIPA et soins non programmés)" in asked
    assert "L’activité du lieu additionne" in asked


def test_only_the_months_asked_for_count(admin):
    held(ConventionFactory(), 12)
    MonthlyTotalFactory(done=30)
    MonthlyTotal.objects.update(month=dt.date(2025, 5, 1))
    page = ledgers(admin, de="2025-01", a="2025-12")
    assert "<dd>30 <span>" in page
    assert "<dd>0 <span>consultation</span></dd>" in page
    assert "Aucune permanence" in page


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"de": "2026-13"}, "Écrivez un mois"),
        ({"de": "2028-01"}, "finit avant de commencer"),
        ({"de": "1990-01"}, "dix ans au plus"),
    ],
)
def test_a_period_that_makes_no_sense_is_said(admin, asked, reason):
    assert reason in ledgers(admin, **asked)


def test_without_a_period_the_last_twelve_months_are_shown(admin):
    assert 'value="2026-08"' in shown(admin.get(reverse(f"{PAGE}_ledgers")))


@pytest.fixture
def permanence():
    """A convention with its sessions, in the territory of a CPTS; return it with its communes."""
    convention = ConventionFactory(
        title="Convention tripartite", reference="C-7", end=NOW.date() + dt.timedelta(days=20)
    )
    counts = [held(convention, 20, without_gp=8, resident=19), held(convention, 25, resident=14)]
    territory = TerritoryFactory(kind="cpts")
    communes = [count.session.site.commune for count in counts]
    for commune in communes:
        TerritoryCommuneFactory(territory=territory, commune=commune)
    elsewhere = CommuneFactory()
    SessionCommuneFactory(count=counts[0], commune=communes[0], number=15)
    SessionCommuneFactory(count=counts[0], commune=communes[1], number=4)
    SessionCommuneFactory(count=counts[1], commune=communes[0], number=14)
    SessionCommuneFactory(count=counts[1], commune=elsewhere, number=11)
    SessionFactory(snp=True, convention=convention, state="cancelled", cancel_reason="Congé")
    SessionFactory(snp=True, convention=convention)
    Session.objects.filter(count=counts[0]).update(cleaned_on=MONDAY)
    return convention, [*communes, elsewhere]


def reviewed(convention):
    """Return the review of a convention in words."""
    row = with_terms(Convention.objects.all()).get(pk=convention.pk)
    found = review_sessions(row, Session.objects.all(), now=NOW)
    return review_words(found, today=NOW.date())


def test_the_review_tells_what_decides_an_amendment(permanence):
    words = reviewed(permanence[0])
    total = words["total"]
    assert (total["booked"], total["held"], total["cancelled"]) == ("4", "2", "1")
    assert (total["done"], total["per_session"], total["cleaned"]) == ("45", "22,5", "1/2")
    assert total["hours"] == "6\u00a0h"
    assert words["categories"][0]["number"] == "8"
    assert words["categories"][0]["share"] == "18\u00a0%"
    assert "ne s’y ajoutent pas" in words["notes"][-1]
    assert words["waiting"].startswith("1\u00a0séance passée n’est pas comptée")


def test_small_communes_are_hidden_and_no_sum_gives_them_back(permanence, settings):
    settings.SMALL_COUNTS_BELOW = 11
    lines = {line.name: line.number for line in reviewed(permanence[0])["homes"].lines}
    shown_numbers = [lines[commune.name] for commune in permanence[1]]
    assert shown_numbers[1] == "s"
    # The other commune of the territory is hidden too, or the total of the territory.
    homes = reviewed(permanence[0])["homes"]
    assert "s" in (shown_numbers[0], homes.inside)
    assert homes.hides
    assert "inférieur à 11" in reviewed(permanence[0])["homes_note"]
    settings.SMALL_COUNTS_BELOW = 1
    homes = reviewed(permanence[0])["homes"]
    assert [line.number for line in homes.lines if not line.is_inside] == ["11"]
    assert sorted(line.number for line in homes.lines if line.is_inside) == ["29", "4"]
    assert (homes.inside, homes.outside, homes.known) == ("33", "11", "44")


def test_residents_are_hidden_with_the_territory_when_every_commune_is_known():
    convention = ConventionFactory()
    count = held(convention, 15, resident=4)
    territory = TerritoryFactory(kind="cpts")
    TerritoryCommuneFactory(territory=territory, commune=count.session.site.commune)
    SessionCommuneFactory(count=count, commune=count.session.site.commune, number=4)
    SessionCommuneFactory(count=count, number=11)
    words = reviewed(convention)
    assert words["homes"].inside == "s"
    assert words["categories"][-1]["number"] == "s"


def test_without_a_territory_nothing_is_in_or_out_of_it():
    convention = ConventionFactory()
    SessionCommuneFactory(count=held(convention, 20), number=12)
    words = reviewed(convention)
    assert not words["homes"].is_known
    assert "rien n’est dit dedans ni dehors" in words["homes_note"]
    assert "hors du territoire" not in review_html(words)


def test_no_commune_noted_is_said():
    convention = ConventionFactory()
    held(convention, 20)
    assert reviewed(convention)["homes_note"] == "Aucune commune de résidence n’a été notée."


def test_the_page_and_the_print_open(admin, permanence):
    convention = permanence[0]
    page = shown(admin.get(reverse(f"{PAGE}_review", args=[convention.pk])))
    assert "Ménages notés" in page
    assert reverse("admin:conventions_convention_change", args=[convention.pk]) in page
    pdf = admin.get(reverse(f"{PAGE}_review_pdf", args=[convention.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_a_year_in_a_whole_territory_is_one_page(permanence):
    words = reviewed(permanence[0])
    lines = [HomeLine(f"Saint-Hilaire-Cottes {rank}", rank % 2 == 0, "12") for rank in range(32)]
    words["homes"] = replace(words["homes"], lines=lines)
    words["months"] = [("Septembre 2026", words["total"])] * 12
    assert len(PdfReader(BytesIO(render_review(words))).pages) == 1


def test_a_convention_without_sessions_has_no_review(admin):
    assert admin.get(reverse(f"{PAGE}_review", args=[ConventionFactory().pk])).status_code == 404
    assert admin.get(reverse(f"{PAGE}_review", args=[999_999])).status_code == 404


def test_words_typed_by_people_stay_words_in_print(permanence):
    convention = permanence[0]
    Convention.objects.filter(pk=convention.pk).update(title="<script>{{ x }}</script>")
    html = review_html(reviewed(convention))
    assert "<script>" not in html
    assert "{{ x }}" in html
