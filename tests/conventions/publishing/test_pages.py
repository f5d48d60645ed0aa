"""The pages of publication: who sees them, what they say, what they do."""

import csv
import datetime as dt
import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from conventions.actions import import_file
from conventions.actions.publishing import publish_act
from conventions.models import CancelledNumber, Publication, PublicationCheck
from tests.admin.browser import form_of
from tests.conventions import acts
from tests.conventions.factories_publication import (
    PublicationCheckFactory,
    PublicationFactory,
    PublishedDocumentFactory,
    RedactionFactory,
)
from tests.conventions.pages import shown, staff
from tests.conventions.review.lives import signed_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

NOW = dt.datetime(2026, 3, 20, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 20)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    today = timezone.localdate
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr(
        "django.utils.timezone.localdate",
        lambda value=None, timezone=None: today(value, timezone) if value else TODAY,
    )


@pytest.fixture
def act():
    data = acts.decision()
    data["recitals"] = ["Considérant la demande de Mme Zoé QUENNEHEN,"]
    return import_file(content=json.dumps(data).encode(), by=None, now=NOW).act


@pytest.fixture
def publisher(client):
    user = staff("view_act", "add_publication")
    client.force_login(user)
    return user


def url(name, act, *more):
    return reverse(f"admin:conventions_act_{name}", args=[act.pk, *more])


def told(client, name, act):
    return shown(client.get(url(name, act)))


def lines(*words, **others):
    """Return the fields of the page of the copy, as a browser sends them."""
    data = {"lignes-TOTAL_FORMS": str(len(words)), "lignes-INITIAL_FORMS": "0"}
    for rank, one in enumerate(words):
        data |= {f"lignes-{rank}-words": one, f"lignes-{rank}-ground": "privacy"}
    return {**data, **others}


def annexes(act, *withheld):
    data = {}
    for annex in act.annexes.all():
        data |= {f"annexe-{annex.pk}-ground": "security", f"annexe-{annex.pk}-reason": ""}
        data |= {f"initial-annexe-{annex.pk}-ground": "privacy"}
    return {**data, **{f"annexe-{annex.pk}-withheld": "on" for annex in withheld}}


def test_somebody_who_may_puts_an_act_online_and_is_told_where(client, publisher, act):
    assert "Mettre en ligne" in told(client, "publication", act)
    page = shown(client.post(url("publish", act), follow=True))
    assert "est en ligne : tout le monde peut le lire" in page
    publication = Publication.objects.get(act=act)
    assert publication.online_by == publisher
    assert f'href="/actes/{publication.address}/"' in page
    assert "20 mai 2026" in page
    assert "Jamais encore" in page


def test_the_page_of_an_act_tells_whether_it_is_online(client, publisher, act):
    assert "Cet acte n’est pas en ligne." in told(client, "change", act)
    publish_act(act=act, by=None, now=NOW)
    assert "En ligne depuis le 20 mars 2026 (1 jour)" in told(client, "change", act)


@pytest.mark.parametrize("name", ["publish", "change_copy", "withdraw", "public_copy"])
def test_who_may_only_read_changes_nothing(client, act, name):
    publish_act(act=act, by=None, now=NOW)
    client.force_login(staff("view_act"))
    assert client.post(url(name, act), lines("Robecq")).status_code == 403
    page = told(client, "publication", act)
    assert "publish_form" not in page
    assert "withdraw_form" not in page
    assert "copy_form" not in told(client, "public_copy", act)


def test_a_copy_to_prepare_is_offered_to_who_publishes_alone(client, publisher, act):
    assert "préparez une copie publique" in told(client, "publication", act)
    assert "Préparer une copie publique" in told(client, "publication", act)
    client.force_login(staff("view_act", "view_publication"))
    page = told(client, "publication", act)
    assert "le public lit le document signé, en entier" in page
    assert "une copie publique" not in page


@pytest.mark.parametrize(
    "name", ["publication", "public_copy", "online_log", "public_preview", "publish"]
)
def test_who_may_not_see_acts_sees_none_of_it(client, act, name):
    client.force_login(staff("add_publication"))
    assert client.get(url(name, act)).status_code in {403, 405}


@pytest.mark.parametrize("name", ["publish", "change_copy", "withdraw"])
def test_nothing_is_published_by_a_link(client, publisher, act, name):
    assert client.get(url(name, act)).status_code == 405


def test_withdrawing_early_is_for_who_may_and_asks_why(client, publisher, act):
    publish_act(act=act, by=None, now=NOW)
    assert "withdraw_form" not in told(client, "publication", act)
    client.force_login(staff("view_act", "withdraw_publication"))
    page = told(client, "publication", act)
    assert "jusqu’au 20 mai 2026 inclus" in page
    assert "dites pourquoi" in shown(client.post(url("withdraw", act), {"reason": " "}))
    page = shown(client.post(url("withdraw", act), {"reason": "Erreur"}, follow=True))
    assert "Retiré</strong> le 20 mars 2026" in page
    assert "Erreur" in page


