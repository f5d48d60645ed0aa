"""The page of signature: the powers of the day, the remarks to confirm, the reason to pass over."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from conventions.actions import sign_act
from conventions.models import Act, Provision, SignatureOverride
from tests.conventions.factories import DAY, NOW, MandateFactory, ready_act, vice_president
from tests.conventions.rules.test_powers import plain
from tests.conventions.test_admin import page, user_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

RENEWED = dt.date(2026, 4, 17)
REASON = "Délibération prise, transmise ce matin."


@pytest.fixture
def manager(client):
    """Log in who may do everything."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


@pytest.fixture
def writer(client):
    """Log in who writes acts and may not pass over."""
    client.force_login(user_with("view_act", "change_act"))
    return client


def shown(response):
    """Return the page with ordinary spaces."""
    return plain(response.content.decode()).replace("&nbsp;", " ")


def lapsed_act():
    """Return a draft whose powers lapsed in April 2026."""
    act = ready_act(with_convention=False)
    MandateFactory(authority=act.authority, installed_on=RENEWED)
    return act


def test_without_a_date_nothing_is_told_of_the_powers(manager):
    response = manager.get(page("act_sign", ready_act()))
    assert response.context["chain"] == []
    assert "sont vérifiés au jour de la signature" in shown(response)
    assert "Motif pour passer outre" not in shown(response)


def test_what_a_convention_lacks_leads_to_the_convention(manager):
    act = ready_act()
    convention = act.annexes.get().convention
    convention.articles.all().delete()
    text = shown(manager.get(page("act_sign", act)))
    assert "La convention n’a pas d’article" in text
    assert f'href="{page("convention_change", convention)}"' in text


def test_the_powers_of_a_day_are_shown_and_nothing_is_signed(manager):
    act = ready_act(signatory=vice_president())
    data = {"signed_on": "2026-01-15", "check": "1"}
    response = manager.post(page("act_sign", act), data)
    text = shown(response)
    assert "Pouvoirs le 15 janvier 2026" in text
    assert [link["step"] for link in response.context["chain"]] == [
        "Mandat",
        "Délégation",
        "Matière",
        "Arrêté",
    ]
    assert text.count("en ordre</span>") == 4
    assert "manque</span>" not in text
    assert "n’est pas signé" not in text
    assert not Act.objects.get(pk=act.pk).is_signed


def test_the_missing_links_are_shown_with_where_to_record_them(manager):
    response = manager.post(
        page("act_sign", lapsed_act()), {"signed_on": "2026-05-04", "check": "1"}
    )
    text = shown(response)
    assert "est caduque depuis l’installation du nouveau conseil, le 17 avril 2026" in text
    assert reverse("admin:conventions_councildelegation_changelist") in text
    assert "Motif pour passer outre" in text
    assert "Écrivez un motif" not in text


def test_looking_at_a_day_tells_who_was_not_in_office(manager):
    act = ready_act(with_convention=False)
    act.signatory.end = dt.date(2025, 12, 31)
    act.signatory.save()
    response = manager.post(page("act_sign", act), {"signed_on": "2026-01-15", "check": "1"})
    assert "n’est pas en fonction le 15 janvier 2026" in shown(response)


def test_signing_with_a_missing_link_keeps_what_was_typed(manager):
    act = lapsed_act()
    response = manager.post(page("act_sign", act), {"signed_on": "2026-05-04", "reason": " "})
    assert "Écrivez un motif" in shown(response)
    assert 'value="2026-05-04"' in shown(response)
    assert not Act.objects.get(pk=act.pk).is_signed


def test_who_may_pass_over_signs_with_a_reason_that_the_act_shows(manager):
    act = lapsed_act()
    data = {"signed_on": "2026-05-04", "reason": REASON}
    response = manager.post(page("act_sign", act), data, follow=True)
    assert Act.objects.get(pk=act.pk).is_signed
    text = shown(response)
    assert "Signé en passant outre" in text
    assert REASON in text
    assert "est caduque" in text
    assert SignatureOverride.objects.get().accepted_by.username == "gestionnaire"


def test_who_may_not_sees_no_reason_and_signs_nothing(writer):
    act = lapsed_act()
    data = {"signed_on": "2026-05-04", "reason": REASON}
    response = writer.post(page("act_sign", act), data)
    text = shown(response)
    assert "Motif pour passer outre" not in text
    assert "Une personne autorisée" in text
    assert "ne permettent pas de signer" in text
    # Nor is anybody sent to pages that are closed to them.
    assert reverse("admin:conventions_councildelegation_changelist") not in text
    assert not Act.objects.get(pk=act.pk).is_signed


def test_the_permission_alone_is_enough(client):
    user = user_with("view_act", "change_act")
    user.user_permissions.add(Permission.objects.get(codename="sign_despite"))
    client.force_login(user)
    act = lapsed_act()
    client.post(page("act_sign", act), {"signed_on": "2026-05-04", "reason": REASON})
    assert SignatureOverride.objects.get().accepted_by == user


def fault(act):
    """Write a fault of French into an act and return it."""
    Provision.objects.filter(act=act, label="DÉCIDE").update(text="de approuver le projet.")
    return act


def test_remarks_are_shown_and_must_be_confirmed(writer):
    act = fault(ready_act(with_convention=False))
    response = writer.get(page("act_sign", act))
    form = response.context["form"]
    assert len(form.findings) == 1
    assert "1 remarque de relecture" in shown(response)
    assert "« de approuver »" in shown(response)
    data = {"signed_on": "2026-01-15", "findings_shown": form.current}
    response = writer.post(page("act_sign", act), data)
    assert "après avoir lu les remarques" in shown(response)
    assert not Act.objects.get(pk=act.pk).is_signed
    writer.post(page("act_sign", act), {**data, "findings_read": "on"})
    assert Act.objects.get(pk=act.pk).is_signed
    kept = SignatureOverride.objects.get()
    assert len(kept.findings) == 1
    text = shown(writer.get(page("act_change", act)))
    assert "Signé avec des remarques ouvertes" in text


def test_remarks_that_changed_are_read_again(writer):
    act = fault(ready_act(with_convention=False))
    seen = writer.get(page("act_sign", act)).context["form"].current
    Provision.objects.filter(act=act, label="PRÉCISE").update(text="que que l’acte est publié.")
    data = {"signed_on": "2026-01-15", "findings_shown": seen, "findings_read": "on"}
    assert "Les remarques ont changé" in shown(writer.post(page("act_sign", act), data))
    assert not Act.objects.get(pk=act.pk).is_signed


def test_looking_at_powers_does_not_ask_for_a_confirmation(writer):
    act = fault(ready_act(with_convention=False))
    response = writer.post(page("act_sign", act), {"signed_on": "2026-01-15", "check": "1"})
    assert response.context["form"].errors == {}


def test_a_complete_act_has_no_panel(manager):
    act = ready_act(with_convention=False)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    assert "passant outre" not in shown(manager.get(page("act_change", act)))
