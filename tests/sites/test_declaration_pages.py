"""« Changements à déclarer »: what is proposed, late, sent; the letter; who may do what."""

import datetime as dt
import io
import re

import pytest
from pypdf import PdfReader

from sites.models import ChangeNature, ChangeSetAside, SubstantialChange
from tests.sites.changes import agglomeration_centre
from tests.sites.factories import (
    OrganisationFactory,
    RepresentativeFactory,
    SiteFactory,
    SiteScopeFactory,
)
from tests.sites.factories_projects import (
    ChangeSetAsideFactory,
    HealthProjectFactory,
    SubstantialChangeFactory,
)
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 2, 10)
LIST = "substantialchange_changelist"
RIGHTS = ("view_substantialchange", "change_substantialchange", "add_substantialchange")


@pytest.fixture(autouse=True)
def _in_february(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def writer(client):
    user = staff(*RIGHTS)
    client.force_login(user)
    return user


@pytest.fixture
def antenna():
    """Robecq, open for eight days, of which nobody told the agency."""
    centre = agglomeration_centre(finess="620036723")
    return SiteFactory(
        antenna=True,
        parent=centre,
        name="Robecq",
        commune_id="62713",
        address="1 place du Bourg",
        postal_code="62350",
        opened_on=dt.date(2026, 2, 2),
    )


@pytest.fixture
def agency():
    """The agency, over which a woman presides."""
    agency = OrganisationFactory(
        kind="ars",
        official_name="agence régionale de santé Hauts-de-France",
        seat_address="556 avenue Willy-Brandt",
        seat_postal_code="59777",
    )
    RepresentativeFactory(
        organisation=agency, first_name="Anne", last_name="Morel", capacity="directeur général"
    )
    return agency


def sent_back(antenna, **typed):
    return {
        "site": antenna.pk,
        "nature": "antenna_opened",
        "day": antenna.opened_on.isoformat(),
        **typed,
    }


def letter(client, row, **typed):
    answer = client.get(address("substantialchange_print", row), typed)
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "\n".join(page.extract_text() for page in pages)
    text = re.sub("[-\u2010]\n", "", text)  # A written hyphen is never at the end of a line.
    return " ".join(text.replace("\u00a0", " ").replace("\u2011", "-").split())


def test_what_the_records_show_is_proposed_and_declared_in_one_click(client, writer, antenna):
    page = shown(client.get(address(LIST)))
    assert "L’antenne de Robecq a ouvert le 2 février 2026." in page
    assert "au plus tard le 17 février 2026" in page
    answer = client.post(address("substantialchange_declare"), sent_back(antenna), follow=True)
    row = SubstantialChange.objects.get()
    assert answer.redirect_chain[-1][0] == address("substantialchange_change", row)
    assert "Déclaration préparée" in shown(answer)
    assert row.history.get().history_user == writer
    assert "À déclarer" not in shown(client.get(address(LIST)))
    again = client.post(address("substantialchange_declare"), sent_back(antenna), follow=True)
    assert "n’est plus à déclarer" in shown(again)
    assert SubstantialChange.objects.count() == 1


def test_a_change_is_set_aside_with_a_reason_and_taken_up_again(client, writer, antenna):
    answer = client.post(
        address("substantialchange_set_aside"), sent_back(antenna, reason="Dit"), follow=True
    )
    page = shown(answer)
    assert "Changement écarté" in page
    assert "a ouvert le" not in page
    assert "Changements écartés" in page
    row = ChangeSetAside.objects.get()
    page = shown(client.post(address("substantialchange_take_up", row), follow=True))
    assert "a ouvert le 2 février 2026" in page
    assert not ChangeSetAside.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"reason": ""}, "dites pourquoi"),
        ({"reason": "x" * 301}, "dites pourquoi"),
        ({"reason": "Dit", "day": "hier"}, "n’est plus à déclarer"),
        ({"reason": "Dit", "site": "-1"}, "n’est plus à déclarer"),
        ({"reason": "Dit", "site": "99999999999999"}, "n’est plus à déclarer"),
        ({"reason": "Dit", "site": "999999"}, "n’est plus à déclarer"),
        ({"reason": "Dit", "nature": "nonsense"}, "n’est plus à déclarer"),
    ],
)
def test_a_wrong_answer_is_told_and_writes_nothing(client, writer, antenna, typed, message):
    data = sent_back(antenna, **typed)
    answer = client.post(address("substantialchange_set_aside"), data, follow=True)
    assert message in shown(answer)
    if message != "dites pourquoi":
        answer = client.post(address("substantialchange_declare"), data, follow=True)
        assert message in shown(answer)
    assert not ChangeSetAside.objects.exists()
    assert not SubstantialChange.objects.exists()


