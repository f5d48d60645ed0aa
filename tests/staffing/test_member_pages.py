"""The pages of memberships: filled from the care offer, left, paid, and contacts kept hidden."""

import datetime as dt

import pytest
from django.urls import reverse

from csipa.admin.contributions import contributed_links, contributed_panels
from staffing.models import Membership
from tests.admin.browser import form_of
from tests.conventions.pages import shown, staff
from tests.sites.factories import CommuneFactory
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    MembershipFactory,
    MembershipFeeFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
RPPS = "10101201234"
MEMBERS = ("view_membership", "add_membership", "change_membership")
FEES = ("view_membershipfee", "add_membershipfee", "change_membershipfee")
CONTACTS = "see_members_contacts"
OFFER = ("view_careprovider", "view_commune", "view_organisation")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def page(name, *keys):
    return reverse(f"admin:staffing_membership_{name}", args=keys)


@pytest.fixture
def host(client):
    client.force_login(staff(*MEMBERS, *FEES, *OFFER, CONTACTS))
    return client


def send(client, address, follow=True, **typed):
    data = form_of(client.get(address))
    values = {name: [value] for name, value in typed.items()}
    return client.post(address, {**data, **values}, follow=follow)


def test_a_person_of_the_care_offer_fills_the_form(host):
    community = CommunityFactory()
    provider = CareProviderFactory(rpps=RPPS, last_name="DELATTRE", first_name="Anne")
    place = CarePlaceFactory(provider=provider)
    send(host, page("add"), community=community.pk, provider=provider.pk)
    row = Membership.objects.get()
    assert (row.first_name, row.last_name, row.profession) == ("Anne", "DELATTRE", "10")
    assert (row.rpps, row.commune, row.start) == (RPPS, place.commune, TODAY)


def test_a_wrong_key_is_told_and_the_number_kept(host):
    typed = {"community": CommunityFactory().pk, "last_name": "Caron", "rpps": RPPS}
    assert "ne suit pas la formule usuelle" in shown(send(host, page("add"), **typed))
    assert Membership.objects.get().rpps == RPPS


def test_the_directory_opens_the_form_already_filled(host):
    provider = CareProviderFactory(rpps=RPPS)
    CarePlaceFactory(provider=provider)
    text = shown(host.get(f"{page('add')}?provider={provider.pk}"))
    assert f'value="{provider.last_name}"' in text
    assert f'value="{RPPS}"' in text


def test_what_is_typed_is_kept(host):
    provider = CareProviderFactory(last_name="DELATTRE")
    send(
        host,
        page("add"),
        community=CommunityFactory().pk,
        provider=provider.pk,
        last_name="Delattre-Caron",
        first_name="Anne",
    )
    assert Membership.objects.get().last_name == "Delattre-Caron"


def test_another_number_than_that_of_the_register_is_refused(host):
    provider = CareProviderFactory(rpps=RPPS)
    answer = send(
        host,
        page("add"),
        community=CommunityFactory().pk,
        provider=provider.pk,
        rpps="10101201235",
    )
    assert "n’est pas celui de" in shown(answer)
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Donnez le nom d’une personne"),
        ({"last_name": "Caron", "rpps": "123"}, "onze chiffres"),
        ({"last_name": "Caron", "listed": "on"}, "notez le jour de l’accord"),
        ({"last_name": "Caron", "start": ""}, "Donnez le jour de l’adhésion"),
    ],
)
def test_a_membership_that_cannot_be_is_refused_in_french(host, typed, told):
    answer = send(host, page("add"), community=CommunityFactory().pk, **typed)
    assert told in shown(answer)
    assert not Membership.objects.exists()


def test_a_double_is_pointed_out(host):
    first = MembershipFactory(first_name="Anne", last_name="Caron")
    typed = {"first_name": "ANNE", "last_name": "CARON", "profession": "10"}
    answer = send(host, page("add"), community=first.community.pk, **typed)
    assert "Un adhérent porte déjà ce nom" in shown(answer)
    assert Membership.objects.count() == 2
    assert "Un autre adhérent porte ce nom" in shown(host.get(page("change", first.pk)))


