"""Printed directories: only who agreed, contacts only where agreed, and an index that leads."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from sites.models import TerritoryCommune
from staffing.actions.members import withdraw_consent
from staffing.documents.booklet import booklet_html, render_booklet
from staffing.review.booklets import members_booklet, offer_booklet
from tests.pdf.verapdf import failures
from tests.sites.factories import CommuneFactory, OrganisationFactory
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)


def listed(community, name, **given):
    return MembershipFactory(
        community=community, last_name=name, listed=True, consent_on=TODAY, **given
    )


def order(booklet):
    return [
        (part.label, place.name, [entry.name for entry in place.entries])
        for part in booklet.parts
        for place in part.places
    ]


def test_people_come_by_profession_then_commune_then_name():
    community = CommunityFactory()
    lillers, robecq = CommuneFactory(name="Lillers"), CommuneFactory(name="Robecq")
    listed(community, "Petit", profession="21", commune=lillers)
    listed(community, "Vasseur", commune=robecq)
    listed(community, "Éloy", commune=lillers)
    listed(community, "Caron", commune=lillers)
    listed(community, "Dubois", profession="", commune=lillers)
    listed(community, "", organisation=OrganisationFactory(), first_name="", profession="")
    told = order(members_booklet(community, TODAY))
    assert told[:3] == [
        ("Médecins", "Lillers", ["CARON Dominique", "ÉLOY Dominique"]),
        ("Médecins", "Robecq", ["VASSEUR Dominique"]),
        ("Pharmaciens", "Lillers", ["PETIT Dominique"]),
    ]
    assert [label for label, _, _ in told[3:]] == [
        "Autres adhérents",
        "Établissements et associations",
    ]


def test_who_did_not_agree_is_counted_not_named():
    community = CommunityFactory()
    listed(community, "Caron")
    MembershipFactory.create_batch(2, community=community, last_name="Silence")
    booklet = members_booklet(community, TODAY)
    assert booklet.facts == ["1\u00a0adhérent, sur 3"]
    assert "2\u00a0adhérents n’ont pas donné leur accord" in booklet.notes[-1]
    assert "Silence" not in booklet_html(booklet)


def test_contacts_appear_only_where_agreed():
    community = CommunityFactory()
    listed(community, "Nom", email="nom@exemple.fr", phone="0321000000")
    listed(community, "Tout", email="tout@exemple.fr", phone="0321000001", contacts_listed=True)
    text = booklet_html(members_booklet(community, TODAY))
    assert "tout@exemple.fr" in text
    assert "03\u00a021\u00a000\u00a000\u00a001" in text
    assert "nom@exemple.fr" not in text


def test_a_withdrawn_consent_and_a_departure_take_effect_at_once():
    community = CommunityFactory()
    row = listed(community, "Caron")
    listed(community, "Partie", end=TODAY - dt.timedelta(days=1))
    assert [names for _, _, names in order(members_booklet(community, TODAY))] == [
        ["CARON Dominique"]
    ]
    withdraw_consent(membership=row, by=None)
    assert order(members_booklet(community, TODAY)) == []
    assert "Aucun adhérent n’a encore donné" in booklet_html(members_booklet(community, TODAY))


def test_what_people_typed_stays_text():
    community = CommunityFactory()
    listed(community, "<b>Caron</b> {{ title }}")
    text = booklet_html(members_booklet(community, TODAY))
    assert "&lt;B&gt;CARON&lt;/B&gt; {{ TITLE }}" in text


def test_the_care_offer_counts_people_once_and_lists_each_place():
    community = CommunityFactory()
    communes = [CommuneFactory(), CommuneFactory()]
    for commune in communes:
        TerritoryCommune.objects.create(territory=community.territory, commune=commune)
    doctor = CareProviderFactory(last_name="CARON")
    for commune in communes:
        CarePlaceFactory(provider=doctor, commune=commune, phone="0321000001")
    CarePlaceFactory(provider=doctor)
    booklet = offer_booklet(community, TODAY, with_phones=False)
    assert booklet.facts == ["1\u00a0professionnel"]
    assert len(order(booklet)) == 2
    text = booklet_html(booklet)
    assert "extraction du 23\u00a0septembre\u00a02026" in text
    assert "03\u00a021" not in text
    assert "03\u00a021" in booklet_html(offer_booklet(community, TODAY, with_phones=True))


def test_an_unread_register_says_so():
    text = booklet_html(offer_booklet(CommunityFactory(), TODAY, with_phones=False))
    assert "n’a pas encore été lu" in text


def forty_members():
    community = CommunityFactory()
    commune = CommuneFactory(name="Lillers")
    for number in range(40):
        listed(community, f"Caron-{number:02}", commune=commune, role="board")
    return render_booklet(members_booklet(community, TODAY))


def test_the_booklet_is_an_accessible_pdf():
    assert failures(forty_members()) == []


def test_the_index_leads_to_the_page_of_each():
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(forty_members())).pages]
    [line] = [
        line
        for page in pages
        for line in page.splitlines()
        if "CARON-39" in line and "médecin" in line
    ]
    number = int(line.split()[-1])
    assert "CARON-39" in pages[number - 1]


def test_booklets_cost_the_same_for_many(django_assert_max_num_queries):
    community = CommunityFactory()
    commune = CommuneFactory()
    TerritoryCommune.objects.create(territory=community.territory, commune=commune)
    for _ in range(15):
        listed(community, "Caron", commune=CommuneFactory())
        CarePlaceFactory(commune=commune)
    with django_assert_max_num_queries(4):
        members_booklet(community, TODAY)
    with django_assert_max_num_queries(5):
        offer_booklet(community, TODAY, with_phones=True)