def told_states():
    """Write a declaration in each state; the day in February tells them apart."""
    sent = {"means": "registered", "sent_on": dt.date(2026, 2, 5)}
    return {
        "late": SubstantialChangeFactory(happened_on=dt.date(2026, 1, 23)),
        "to_send": SubstantialChangeFactory(happened_on=dt.date(2026, 1, 31)),
        "sent": SubstantialChangeFactory(happened_on=dt.date(2026, 1, 20), **sent),
        "received": SubstantialChangeFactory(
            happened_on=dt.date(2026, 1, 20), **sent, received_on=dt.date(2026, 2, 6)
        ),
    }


def test_the_list_tells_each_state_filters_and_sorts_by_it(client, writer):
    rows = told_states()
    page = shown(client.get(address(LIST)))
    assert "En retard de 3 jours" in page
    # The 15th of February 2026 is a Sunday.
    assert "À envoyer d’ici le 15 février 2026" in page
    assert "encore 5 jours, dernier jour ouvré le 13 février 2026" in page
    assert "Envoyé le 5 février 2026" in page
    assert "Reçu le 6 février 2026" in page
    assert "2 jours trop tard" in page
    for state, row in rows.items():
        found = client.get(address(LIST), {"etat": state}).context["cl"].result_list
        assert [one.pk for one in found] == [row.pk]
    assert client.get(address(LIST), {"etat": "lost"}).context["cl"].result_count == 4
    column = client.get(address(LIST)).context["cl"].list_display.index("state")
    for sign, expected in (("", list(rows)), ("-", list(rows)[::-1])):
        found = client.get(address(LIST), {"o": f"{sign}{column}"}).context["cl"].result_list
        assert [one.pk for one in found] == [rows[state].pk for state in expected]


def test_the_list_asks_as_many_queries_for_more_rows(
    client, writer, antenna, django_assert_num_queries, django_assert_max_num_queries
):
    SubstantialChangeFactory()
    client.get(address(LIST))
    with django_assert_max_num_queries(14) as few:
        client.get(address(LIST))
    for _ in range(8):
        SubstantialChangeFactory()
        SiteFactory(antenna=True, parent=antenna.parent, opened_on=TODAY)
    with django_assert_num_queries(len(few)):
        client.get(address(LIST))


def values(row, **typed):
    return {
        "site": row.site_id,
        "nature": row.nature,
        "happened_on": row.happened_on.isoformat(),
        "description": row.description,
        "agency": "",
        "sent_on": "",
        "means": "",
        "proof": "",
        "received_on": "",
        "version": row.version,
        **typed,
    }


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"sent_on": "2026-02-09"}, "Dites par quel moyen"),
        ({"sent_on": "2026-02-11", "means": "registered"}, "L’envoi est à venir"),
        ({"received_on": "2026-02-09"}, "La réception suit l’envoi"),
        (
            {"sent_on": "2026-02-09", "means": "by_hand", "received_on": "2026-02-12"},
            "La réception est à venir",
        ),
        ({"nature": "centre_moved"}, "Robecq est une antenne"),
        ({"happened_on": ""}, "Ce champ est obligatoire"),
    ],
)
def test_a_wrong_sending_is_refused(client, writer, antenna, typed, message):
    row = SubstantialChangeFactory(site=antenna)
    answer = client.post(address("substantialchange_change", row), values(row, **typed))
    assert message in shown(answer)
    row.refresh_from_db()
    assert row.sent_on is None


def test_the_sending_is_noted_on_the_declaration(client, writer, antenna):
    row = SubstantialChangeFactory(site=antenna)
    page = shown(client.get(address("substantialchange_change", row)))
    assert "au plus tard le 17 février 2026" in page
    typed = {"sent_on": "2026-02-09", "means": "registered", "proof": "1A 200 000"}
    client.post(address("substantialchange_change", row), values(row, **typed))
    row.refresh_from_db()
    assert (row.sent_on, row.proof) == (dt.date(2026, 2, 9), "1A 200 000")
    page = shown(client.get(address("substantialchange_change", row)))
    assert "Notez la date de réception" in page