def test_the_identity_is_told_to_those_who_write_alone(host, client):
    provider = CareProviderFactory(rpps=RPPS)
    place = CarePlaceFactory(provider=provider)
    told = host.get(page("identity"), {"pk": provider.pk}).json()
    assert (told["rpps"], told["commune"]) == (RPPS, place.commune_id)
    assert host.get(page("identity"), {"pk": "x"}).status_code == 404
    client.force_login(staff("view_membership"))
    assert client.get(page("identity"), {"pk": provider.pk}).status_code == 403


def test_a_departure_asks_for_a_reason_and_a_return_opens_another_membership(host):
    row = MembershipFactory()
    address = page("leave", row.pk)
    assert "obligatoire" in shown(host.post(address, {"end": "2026-06-30", "reason": ""}))
    host.post(address, {"end": "2026-06-30", "reason": "Retraite"})
    row.refresh_from_db()
    assert (row.end, row.leave_reason) == (dt.date(2026, 6, 30), "Retraite")
    assert row.history.first().history_user is not None
    host.post(page("join", row.pk), {"start": "2026-09-01"})
    assert Membership.objects.filter(start=dt.date(2026, 9, 1), end=None).count() == 1


def test_a_refused_departure_is_told_on_its_page(host):
    row = MembershipFactory(start=TODAY)
    answer = host.post(page("leave", row.pk), {"end": "2020-01-01", "reason": "Erreur"})
    assert "ne précède pas ce jour" in shown(answer)


def test_a_withdrawn_consent_takes_one_confirmation(host):
    row = MembershipFactory(listed=True, contacts_listed=True, consent_on=TODAY)
    assert "Retirer de l’annuaire" in shown(host.get(page("consent", row.pk)))
    row.refresh_from_db()
    assert row.listed
    host.post(page("consent", row.pk))
    row.refresh_from_db()
    assert not row.listed


def test_who_may_only_look_changes_nothing(client):
    client.force_login(staff("view_membership"))
    row = MembershipFactory()
    for name in ("leave", "join", "consent"):
        assert client.post(page(name, row.pk), {}).status_code == 403
    assert client.get(page("fees")).status_code == 403


def test_contacts_are_for_those_who_may_see_them(host, client):
    row = MembershipFactory(email="anne@exemple.fr", phone="0321000000")
    row.email = "anne.caron@exemple.fr"
    row.save()
    assert "anne.caron@exemple.fr" in shown(host.get(page("change", row.pk)))
    assert "anne@exemple.fr" in shown(host.get(page("history", row.pk)))
    client.force_login(staff(*MEMBERS, *OFFER))
    for name in ("change", "history"):
        text = shown(client.get(page(name, row.pk)))
        assert "exemple.fr" not in text
        assert "0321000000" not in text


@pytest.mark.parametrize("asked", ["email__startswith=anne", "phone=0321000000"])
def test_no_address_asks_for_contacts_that_are_hidden(host, client, asked):
    MembershipFactory(email="anne@exemple.fr", phone="0321000000")
    assert host.get(f"{page('changelist')}?{asked}").status_code == 200
    client.force_login(staff(*MEMBERS, *OFFER))
    assert client.get(f"{page('changelist')}?{asked}").status_code == 400


def test_saving_without_seeing_the_contacts_keeps_them(client):
    client.force_login(staff(*MEMBERS, *OFFER))
    row = MembershipFactory(email="anne@exemple.fr")
    send(client, page("change", row.pk), first_name="Annie")
    row.refresh_from_db()
    assert (row.first_name, row.email) == ("Annie", "anne@exemple.fr")


