"""« À suivre »: what it shows, to whom, in how many queries."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from conventions.call_places import place_of
from conventions.models import DigestSubscription
from conventions.review.watch import calls
from conventions.rules.watch import CallKind
from tests.conventions.factories import AnnexFactory, ConventionFactory, PartyFactory
from tests.conventions.factories_agreements import (
    DigestSubscriptionFactory,
    FinancialTermFactory,
    PartySignatureFactory,
    TrackingFactory,
)
from tests.conventions.following import commitment, followed_convention
from tests.conventions.holding import amendment, closed, in_force
from tests.conventions.pages import address, shown, staff
from tests.conventions.review.lives import executory_act, signed_act
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
PAGE = "digestsubscription_changelist"


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def reader(client):
    """Somebody who may see conventions, and nothing else; logged in."""
    user = staff("view_convention")
    User.objects.filter(pk=user.pk).update(email="camille@exemple.fr")
    client.force_login(user)
    return user


def watch(client, **asked):
    return shown(client.get(address(PAGE), asked))


def to_sign(reference):
    """Return a convention that two parties keep."""
    convention = ConventionFactory(reference=reference, title="Soins")
    AnnexFactory(act=executory_act(number=f"2026 {reference}"), text="", convention=convention)
    for rank in (1, 2):
        party = PartyFactory(convention=convention, position=rank, short_name=f"partie {rank}")
        PartySignatureFactory(party=party, sent_on=dt.date(2026, 2, 1))
    return convention


def test_the_page_tells_each_call_with_its_mark_its_day_and_where_to_act(client, reader):
    convention = to_sign("C-1")
    in_force(reference="C-2", title="Locaux", notice_value=15)
    page = watch(client)
    assert "3 choses à suivre" in page
    late = page[page.index("En retard</h2>") : page.index("Sous 60 jours</h2>")]
    assert '<span class="level level-late">En retard</span>' in late
    assert "2 signatures attendues" in late
    assert "Relancez : Partie 1 et Partie 2." in late
    assert "depuis le 1<sup>er</sup> février 2026" in late
    assert address("convention_signatures", convention) in late
    assert '13 avril 2026 <span class="quiet">dans 42 jours</span>' in page
    assert page.index("Dernier jour utile") < page.index("Terme de la convention")


def test_what_parties_keep_for_a_short_time_is_waited_for(client, reader):
    text = ConventionFactory(reference="C-1")
    AnnexFactory(act=executory_act(), text="", convention=text)
    PartySignatureFactory(party=PartyFactory(convention=text), sent_on=TODAY)
    assert '<span class="level level-waiting">En attente</span>' in watch(client)


def filtered():
    """Write calls of several kinds, sites and parties."""
    site = SiteFactory(name="Norrent-Fontes")
    in_force(reference="C-1", site=site, notice_value=15, parties=[{"short_name": "la CPTS"}])
    in_force(reference="C-2", end=dt.date(2026, 3, 20), parties=[{"short_name": "la commune"}])
    in_force(reference="C-3", end=dt.date(2026, 8, 1))
    return site


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"C-1", "C-2"}),
        ({"genre": "notice"}, {"C-1"}),
        ({"echeance": "30"}, {"C-2"}),
        ({"partie": "La CPTS"}, {"C-1"}),
        ({"horizon": "180"}, {"C-1", "C-2", "C-3"}),
        ({"horizon": "30"}, {"C-2"}),
        ({"genre": "end", "echeance": "60"}, {"C-1"}),
        ({"genre": "payment"}, set()),
        ({"genre": "n’importe", "site": "-1", "horizon": "x", "partie": "?"}, {"C-1", "C-2"}),
    ],
)
def test_calls_are_filtered_by_kind_level_party_and_reach(client, reader, asked, expected):
    filtered()
    page = watch(client, **asked)
    assert {
        name for name in ("C-1", "C-2", "C-3") if f"<strong>{name}</strong>" in page
    } == expected
    if not expected:
        assert "Rien ne correspond à ces filtres." in page


def test_calls_are_filtered_by_site_and_the_choice_stays(client, reader):
    site = filtered()
    page = watch(client, site=site.pk)
    assert "<strong>C-1</strong>" in page
    assert "<strong>C-2</strong>" not in page
    assert f'<option value="{site.pk}" selected>Norrent-Fontes</option>' in page
    assert "Effacer les filtres" in page


def test_an_amendment_is_found_by_the_site_and_the_parties_of_its_convention(client, reader):
    site = SiteFactory()
    root = in_force(reference="C-1", site=site, parties=[{"short_name": "la CPTS"}])
    ConventionFactory(parent=root, parent_relation="amendment", rank=1)
    page = watch(client, site=site.pk, partie="La CPTS", genre="amendment")
    assert "Avenant n° 1 à C-1" in page


def test_a_page_with_nothing_to_do_says_so(client, reader):
    in_force(end=dt.date(2030, 1, 1))
    assert "Rien n’est à faire d’ici là" in watch(client)


def test_one_subscribes_to_the_message_and_gives_it_up(client, reader):
    assert "Recevez ce récapitulatif" in watch(client)
    sent = {"weekday": "2", "days_ahead": "60", "with_acts": "on"}
    page = shown(client.post(address("digestsubscription_subscribe"), sent, follow=True))
    assert "Vous recevrez ce récapitulatif chaque mardi." in page
    assert "part chaque <strong>mardi</strong> à camille@exemple.fr" in page
    assert '<option value="60" selected>' in page
    mine = DigestSubscription.objects.get()
    assert (mine.user, mine.weekday, mine.days_ahead) == (reader, 2, 60)
    assert (mine.with_acts, mine.with_conventions, mine.with_committees) == (True, False, False)
    assert not mine.even_empty
    page = shown(client.post(address("digestsubscription_unsubscribe"), follow=True))
    assert "Vous ne recevrez plus ce récapitulatif." in page
    assert not DigestSubscription.objects.exists()


def test_people_change_their_own_subscription_only(client, reader):
    other = DigestSubscriptionFactory(weekday=5)
    assert "vendredi</strong>" not in watch(client)
    client.post(address("digestsubscription_unsubscribe"))
    assert list(DigestSubscription.objects.all()) == [other]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"weekday": "9", "days_ahead": "60", "with_acts": "on"},
        {"weekday": "1", "with_acts": "on"},
        {"weekday": "1", "days_ahead": "60", "even_empty": "on"},
    ],
)
def test_a_choice_that_does_not_exist_is_refused_on_the_page(client, reader, sent):
    response = client.post(address("digestsubscription_subscribe"), sent)
    assert response.context["form"].errors
    assert not DigestSubscription.objects.exists()


def test_somebody_without_an_address_is_told_what_to_do(client, reader):
    User.objects.filter(pk=reader.pk).update(email="")
    assert "Votre compte n’a pas d’adresse électronique" in watch(client)
    sent = {"weekday": "2", "days_ahead": "60", "with_acts": "on"}
    response = client.post(address("digestsubscription_subscribe"), sent, follow=True)
    assert "n’a pas d’adresse électronique" in shown(response)
    assert not DigestSubscription.objects.exists()


def test_nothing_is_written_by_a_link(client, reader):
    for name in ("subscribe", "unsubscribe"):
        assert client.get(address(f"digestsubscription_{name}")).status_code == 405


def test_whoever_may_not_see_conventions_sees_nothing_of_them(client):
    client.force_login(staff("view_act"))
    in_force(reference="C-1")
    assert client.get(address(PAGE)).status_code == 403
    for name in ("subscribe", "unsubscribe"):
        assert client.post(address(f"digestsubscription_{name}")).status_code == 403
    page = shown(client.get(reverse("admin:to_do")))
    assert "C-1" not in page
    assert "Aucun acte n’attend." in page


def test_the_menu_names_the_page_by_what_it_is_for(client, reader):
    page = shown(client.get(reverse("admin:plan")))
    assert f'<a class="nav-link" href="{address(PAGE)}">À suivre</a>' in page
    assert "Ce que les conventions appellent" in page


def everything(rank):
    """Write a convention that calls for everything, and an act that waits."""
    convention = followed_convention(
        signed=False,
        reference=f"C-{rank}",
        site=SiteFactory(),
        start=dt.date(2025, 1, 26),
        notice_value=15,
        signature_date=dt.date(2026, 1, 20),
    )
    TrackingFactory(commitment=commitment(convention, "remettre"), periodicity="monthly")
    FinancialTermFactory(
        convention=convention, index_name="IRL", index_quarter="2", review_date="01/02"
    )
    closed(convention)
    amendment(convention)
    under_way = ConventionFactory(parent=convention, parent_relation="amendment", rank=2)
    PartySignatureFactory(party=PartyFactory(convention=under_way), sent_on=TODAY)
    ConventionFactory(parent=convention, parent_relation="amendment", rank=3)
    signed_act(number=f"2026 {rank}")


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_takes_a_fixed_number_of_queries(
    client, reader, count, django_assert_max_num_queries
):
    for rank in range(count):
        everything(rank)
    watch(client)
    with django_assert_max_num_queries(16):
        watch(client, partie="La CPTS")


def test_whoever_sees_a_call_may_open_the_page_it_leads_to(client, reader):
    everything(1)
    in_force(reference="C-9", renewal="express", end=dt.date(2026, 4, 1))
    to_sign("C-8")
    found = calls(today=TODAY)
    assert {call.kind for call in found} == set(CallKind)
    for call in found:
        response = client.get(place_of(call))
        assert response.status_code == 200, call.kind
