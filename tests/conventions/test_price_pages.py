"""The price and the premises of a convention, typed on its page."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions.sealing import fix_words
from conventions.exchange.agreements import load_convention, standalone_data
from conventions.models import (
    Convention,
    FinancialTerm,
    Instalment,
    LentEquipment,
    OccupiedRoom,
    OccupiedSlot,
    Payer,
)
from tests.admin.browser import form_of
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    InstalmentFactory,
    OccupiedRoomFactory,
    OccupiedSlotFactory,
    PayerFactory,
)
from tests.conventions.pages import address, shown
from tests.sites.factories import EquipmentFactory, RoomFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention():
    """Return a convention of two parties about a site with a room and a printer."""
    site = SiteFactory()
    RoomFactory(site=site, name="Cabinet médical", area="17.50", position=1)
    RoomFactory(site=site, name="Salle d’attente", area=None, position=2)
    EquipmentFactory(site=site, label="Imprimante")
    row = ConventionFactory(site=site)
    PartyFactory(convention=row, position=1)
    PartyFactory(convention=row, position=2)
    return row


def page_of(convention):
    """Return the address of the page of a convention."""
    return address("convention_change", convention)


def typed(client, convention, **lines):
    """Open the page, type in sets of lines, save; return the answer.

    `lines` gives, by set, a list of what is typed in each line, by name of input; what a name
    leaves out stays as the page sent it.
    """
    data = form_of(client.get(page_of(convention)))
    for prefix, rows in lines.items():
        total = max(int(data[f"{prefix}-TOTAL_FORMS"][0]), len(rows))
        data[f"{prefix}-TOTAL_FORMS"] = [str(total)]
        for rank, row in enumerate(rows):
            for name, value in row.items():
                data[f"{prefix}-{rank}-{name}"] = [str(value)]
    return client.post(page_of(convention), data)


def rent(**terms):
    """Return the line of a rent of 300 € a month."""
    return [{"mode": "rent", "amount": "300.00", "period": "month", **terms}]


def data_of(convention):
    """Return the exchange form of a convention."""
    return standalone_data(load_convention(convention.pk))


def test_a_price_and_its_payers_are_typed_on_the_page(admin_client, convention):
    answer = typed(
        admin_client,
        convention,
        financial_term=rent(starts_after_months=1, index_name="IRL", index_quarter="2"),
        payers=[
            {"payer": "rank-2", "percent": "33.334"},
            {"payer": f"party-{convention.parties.first().pk}", "percent": "66.666"},
        ],
    )
    assert answer.status_code == 302
    assert data_of(convention)["finance"] == {
        "mode": "rent",
        "amount": "300.00",
        "period": "month",
        "starts_after_months": 1,
        "index": {"name": "IRL", "quarter": "2"},
        "payers": [{"party": 1, "percent": "66.666"}, {"party": 2, "percent": "33.334"}],
    }


def test_a_free_convention_says_so(admin_client, convention):
    assert typed(admin_client, convention, financial_term=[{"mode": "free"}]).status_code == 302
    assert data_of(convention)["finance"] == {"mode": "free"}


def test_a_page_saved_without_a_price_has_none(admin_client, convention):
    assert typed(admin_client, convention).status_code == 302
    assert not FinancialTerm.objects.exists()
    assert "finance" not in data_of(convention)


def test_instalments_are_typed_and_told_in_their_order(admin_client, convention):
    typed(
        admin_client,
        convention,
        financial_term=[{"mode": "instalments", "amount": "13000.00"}],
        instalments=[
            {"percent": "30", "when": "à la signature"},
            {"percent": "40", "due_on": "2026-06-01"},
            {"amount": "3900.00", "when": "au bilan", "due_on": "2026-12-01"},
        ],
    )
    assert data_of(convention)["finance"]["instalments"] == [
        {"percent": 30, "when": "à la signature"},
        {"percent": 40, "when": "2026-06-01"},
        {"amount": "3900.00", "when": "au bilan, le 1er\u00a0décembre\u00a02026"},
    ]


REFUSED = [
    (
        {
            "financial_term": [{"mode": "instalments", "amount": "13000.00"}],
            "instalments": [{"amount": "6500.00"}, {"amount": "6499.99"}],
        },
        "il manque 0,01 €",
    ),
    (
        {
            "financial_term": rent(),
            "payers": [
                {"payer": "rank-1", "percent": "50"},
                {"payer": "rank-2", "percent": "49.999"},
            ],
        },
        "Les participations font 99,999 % au lieu de 100 % : il manque 0,001 %",
    ),
    (
        {
            "financial_term": rent(),
            "payers": [
                {"payer": "rank-1", "percent": "50"},
                {"payer": "rank-1", "percent": "50"},
            ],
        },
        "Cette partie paie déjà une part",
    ),
    (
        {"financial_term": rent(), "payers": [{"payer": "rank-3", "percent": "100"}]},
        "Cette partie n’est pas dans la liste",
    ),
    ({"financial_term": [{"mode": "rent"}]}, "Dites le montant du loyer"),
    ({"financial_term": [{"amount": "12.00"}]}, "Choisissez le mode"),
    ({"financial_term": rent(amount="-3")}, "n’est pas négatif"),
    ({"financial_term": rent(index_name="IRL", review_date="un jour")}, "ne se lit pas"),
    ({"financial_term": [{"mode": "instalments", "amount": "9.00"}]}, "Ajoutez les versements"),
    ({"payers": [{"payer": "rank-1", "percent": "100"}]}, "Dites d’abord le mode"),
]


@pytest.mark.parametrize(("lines", "message"), REFUSED)
def test_a_price_that_does_not_hold_is_refused_and_says_why(
    admin_client, convention, lines, message
):
    answer = typed(admin_client, convention, **lines)
    assert answer.status_code == 200
    assert message in shown(answer)
    assert not FinancialTerm.objects.exists()
    assert not Payer.objects.exists()


def test_a_price_already_saved_is_checked_with_the_line_that_changes(admin_client, convention):
    FinancialTermFactory(convention=convention, mode="instalments", amount="100.00", period="")
    for position, percent in enumerate(("30", "70"), start=1):
        InstalmentFactory(convention=convention, percent=percent, position=position)
    answer = typed(admin_client, convention, instalments=[{}, {"percent": "60"}])
    assert "il manque 10 %" in shown(answer)
    assert typed(admin_client, convention, instalments=[{"percent": "40"}, {"percent": "60"}])
    assert [str(row.percent) for row in Instalment.objects.order_by("position")] == [
        "40.000",
        "60.000",
    ]


def test_a_party_that_leaves_takes_no_payer_with_it_unsaid(admin_client, convention):
    FinancialTermFactory(convention=convention)
    first = convention.parties.order_by("position").first()
    PayerFactory(party=first, percent="100")
    answer = typed(admin_client, convention, parties=[{"DELETE": "on"}])
    assert "n’est pas dans la liste" in shown(answer)
    assert Payer.objects.exists()
    typed(admin_client, convention, parties=[{"DELETE": "on"}], payers=[{"DELETE": "on"}])
    assert not Payer.objects.exists()


def test_premises_are_chosen_among_those_of_the_site(admin_client, convention):
    cabinet, waiting = convention.site.rooms.order_by("position")
    printer = convention.site.equipment.get()
    elsewhere = RoomFactory(name="Bureau d’ailleurs")
    page = shown(admin_client.get(page_of(convention)))
    assert "Cabinet médical" in page
    assert elsewhere.name not in page
    answer = typed(
        admin_client,
        convention,
        rooms=[{"room": waiting.pk}, {"room": cabinet.pk}],
        equipment=[{"equipment": printer.pk, "quantity": 2}],
        slots=[
            {"weekday": 2, "starts_at": "14:00", "ends_at": "18:00", "use": "permanence"},
            {"weekday": 2, "starts_at": "09:00", "ends_at": "14:00", "room": cabinet.pk},
        ],
    )
    assert answer.status_code == 302
    assert data_of(convention)["premises"] == {
        "address": ", ".join(convention.site.address_lines),
        "rooms": [{"name": "Cabinet médical", "area_m2": "17.5"}, {"name": "Salle d’attente"}],
        "equipment": [{"label": "Imprimante", "quantity": 2}],
        "slots": [
            {"weekday": 2, "start": "09:00", "end": "14:00", "room": "Cabinet médical"},
            {"weekday": 2, "start": "14:00", "end": "18:00", "use": "permanence"},
        ],
    }


def test_slots_that_overlap_are_refused(admin_client, convention):
    answer = typed(
        admin_client,
        convention,
        slots=[
            {"weekday": 2, "starts_at": "14:00", "ends_at": "18:00"},
            {"weekday": 2, "starts_at": "17:30", "ends_at": "19:00"},
        ],
    )
    assert "Deux créneaux se recouvrent : mardi de 14 h à 18 h et mardi de 17 h 30 à 19 h" in shown(
        answer
    )
    assert not OccupiedSlot.objects.exists()


def test_a_room_chosen_twice_is_refused(admin_client, convention):
    room = convention.site.rooms.first()
    answer = typed(admin_client, convention, rooms=[{"room": room.pk}, {"room": room.pk}])
    assert answer.status_code == 200
    assert not OccupiedRoom.objects.exists()


def test_a_room_of_the_site_that_was_left_is_refused(admin_client, convention):
    room = convention.site.rooms.first()
    OccupiedRoomFactory(convention=convention, room=room)
    other = SiteFactory()
    data = form_of(admin_client.get(page_of(convention)))
    answer = admin_client.post(page_of(convention), {**data, "site": [str(other.pk)]})
    assert "n’est pas de ce site" in shown(answer)
    answer = admin_client.post(page_of(convention), {**data, "site": [""]})
    assert "Choisissez d’abord le site" in shown(answer)
    convention.refresh_from_db()
    assert convention.site == room.site


def test_equipment_of_another_site_cannot_be_forged(admin_client, convention):
    stranger = EquipmentFactory()
    answer = typed(admin_client, convention, equipment=[{"equipment": stranger.pk, "quantity": 1}])
    assert answer.status_code == 200
    assert not LentEquipment.objects.exists()


def test_a_convention_without_a_site_is_told_to_choose_one(admin_client):
    page = shown(admin_client.get(page_of(ConventionFactory())))
    assert "choisissez le site et enregistrez" in page
    assert "Salles mises à disposition" not in page
    assert "Créneaux hebdomadaires" in page
    assert admin_client.get(address("convention_add")).status_code == 200


def test_what_a_file_brought_is_shown_and_not_typed_again(admin_client):
    row = ConventionFactory(
        as_written=True, finance={"mode": "rent", "amount": "300.00"}, premises={"parcel": "AB 1"}
    )
    page = shown(admin_client.get(page_of(row)))
    assert "Locaux et conditions financières" in page
    assert "financial_term-0-mode" not in page
    assert "Créneaux hebdomadaires" not in page


def test_a_sealed_price_is_read_only_and_shown_once(admin_client, convention):
    FinancialTermFactory(convention=convention)
    OccupiedSlotFactory(convention=convention)
    Convention.objects.filter(pk=convention.pk).update(
        sealed=True, as_written=True, finance={"mode": "rent"}, end=dt.date(2027, 1, 1)
    )
    page = shown(admin_client.get(page_of(convention)))
    assert "loyer ou redevance" in page
    assert "Créneaux hebdomadaires" in page
    assert "Versements" not in page
    assert "Locaux et conditions financières" not in page
    assert 'name="financial_term-0-amount"' not in page


def test_the_signature_fixes_the_price_and_the_premises(convention):
    FinancialTermFactory(convention=convention)
    OccupiedRoomFactory(convention=convention, room=convention.site.rooms.first())
    before = data_of(convention)
    fix_words([convention], None)
    kept = Convention.objects.get(pk=convention.pk)
    assert (
        kept.finance
        == before["finance"]
        == {
            "mode": "rent",
            "amount": "300.00",
            "period": "month",
        }
    )
    assert kept.premises == before["premises"]
    FinancialTerm.objects.update(amount="999")
    assert data_of(convention)["finance"] == before["finance"]


def test_the_page_costs_the_same_whatever_the_lines(
    admin_client, convention, django_assert_max_num_queries
):
    FinancialTermFactory(convention=convention)
    first, second = convention.parties.order_by("position")
    room = convention.site.rooms.first()
    OccupiedRoomFactory(convention=convention, room=room)
    OccupiedSlotFactory(convention=convention, room=room)
    PayerFactory(party=first)
    InstalmentFactory(convention=convention)
    admin_client.get(page_of(convention))
    with CaptureQueriesContext(connection) as asked:
        admin_client.get(page_of(convention))
    for weekday in range(1, 8):
        OccupiedSlotFactory(convention=convention, weekday=weekday, room=room)
        InstalmentFactory(convention=convention)
    PayerFactory(party=second)
    with django_assert_max_num_queries(len(asked)):
        admin_client.get(page_of(convention))
