"""Forty parties: added at once, printed, each with a page to sign."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from conventions.actions import sign_act
from conventions.actions.parties import add_parties, record_communes
from conventions.documents.signature_sheets import sheets_context, sheets_pdf
from conventions.models import Convention, Party
from sites.models import Organisation
from tests.conventions import acts
from tests.conventions.agreed import agreed, closed
from tests.conventions.factories import DAY, NOW, ConventionFactory, PartyFactory, ready_act
from tests.conventions.holding import in_force
from tests.conventions.pages import address, shown, staff
from tests.sites.factories import (
    CommuneFactory,
    OrganisationFactory,
    RepresentativeFactory,
    TerritoryCommuneFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.force_login(staff("view_convention", "change_convention"))
    return client


def place(name, convention):
    return address(f"convention_{name}", convention)


def test_parties_are_added_in_order_after_those_that_are_there():
    party = PartyFactory(position=1)
    mayor = RepresentativeFactory()
    added = add_parties(
        convention=party.convention,
        organisations=[party.organisation, mayor.organisation, OrganisationFactory()],
        by=None,
        today=DAY,
        group="Les Communes",
    )
    assert [(row.position, row.group) for row in added] == [
        (2, "Les Communes"),
        (3, "Les Communes"),
    ]
    assert [row.representative for row in added] == [mayor, None]
    assert party.convention.parties.count() == 3
    assert added[0].history.count() == 1


def test_who_signs_is_who_is_in_office_when_the_convention_begins():
    convention = ConventionFactory(start=dt.date(2026, 5, 1))
    before = RepresentativeFactory(end=dt.date(2026, 4, 16))
    after = RepresentativeFactory(
        organisation=before.organisation, start=dt.date(2026, 4, 17), position=2
    )
    (party,) = add_parties(
        convention=convention, organisations=[before.organisation], by=None, today=DAY
    )
    assert party.representative == after


def test_a_commune_without_a_record_gets_one_and_a_name_of_its_own():
    known = OrganisationFactory(kind="commune", commune=CommuneFactory(), official_name="")
    new = CommuneFactory()
    found = record_communes(communes=[new, known.commune], by=None)
    assert found[1] == known
    assert found[0].commune == new
    parties = add_parties(convention=ConventionFactory(), organisations=found, by=None, today=DAY)
    assert parties[0].short_name == f"Commune {new.de}"
    assert parties[0].short_name != parties[1].short_name
    assert Organisation.objects.filter(kind="commune").count() == 2


def test_the_communes_of_a_territory_are_offered_and_added(manager):
    convention = ConventionFactory()
    territory = TerritoryFactory()
    inside, outside = CommuneFactory(), CommuneFactory()
    TerritoryCommuneFactory(territory=territory, commune=inside, start=None)
    page = place("parties", convention)
    text = shown(manager.get(page, {"territory": territory.pk}))
    assert f'value="{inside.pk}"' in text
    assert f'value="{outside.pk}"' not in text
    response = manager.post(
        page,
        {
            "territory": territory.pk,
            "communes": [inside.pk],
            "group": "Les Communes",
            "rank": "signatory",
        },
        follow=True,
    )
    assert "1 partie ajoutée." in shown(response)
    assert "signataire sera à remplir à la main" in shown(response)
    assert Party.objects.get(convention=convention).organisation.commune == inside


def test_nothing_ticked_adds_nothing_and_says_so(manager):
    convention = ConventionFactory()
    response = manager.post(place("parties", convention), {"rank": "signatory"})
    assert "Cochez au moins une commune" in shown(response)
    assert not convention.parties.exists()


def test_readers_and_closed_conventions_get_no_parties(client, manager):
    convention = ConventionFactory()
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    assert manager.get(place("parties", convention)).status_code == 403
    client.force_login(staff("view_convention"))
    assert client.get(place("parties", ConventionFactory())).status_code == 403


def test_forty_parties_are_shown_in_a_fixed_number_of_queries(
    manager, django_assert_max_num_queries
):
    convention = ConventionFactory()
    for rank in range(40):
        PartyFactory(convention=convention, position=rank + 1)
    with django_assert_max_num_queries(45):
        assert manager.get(place("change", convention)).status_code == 200


def test_each_signatory_has_a_page_bound_to_the_text():
    data = acts.forty_parties()["annexes"][0]["convention"]
    context = sheets_context(data, sha256="ab" * 32, pages=12)
    pages = PdfReader(io.BytesIO(sheets_pdf(context, data))).pages
    assert len(pages) == 40
    text = pages[6].extract_text().replace("\u00a0", " ")
    assert "La Commune de Val-Fictif-7" in text
    assert "Partie 7 sur 40" in text
    assert "ab" * 32 in text.replace("\n", "")
    assert "12 pages" in text


def test_the_sheets_of_some_parties_keep_their_rank():
    data = acts.forty_parties()["annexes"][0]["convention"]
    context = sheets_context(data, sha256="ab" * 32, pages=12, ranks=[3, 40])
    assert [sheet["count"].replace("\u00a0", " ") for sheet in context["sheets"]] == [
        "Partie 3 sur 40",
        "Partie 40 sur 40",
    ]
    with pytest.raises(ValueError, match="no party"):
        sheets_context(data, sha256="ab" * 32, pages=12, ranks=[99])


def test_sheets_come_with_the_signed_text_only(manager):
    act = ready_act()
    convention = act.annexes.get().convention
    response = manager.get(place("sheets", convention), follow=True)
    assert "signez d’abord l’acte" in shown(response)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    response = manager.get(place("sheets", convention))
    assert response["Content-Type"] == "application/pdf"
    sha256 = convention.documents.get().sha256
    first = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert sha256 in first.replace("\n", "")


def test_a_convention_of_its_own_is_closed_before_its_sheets(manager):
    convention = agreed(2, annexed=False)
    response = manager.get(place("sheets", convention), follow=True)
    assert "arrêtez d’abord le texte" in shown(response)
    assert "signez d’abord l’acte" not in shown(response)


def test_a_convention_that_came_signed_has_no_sheets(manager):
    response = manager.get(place("sheets", in_force(as_written=True)), follow=True)
    assert "venue déjà signée" in shown(response)


def test_the_sheets_of_a_closed_text_need_no_act(manager):
    response = manager.get(place("sheets", closed(2)))
    assert response["Content-Type"] == "application/pdf"