def test_after_two_months_who_publishes_may_withdraw_without_a_reason(client, publisher, act):
    publish_act(act=act, by=None, now=NOW - dt.timedelta(days=70))
    assert "Les deux mois sont écoulés" in told(client, "publication", act)
    client.post(url("withdraw", act), {"reason": ""})
    assert not Publication.objects.get().is_online


def test_words_and_annexes_are_chosen_and_counted(client, publisher, act):
    annex = act.annexes.last()
    sent = lines("Quennehen", "", **annexes(act, annex))
    page = shown(client.post(url("public_copy", act), sent, follow=True))
    assert "« Quennehen » : 1 fois" in page
    assert act.annexes.filter(withheld__ground="security").get() == annex
    page = told(client, "publication", act)
    assert "« Quennehen »" in page
    assert "sécurité des personnes" in page


def test_who_may_not_withdraw_yet_is_told_until_when_and_whom_to_ask(client, publisher, act):
    publish_act(act=act, by=None, now=NOW)
    page = told(client, "publication", act)
    assert "reste en ligne jusqu’au 20 mai 2026 inclus" in page
    assert "withdraw_form" not in page


def test_a_day_of_publication_noted_before_the_act_was_online_is_told(client, publisher, act):
    publish_act(act=act, by=None, now=NOW)
    warning = "précède la mise en ligne ici"
    assert act.execution.published_on < TODAY
    assert warning in told(client, "publication", act)
    act.execution.published_on = TODAY
    act.execution.save()
    assert warning not in told(client, "publication", act)


def test_the_whole_address_is_given_to_be_copied(client, publisher, act, settings):
    settings.SITE_ADDRESS = "https://actes.exemple.fr"
    publication = publish_act(act=act, by=None, now=NOW)
    page = told(client, "publication", act)
    assert f">https://actes.exemple.fr/actes/{publication.address}/</a>" in page


def test_taking_every_line_away_says_that_the_public_reads_the_whole_act(client, publisher, act):
    RedactionFactory(act=act, words="QUENNEHEN")
    sent = lines("", vus="QUENNEHEN\tprivacy") | annexes(act)
    page = shown(client.post(url("public_copy", act), sent, follow=True))
    assert "rien n’est retiré" in page
    assert "Relisez l’aperçu" not in page


def test_words_that_are_nowhere_are_told(client, publisher, act):
    sent = lines("Quenehen", **annexes(act))
    page = shown(client.post(url("public_copy", act), sent, follow=True))
    assert "« Quenehen » : <strong>nulle part</strong>" in page
    assert "des mots n’apparaissent nulle part dans l’acte" in page
    assert "Relisez l’aperçu" not in page
    page = shown(client.post(url("publish", act), follow=True))
    assert "n’apparaît nulle part" in page
    assert not Publication.objects.exists()


def test_the_name_of_the_author_is_refused_on_the_page(client, publisher, act):
    page = shown(client.post(url("public_copy", act), lines("Marquant", **annexes(act))))
    assert "nom ou la qualité de l’auteur" in page
    assert 'value="Marquant"' in page
    assert not act.redactions.exists()


def test_what_gives_somebody_away_is_proposed_and_taken(client, publisher, act):
    assert 'value="Zoé QUENNEHEN"' in told(client, "public_copy", act)
    sent = lines("", **annexes(act), proposition="Zoé QUENNEHEN")
    client.post(url("public_copy", act), sent)
    assert act.redactions.get().words == "Zoé QUENNEHEN"
    assert 'name="proposition"' not in told(client, "public_copy", act)


def test_the_copy_is_read_over_before_it_is_published(client, publisher, act):
    RedactionFactory(act=act, words="Quennehen")
    answer = client.get(url("public_preview", act))
    assert answer["Content-Type"] == "application/pdf"
    assert not act.documents.filter(kind="public").exists()
    client.post(url("publish", act))
    copy = act.documents.get(kind="public")
    assert client.get(url("public_document", act, copy.pk)).content == bytes(copy.content)
    original = act.documents.get(kind="act")
    assert client.get(url("public_document", act, original.pk)).status_code == 404


def test_what_was_chosen_since_is_published_when_the_copy_is_replaced(client, publisher, act):
    client.post(url("publish", act))
    assert "change_form" not in told(client, "publication", act)
    RedactionFactory(act=act, words="Quennehen")
    assert "n’est pas ce que le public lit" in told(client, "publication", act)
    client.post(url("change_copy", act))
    assert Publication.objects.get().document.kind == "public"
    assert "change_form" not in told(client, "publication", act)


def test_an_act_that_cannot_be_public_says_why(client, publisher):
    act = signed_act(individual=True)
    PublishedDocumentFactory(act=act)
    page = told(client, "publication", act)
    assert "acte individuel" in page
    assert "publish_form" not in page
    assert "Registre public" not in told(client, "change", act)