def test_the_fee_is_called_for_all_then_noted_as_paid_from_the_list(host):
    community = CommunityFactory()
    rows = MembershipFactory.create_batch(3, community=community)
    typed = {"community": community.pk, "year": 2026, "amount": "30"}
    text = shown(host.post(page("fees"), typed, follow=True))
    assert "Cotisation 2026 appelée pour 3 adhérents." in text
    action = {"action": "note_paid", "_selected_action": [rows[0].pk, rows[1].pk]}
    text = shown(host.post(page("changelist"), action, follow=True))
    assert "2 cotisations notées comme payées" in text
    assert [fee.paid_on for row in rows for fee in row.fees.all()] == [TODAY, TODAY, None]


@pytest.mark.parametrize("amount", ["", "-3", "beaucoup"])
def test_a_fee_that_is_no_amount_is_not_called(host, amount):
    row = MembershipFactory()
    typed = {"community": row.community.pk, "year": 2026, "amount": amount}
    assert host.post(page("fees"), typed).status_code == 200
    assert not row.fees.exists()


def test_noting_fees_takes_the_right_to(client):
    client.force_login(staff(*MEMBERS))
    fee = MembershipFeeFactory()
    action = {"action": "note_paid", "_selected_action": [fee.membership.pk]}
    assert "ne permet pas" in shown(client.post(page("changelist"), action, follow=True))
    fee.refresh_from_db()
    assert fee.paid_on is None


def names(response):
    return {row.last_name for row in response.context["cl"].result_list}


def test_the_list_is_narrowed(host):
    community = CommunityFactory()
    paid = MembershipFactory(community=community, last_name="Payée", listed=True, consent_on=TODAY)
    MembershipFeeFactory(membership=paid, paid_on=TODAY)
    due = MembershipFactory(community=community, last_name="Due", role="treasurer")
    MembershipFeeFactory(membership=due)
    provider = CareProviderFactory(left_on=TODAY)
    MembershipFactory(community=community, last_name="Disparue", profession="21", provider=provider)
    MembershipFactory(community=community, last_name="Ancienne", end=dt.date(2025, 1, 1))
    MembershipFactory(community=community, last_name="Future", start=dt.date(2027, 1, 1))
    for asked, expected in (
        ({}, {"Payée", "Due", "Disparue"}),
        ({"quand": "partis"}, {"Ancienne"}),
        ({"quand": "a-venir"}, {"Future"}),
        ({"cotisation": "payee"}, {"Payée"}),
        ({"cotisation": "a-payer"}, {"Due"}),
        ({"cotisation": "non-appelee"}, {"Disparue"}),
        ({"annuaire": "nom"}, {"Payée"}),
        ({"annuaire": "coordonnees"}, set()),
        ({"repertoire": "parti"}, {"Disparue"}),
        ({"repertoire": "a-rapprocher"}, {"Payée", "Due"}),
        ({"profession__exact": "21"}, {"Disparue"}),
        ({"role__exact": "treasurer"}, {"Due"}),
        ({"q": "payee"}, {"Payée"}),
    ):
        assert names(host.get(page("changelist"), asked)) == expected, asked


def test_the_list_costs_the_same_for_many(host, django_assert_max_num_queries):
    community = CommunityFactory()
    for _ in range(15):
        MembershipFeeFactory(membership__community=community, membership__commune=CommuneFactory())
    with django_assert_max_num_queries(14):
        host.get(page("changelist"))


def test_the_page_of_a_cpts_tells_its_members_to_those_who_may_see_them(rf):
    row = MembershipFactory()
    request = rf.get("/")
    request.user = staff("view_membership")
    panels = contributed_panels(request, row.community)
    assert any(panel.template.endswith("_community.html") for panel in panels)
    assert "Annuaires" in [link.label for link in contributed_links(request, row.community)]
    request.user = staff()
    assert not any(
        panel.template.endswith("_community.html")
        for panel in contributed_panels(request, row.community)
    )
