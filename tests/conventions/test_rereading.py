"""The page « Relire » and its command: what they show, to whom, and what one click does."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from conventions.actions import import_file
from conventions.models import Convention
from conventions.review.findings import finding_key, findings_of
from conventions.rules.finding import Finding, Severity
from tests.conventions.factories import NOW, ActFactory, ConventionFactory
from tests.conventions.flawed import flawed_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def imported(**changes):
    """Import the flawed decision and return it."""
    content = json.dumps(flawed_decision() | changes).encode()
    return import_file(content=content, by=None, now=NOW).act


@pytest.fixture
def draft():
    """Return the flawed decision as a draft."""
    return imported(number=None, year=None, sequence=None, execution=None)


def logged_in(client, *codenames):
    """Log in somebody with these rights."""
    user = User.objects.create_user(f"u{User.objects.count()}", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


@pytest.fixture
def manager(client):
    """Log in somebody who writes acts and conventions."""
    return logged_in(client, "view_act", "change_act", "view_convention", "change_convention")


def page(text):
    """Return the address of the page « Relire » of a text."""
    return reverse(f"admin:conventions_{text._meta.model_name}_reread", args=[text.pk])


def key_of(text, rule):
    """Return the key of the first finding of a rule."""
    return next(finding_key(f) for f in findings_of(text) if f.rule == rule)


def test_the_page_shows_each_passage_in_its_sentence_with_rule_and_link(manager, draft):
    html = manager.get(page(draft)).content.decode()
    assert "pour la période <mark>du 2 février 30 juin</mark> 2026" in html
    assert "<ins>du 2 février au 30 juin</ins>" in html
    assert "Guide de légistique" in html
    change = reverse("admin:conventions_act_change", args=[draft.pk])
    assert f'href="{change}#section-recital_set"' in html
    convention = Convention.objects.get(annex__act=draft)
    there = reverse("admin:conventions_convention_change", args=[convention.pk])
    assert f'href="{there}#section-articles"' in html


@pytest.mark.parametrize(
    ("path", "section"),
    [
        pytest.param("premises.slots", "slots", id="lines of the premises"),
        pytest.param("premises.rooms[0]", "rooms", id="one of them"),
        pytest.param(
            "premises.condition", "locaux-materiel-creneaux", id="a field of the premises"
        ),
        pytest.param("articles[2].body", "articles", id="an article"),
        pytest.param("title", "identite", id="the title"),
    ],
)
def test_a_finding_of_a_convention_leads_to_where_it_is_edited(manager, monkeypatch, path, section):
    told = Finding(
        rule="premises-hours", severity=Severity.DOUBT, path=path, passage="", message=""
    )
    monkeypatch.setattr("conventions.admin.rereading.findings_of", lambda *_, **__: [told])
    html = manager.get(page(ConventionFactory())).content.decode()
    assert f'#section-{section}"' in html


def test_one_click_corrects_one_finding(manager, draft):
    response = manager.post(page(draft), {"fix": key_of(draft, "period")}, follow=True)
    assert "1 remarque corrigée" in response.content.decode().replace("\u00a0", " ")
    assert "du 2 février au 30 juin" in draft.recital_set.order_by("position")[0].text


def test_one_click_corrects_all_that_is_safe(manager, draft):
    safe = manager.get(page(draft)).context["safe"]
    assert len(safe) >= 15
    response = manager.post(page(draft), {"fix": safe}, follow=True)
    assert response.context["safe"] == [] or len(response.context["safe"]) < 4


def test_a_passage_that_is_gone_is_told(manager, draft):
    key = key_of(draft, "period")
    draft.recital_set.all().delete()
    response = manager.post(page(draft), {"fix": key}, follow=True)
    assert "rien n’est corrigé" in response.content.decode()


def test_a_signed_act_is_read_and_not_corrected(manager):
    act = imported()
    response = manager.get(page(act))
    assert response.context["groups"]
    assert response.context["safe"] == []
    assert "Corriger" not in response.content.decode()
    assert manager.post(page(act), {"fix": key_of(act, "period")}).status_code == 403


def test_a_reader_sees_and_corrects_nothing(client, draft):
    reader = logged_in(client, "view_act", "view_convention")
    assert reader.get(page(draft)).status_code == 200
    assert reader.post(page(draft), {"fix": key_of(draft, "period")}).status_code == 403
    line = draft.recital_set.order_by("position")[0]
    assert "du 2 février 30 juin" in line.text


def test_somebody_without_rights_sees_nothing(client, draft):
    stranger = logged_in(client)
    assert stranger.get(page(draft)).status_code == 403
    convention = Convention.objects.get(annex__act=draft)
    assert stranger.get(page(convention)).status_code == 403


def test_a_convention_has_its_own_page(manager):
    convention = ConventionFactory(title="Convention de approbation")
    response = manager.get(page(convention))
    assert "<mark>de approbation</mark>" in response.content.decode()
    manager.post(page(convention), {"fix": key_of(convention, "elision")})
    convention.refresh_from_db()
    assert convention.title == "Convention d’approbation"


def test_the_page_of_a_draft_says_what_rereading_would_tell(manager, draft):
    url = reverse("admin:conventions_act_change", args=[draft.pk])
    html = manager.get(url).content.decode()
    assert "Relecture" in html
    assert page(draft) in html


def test_the_page_of_a_text_without_a_remark_says_so(manager):
    convention = ConventionFactory(reference="C-1", title="Convention de partenariat")
    assert "Rien à signaler" in manager.get(page(convention)).content.decode()


def test_the_command_groups_findings_and_names_their_places():
    imported()
    out = StringIO()
    call_command("lint_act", "2026 077", stdout=out)
    said = out.getvalue().replace("\u00a0", " ")
    assert "fautes\n" in said
    assert "• Considérant 1 – Période sans « au »" in said
    assert "« du 2 février 30 juin » → « du 2 février au 30 juin »" in said
    assert "Règle : Guide de légistique" in said


def test_the_command_speaks_json():
    imported()
    out = StringIO()
    call_command("lint_act", "2026_077", "--json", stdout=out)
    rows = json.loads(out.getvalue())
    keys = {"rule", "title", "severity", "path", "place", "passage", "message", "fix", "source"}
    assert all(keys <= row.keys() for row in rows)
    assert {"fault", "doubt", "advice"} == {row["severity"] for row in rows}


def test_the_command_fails_on_request_only():
    imported()
    with pytest.raises(CommandError) as failed:
        call_command("lint_act", "2026 077", "--strict", stdout=StringIO())
    assert failed.value.returncode == 1
    with pytest.raises(CommandError) as unknown:
        call_command("lint_act", "rien")
    assert unknown.value.returncode == 2


def test_the_command_reads_a_convention_by_its_reference():
    ConventionFactory(reference="C-2", title="Convention de partenariat")
    out = StringIO()
    call_command("lint_act", "C-2", stdout=out)
    assert "aucune remarque" in out.getvalue()


def test_the_button_is_on_the_page_of_a_signed_act_too(manager):
    act = imported()
    url = reverse("admin:conventions_act_change", args=[act.pk])
    assert page(act) in manager.get(url).content.decode()
    assert page(ActFactory()) not in manager.get(url).content.decode()
