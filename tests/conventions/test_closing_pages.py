"""What the page of a convention tells of its signatures, and how its text is closed for them."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from conventions.actions.closing import close_text
from conventions.models import Conclusion, Convention, PartySignature
from tests.admin.browser import form_of
from tests.conventions.agreed import DAY, agreed, closed, note, parties_of
from tests.conventions.factories import ready_act
from tests.conventions.pages import address, send_back, shown, staff

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 2, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def test_the_page_of_a_closed_convention_tells_who_is_awaited_and_since_when(manager):
    convention = closed(3)
    today = timezone.localdate()
    sent = today - dt.timedelta(days=9)
    note(convention, (1, {"signed_on": today}), (2, {"sent_on": sent}), today=today)
    page = shown(manager.get(address("convention_change", convention)))
    assert "1 partie sur 3 a signé." in page
    assert "La plus ancienne est attendue depuis 9 jours." in page
    assert f'href="{address("convention_signatures", convention)}"' in page
    assert 'name="_save"' not in page


def test_a_fresh_draft_tells_nothing_of_signatures(manager):
    page = shown(manager.get(address("convention_change", agreed(2, annexed=False))))
    assert "signatures-panel" not in page


def test_a_draft_already_signed_warns_before_it_is_changed(manager):
    convention = agreed(2, annexed=False)
    note(convention, (1, {"signed_on": DAY}))
    page = shown(manager.get(address("convention_change", convention)))
    assert "1 partie a déjà signé ce texte" in page


def test_whose_signature_a_change_takes_away_is_told_when_it_is_saved(manager):
    convention = agreed(3, annexed=False)
    note(convention, *((rank, {"signed_on": DAY}) for rank in (1, 2, 3)))
    assert Conclusion.objects.exists()
    page = address("convention_change", convention)
    assert send_back(manager, page, title="Autre titre").status_code == 302
    said = shown(manager.get(page))
    assert "Les signatures de l’association Sport 1, de l’association Sport 2 et " in said
    assert "ne valent plus : le titre a changé." in said
    assert not Conclusion.objects.exists()
    assert PartySignature.objects.filter(signed_on=DAY).count() == 3


def test_a_change_that_touches_one_party_names_that_party_only(manager):
    convention = agreed(3, annexed=False)
    note(convention, *((rank, {"signed_on": DAY}) for rank in (1, 2)))
    page = address("party_change", parties_of(convention)[1])
    added = {"acts-TOTAL_FORMS": "1", "acts-0-number": "12/2026", "acts-0-ORDER": "1"}
    assert send_back(manager, page, **added).status_code == 302
    said = shown(manager.get(address("convention_change", convention)))
    assert "La signature de l’association Sport 2 ne vaut plus" in said
    assert "l’acte habilitant de l’association Sport 2 a changé." in said


def test_a_change_of_spelling_takes_no_signature_away(manager):
    convention = agreed(2, annexed=False, title="Convention d'accueil")
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
    page = address("convention_change", convention)
    send_back(manager, page, title="Convention d’accueil")
    assert "ne valent plus" not in shown(manager.get(page))
    assert Conclusion.objects.exists()


def test_a_page_refused_takes_no_signature_away(manager):
    convention = agreed(2, annexed=False)
    note(convention, (1, {"signed_on": DAY}))
    assert send_back(manager, address("convention_change", convention), title="").status_code == 200
    assert "ne vaut plus" not in shown(manager.get(address("convention_change", convention)))


def test_what_was_typed_while_the_text_was_being_closed_comes_back(manager):
    convention = agreed(2, annexed=False, reference="C-1")
    page = address("convention_change", convention)
    data = form_of(manager.get(page))
    close_text(convention=convention, by=None, now=NOW)
    answer = manager.post(page, {**data, "title": ["Un titre bien plus long"]})
    assert answer.status_code == 200
    assert "Un titre bien plus long" in shown(answer)
    convention.refresh_from_db()
    assert convention.title != "Un titre bien plus long"


# Closing the text ------------------------------------------------------------------------------


def test_the_text_is_closed_from_its_page(manager):
    convention = agreed(2, annexed=False, reference="C-1")
    assert "Arrêter le texte" in shown(manager.get(address("convention_change", convention)))
    page = address("convention_close", convention)
    assert send_back(manager, page).status_code == 302
    convention.refresh_from_db()
    assert convention.sealed
    after = shown(manager.get(address("convention_signatures", convention)))
    assert "Texte arrêté le" in after
    assert "Document à signer" in after
    again = manager.get(page, follow=True)
    assert "Le texte de cette convention est déjà arrêté." in shown(again)


def test_what_a_text_lacks_is_told_instead_of_a_button(manager):
    page = shown(manager.get(address("convention_close", agreed(1, annexed=False))))
    assert "Donnez une référence à la convention" in page
    assert "au moins deux parties" in page
    assert "Arrêter le texte</button>" not in page
    posted = manager.post(address("convention_close", Convention.objects.get()))
    assert posted.status_code == 200
    assert not Convention.objects.get().sealed


def test_remarks_must_be_ticked_as_read_and_still_be_those_shown(manager):
    convention = agreed(2, annexed=False, reference="C-1", title="Convention  de de santé")
    page = address("convention_close", convention)
    assert send_back(manager, page).status_code == 200
    stale = send_back(manager, page, findings_read="on", findings_shown="autre")
    assert "relisez ces remarques" in shown(stale)
    assert send_back(manager, page, findings_read="on").status_code == 302


def test_an_annexed_convention_is_not_closed_alone(manager):
    act = ready_act()
    convention = Convention.objects.get(annex__act=act)
    change = shown(manager.get(address("convention_change", convention)))
    assert "Arrêter le texte" not in change
    answer = manager.post(address("convention_close", convention), follow=True)
    assert "son texte est arrêté quand l’acte est signé" in shown(answer)


def test_who_may_only_read_cannot_close(client):
    client.force_login(staff("view_convention"))
    page = address("convention_close", agreed(2, annexed=False, reference="C-1"))
    assert client.get(page).status_code == 403
    assert client.post(page).status_code == 403


def test_the_page_that_closes_a_text_leads_to_where_its_act_is_written(manager):
    convention = agreed(2, annexed=False, reference="C-1")
    page = shown(manager.get(address("convention_close", convention)))
    there = address("convention_change", convention)
    assert f'<a href="{there}#section-acte-qui-lautorise">' in page
    assert 'id="section-acte-qui-lautorise"' in shown(manager.get(there))


def test_a_text_that_names_its_act_is_not_asked_for_it(manager):
    fields = {"authorised_by_number": "2026 008", "authorised_by_date": DAY}
    convention = agreed(2, annexed=False, reference="C-1", **fields)
    page = shown(manager.get(address("convention_close", convention)))
    assert "n° 2026 008 du 20 janvier 2026" in page
    assert "section-acte-qui-lautorise" not in page