def test_the_letter_tells_who_writes_what_changed_where_and_by_which_text(
    client, writer, antenna, agency
):
    HealthProjectFactory(
        site=antenna.parent,
        receipt_number="CDS-62-31",
        receipt_on=dt.date(2024, 5, 14),
        applies_from=dt.date(2024, 6, 1),
    )
    row = SubstantialChangeFactory(site=antenna, agency=agency, description="Elle ouvre.\nBien.")
    text = letter(client, row, lieu="Béthune", date="2026-02-11", pieces="Plan\n\n Bail ")
    for expected in (
        "La communauté d’agglomération de Béthune-Bruay, Artois Lys Romane",
        "100 avenue de Londres",
        "Lettre recommandée avec avis de réception",
        "L’agence régionale de santé Hauts-de-France",
        "À l’attention de Madame Anne MOREL, directrice générale",
        "556 avenue Willy-Brandt",
        "À Béthune, le 11 février 2026",
        "Déclaration d’un changement du centre de santé de Labourse : ouverture d’une antenne",
        "Projet de santé, édition 1, récépissé n° CDS-62-31 du 14 mai 2024",
        "Madame la Directrice générale,",
        "article D. 6323-10 du code de la santé publique",
        "survenu le 2 février 2026",
        "Elle ouvre. Bien.",
        "l’antenne de Robecq, située 1 place du Bourg, 62350 Robecq.",
        "Cette antenne dépend du centre de santé de Labourse (numéro FINESS 620036723).",
        "Le président",
        "Paul LEROY",
        "Pièces jointes :",
        "Plan",
        "Bail",
    ):
        assert expected in text, f"{expected}: {text}"


@pytest.mark.parametrize("nature", ChangeNature.values)
def test_every_nature_has_its_letter_even_with_nothing_recorded(client, writer, nature):
    site = SiteFactory(parent=None)
    row = SubstantialChangeFactory(site=site, nature=nature, description="<b>&</b> {{ 1 }}")
    text = letter(client, row, moyen="by_hand", date="2026-01-31", pieces="")
    assert "Remise contre récépissé" in text
    assert "À l’attention de la direction générale" in text
    assert "le gestionnaire du centre de santé" in text
    assert "qui prendra effet le 2 février 2026" in text
    assert "<b>&</b> {{ 1 }}" in text
    assert "joint" not in text


def test_the_letter_printed_straight_away_has_the_usual_words(client, writer, antenna, agency):
    row = SubstantialChangeFactory(site=antenna, agency=agency)
    text = letter(client, row)
    assert "À Béthune, le 10 février 2026" in text
    assert "Projet de santé mis à jour" in text


def test_what_the_letter_lacks_is_told_with_where_to_mend_it(client, writer, antenna, agency):
    row = SubstantialChangeFactory(site=antenna, agency=agency)
    page = shown(client.get(address("substantialchange_letter", row)))
    assert "L’antenne de Robecq n’a pas de numéro FINESS." in page
    assert address("site_change", antenna) in page
    assert "L’adresse" not in page
    bare = SubstantialChangeFactory()
    page = shown(client.get(address("substantialchange_letter", bare)))
    for sentence in (
        "On ne sait pas qui gère le centre de santé",
        "L’agence à laquelle écrire n’est pas choisie.",
        "n’a pas d’adresse.",
    ):
        assert sentence in page
    agency.representatives.all().delete()
    SubstantialChange.objects.all().update(agency=None)
    agency.delete()
    page = shown(client.get(address("substantialchange_letter", bare)))
    assert "Aucune agence régionale de santé n’est enregistrée." in page
    assert f"{address('organisation_add')}?kind=ars" in page


@pytest.mark.parametrize(
    ("rights", "seen", "answered"),
    [((), 403, 403), (RIGHTS[:1], 200, 403), (RIGHTS[:2], 200, 403), (RIGHTS, 200, 302)],
)
def test_who_may_see_declare_and_set_aside(client, antenna, rights, seen, answered):
    row = SubstantialChangeFactory()
    client.force_login(staff(*rights))
    for name in ("letter", "print"):
        assert client.get(address(f"substantialchange_{name}", row)).status_code == seen
    page = client.get(address(LIST))
    assert page.status_code == seen
    assert ("Préparer la déclaration" in shown(page)) is (answered == 302)
    for name in ("declare", "set_aside"):
        data = sent_back(antenna, reason="Dit")
        assert client.post(address(f"substantialchange_{name}"), data).status_code == answered
        assert client.get(address(f"substantialchange_{name}")).status_code == 405


def test_what_is_proposed_and_set_aside_is_of_the_sites_of_the_account(client, antenna):
    elsewhere = SiteFactory(name="Allouagne")
    ChangeSetAsideFactory(site=antenna, nature=ChangeNature.QUALITY)
    for site, count in ((elsewhere, 0), (antenna, 1)):
        user = staff(*RIGHTS)
        SiteScopeFactory(user=user, site=site)
        client.force_login(user)
        found = client.get(address(LIST)).context["proposed"]
        assert (len(found["rows"]), len(found["aside"])) == (count, count)