def test_the_log_counts_the_days_and_leaves_as_a_file(client, publisher, act):
    publication = publish_act(act=act, by=None, now=NOW - dt.timedelta(days=3))
    for days, seen in ((3, True), (2, False)):
        PublicationCheckFactory(
            publication=publication,
            checked_at=NOW - dt.timedelta(days=days),
            seen=seen,
            detail="" if seen else "=Absent",
        )
    page = told(client, "online_log", act)
    for label, count in (("a été vu", 1), ("n’a pas été vu", 1), ("sans lecture", 2)):
        assert f"{label}</dt><dd>{count}</dd>" in page
    answer = client.get(url("online_log_file", act))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows] == ["Vu à l’identique", "non", "oui"]
    assert not rows[1][4].startswith("=")


def test_the_log_of_an_act_never_online_is_empty(client, publisher, act):
    assert "rien à constater" in told(client, "online_log", act)
    assert client.get(url("online_log_file", act)).status_code == 404


# The list, the start page ------------------------------------------------------------------------


def kept(**options):
    act = signed_act(**options)
    PublishedDocumentFactory(act=act)
    return act


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("oui", {"2026 101", "2026 105"}),
        ("non", {"2026 103", "2026 104"}),
        ("retire", {"2026 102"}),
        ("a_publier", {"2026 103"}),
        ("perdu", {"2026 105"}),
    ],
)
def test_the_list_is_filtered_by_where_acts_stand(client, publisher, asked, numbers):
    seen = PublicationFactory(act=signed_act(number="2026 101"))
    PublicationCheckFactory(publication=seen, checked_at=NOW)
    PublicationFactory(
        act=signed_act(number="2026 102"),
        withdrawn_at=NOW,
        withdrawn_reason="Erreur",
        online_at=NOW,
    )
    kept(number="2026 103")
    kept(number="2026 104", individual=True)
    last_week = NOW - dt.timedelta(days=7)
    PublicationFactory(act=signed_act(number="2026 105"), online_at=last_week)
    page = shown(client.get(reverse("admin:conventions_act_changelist"), {"en_ligne": asked}))
    every = {f"2026 10{rank}" for rank in range(1, 6)}
    assert {number for number in every if f"n° {number}</a>" in page} == numbers


def test_acts_to_publish_and_acts_lost_from_sight_are_told(client):
    client.force_login(staff("view_act", "view_convention"))
    seen = PublicationFactory(
        act=signed_act(number="2026 201"), online_at=NOW - dt.timedelta(days=9)
    )
    PublicationCheckFactory(publication=seen, checked_at=NOW - dt.timedelta(days=1))
    lost = PublicationFactory(
        act=signed_act(number="2026 202"), online_at=NOW - dt.timedelta(days=9)
    )
    PublicationCheckFactory(publication=lost, checked_at=NOW - dt.timedelta(days=2))
    PublicationCheckFactory(publication=lost, checked_at=NOW, seen=False)
    kept(number="2026 203")
    kept(number="2026 204", individual=True)
    kept(number="2026 205", published_on=dt.date(2026, 1, 16))
    page = shown(client.get(reverse("admin:conventions_digestsubscription_changelist")))
    register = page[page.index("register-title") : page.index("digest-title")]
    found = [n for n in range(201, 206) if f"n° 2026 {n}" in register]
    assert found == [202, 203]
    assert register.index("202") < register.index("203")
    to_do = shown(client.get(reverse("admin:to_do")))
    assert "N’est plus vu à son adresse publique" in to_do


def test_an_act_cancelled_is_no_longer_to_be_published(client, publisher):
    act = kept(number="2026 301", cancelled_on=TODAY)
    assert CancelledNumber.objects.filter(act=act).exists()
    assert "Registre public" not in told(client, "change", act)
    assert not PublicationCheck.objects.exists()


def test_words_that_two_people_have_struck_out_at_once_are_all_shown_before_they_count(
    client, publisher, act
):
    RedactionFactory(act=act, words="Décision")
    page = url("public_copy", act)
    first, second = form_of(client.get(page)), form_of(client.get(page))
    first["lignes-1-words"], second["lignes-1-words"] = ["Quennehen"], ["Robecq"]
    second["lignes-0-words"] = [""]
    client.post(page, first)
    answer = client.post(page, second)
    told = shown(answer)
    assert "quelqu’un d’autre a fait retirer « Quennehen »" in told
    assert "réunies ci-dessous" in told
    assert set(act.redactions.values_list("words", flat=True)) == {"Décision", "Quennehen"}
    client.post(page, form_of(answer))
    assert set(act.redactions.values_list("words", flat=True)) == {"Robecq", "Quennehen"}


def test_words_that_somebody_put_back_meanwhile_are_not_struck_out_again(client, publisher, act):
    row = RedactionFactory(act=act, words="Quennehen")
    page = url("public_copy", act)
    opened = form_of(client.get(page))
    row.delete()
    answer = client.post(page, opened)
    assert "quelqu’un d’autre a remis « Quennehen »" in shown(answer)
    client.post(page, form_of(answer))
    assert not act.redactions.exists()
