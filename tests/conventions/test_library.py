"""The library of visas: its pages, its files, and the lines that follow it."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from conventions.actions.library import import_texts, verify_texts
from conventions.exchange.faults import ExchangeError
from conventions.exchange.library import STARTER_FILE, read_texts
from conventions.models import LegalText
from conventions.rules.visas import names_articles, visa_date, visa_kind
from tests.conventions.factories import (
    ActFactory,
    ConventionFactory,
    LegalTextFactory,
    VisaFactory,
)
from tests.conventions.test_admin import form_data

pytestmark = pytest.mark.django_db

ROW = {"kind": "law", "name": "Loi santé", "wording": "Vu la loi n° 1 ;", "date": "2016-01-26"}


def file_of(*rows):
    """Return a file of texts."""
    return json.dumps({"format": "csipa-visas/1", "texts": rows}).encode()


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def log_in(client, *codenames):
    """Log in a member of staff with these rights."""
    user = User.objects.create_user("agent", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


def page(name, *keys, model="legaltext"):
    """Return the address of a page of the library, or of another model."""
    return reverse(f"admin:conventions_{model}_{name}", args=keys)


# Files ------------------------------------------------------------------------------------------


def test_a_file_adds_texts_that_nobody_has_checked():
    by = User.objects.create_user("juriste")
    assert str(import_texts(content=file_of(ROW), by=by)).replace("\u00a0", " ") == (
        "Bibliothèque de visas : 1 texte ajouté, à revoir ; 0 y était déjà."
    )
    text = LegalText.objects.get()
    assert (text.state, text.verified_on, text.date) == ("to_review", None, dt.date(2016, 1, 26))
    assert text.history.get().history_user == by


def test_a_text_known_by_its_name_or_its_words_is_left_as_it_is():
    LegalTextFactory(name="Loi santé", wording="Vu la loi corrigée ;")
    LegalTextFactory(name="Autre", wording="Vu la loi n° 2 ;")
    done = import_texts(
        content=file_of(ROW, {**ROW, "name": "X", "wording": "Vu la loi n° 2 ;"}), by=None
    )
    assert (done.added, done.known) == (0, 2)
    assert LegalText.objects.get(name="Loi santé").wording == "Vu la loi corrigée ;"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({**ROW, "kind": "loi"}, "texts[0].kind : « loi » n’est pas admis"),
        ({**ROW, "state": "verified"}, "texts[0].state : cette clé n’existe pas"),
        ({**ROW, "wording": "La loi"}, "texts[0].wording : « La loi » n’a pas la forme attendue"),
        ({**ROW, "date": "2016-02-31"}, "texts[0].date : « 2016-02-31 » n’est pas une date"),
        ({"kind": "law", "name": "X"}, "texts[0].wording : cette clé est obligatoire."),
        ({**ROW, "source": "javascript:x"}, "texts[0].source : « javascript:x »"),
    ],
    ids=["kind", "state", "wording", "date", "missing", "source"],
)
def test_a_wrong_file_adds_nothing_and_says_where_it_is_wrong(row, fault):
    with pytest.raises(ExchangeError) as error:
        import_texts(content=file_of(row), by=None)
    assert fault in str(error.value).replace("\u00a0", " ")
    assert not LegalText.objects.exists()


def test_a_file_that_says_one_visa_twice_is_refused():
    with pytest.raises(ExchangeError, match=r"texts\[1\]\.wording"):
        read_texts(file_of(ROW, {**ROW, "name": "Autre"}))


def test_the_list_shipped_with_the_program_is_consistent_with_the_words_of_its_visas():
    rows = read_texts(STARTER_FILE.read_bytes())
    assert len({row["name"] for row in rows}) == len(rows) >= 20
    for row in rows:
        assert visa_kind(row["wording"]) == row["kind"]
        assert str(visa_date(row["wording"]) or "") == row.get("date", "")
        assert row["wording"].endswith("\u00a0;")
        assert row["kind"] != "code" or names_articles(row["wording"])


def test_the_command_imports_the_shipped_list_or_a_file(tmp_path, capsys):
    call_command("import_legal_texts")
    assert LegalText.objects.filter(state="to_review").count() >= 20
    file = tmp_path / "textes.json"
    file.write_bytes(file_of(ROW))
    call_command("import_legal_texts", str(file))
    assert "1\u00a0texte ajouté" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"{", None], ids=["not-json", "no-file"])
def test_the_command_refuses_a_bad_file_with_code_2(tmp_path, content):
    file = tmp_path / "textes.json"
    if content:
        file.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_legal_texts", str(file))
    assert error.value.returncode == 2


# Pages ------------------------------------------------------------------------------------------


def test_the_list_says_state_and_citations_and_is_searched_without_accents(manager):
    text = LegalTextFactory(name="Décret santé", kind="decree", state="obsolete")
    LegalTextFactory(name="Autre")
    VisaFactory(text="", legal_text=text)
    VisaFactory(
        text="",
        legal_text=text,
        act=ActFactory(number="1", signature_date="2024-01-01", state="signed"),
    )
    html = manager.get(page("changelist"), {"q": "decret sante"}).content.decode()
    assert "Décret santé" in html
    assert "Autre" not in html
    assert '<span aria-hidden="true">✕ </span>périmé' in html
    assert "2\u00a0visas, dont 1 dans un projet" in html


def test_texts_are_listed_by_rank_then_by_date(manager):
    for kind, day in (
        ("order", None),
        ("law", "2019-07-24"),
        ("code", None),
        ("law", "2016-01-26"),
    ):
        LegalTextFactory(kind=kind, date=day, name=f"{kind} {day}")
    rows = manager.get(page("changelist")).context["cl"].result_list
    assert [row.name for row in rows] == [
        "code None",
        "law 2016-01-26",
        "law 2019-07-24",
        "order None",
    ]


def test_the_page_of_a_text_names_the_acts_that_cite_it(manager):
    text = LegalTextFactory()
    act = VisaFactory(text="", legal_text=text).act
    VisaFactory(act=None, convention=ConventionFactory(title="Prêt"), text="", legal_text=text)
    html = manager.get(page("change", text.pk)).content.decode()
    assert page("change", act.pk, model="act") in html
    assert "Prêt" in html


def test_who_may_not_see_acts_is_told_their_number_only(client):
    text = LegalTextFactory()
    act = VisaFactory(text="", legal_text=text).act
    html = log_in(client, "view_legaltext").get(page("change", text.pk)).content.decode()
    assert "Cité par 1\u00a0visa" in html
    assert act.title not in html


def save(client, text, **changes):
    """Save the page of a text with some fields changed; return it as it then stands."""
    data = form_data(client.get(page("change", text.pk)))
    response = client.post(page("change", text.pk), {**data, **changes}, follow=True)
    text.refresh_from_db()
    return response.content.decode()


def test_new_words_put_a_checked_text_back_to_review_and_say_so(manager):
    text = LegalTextFactory()
    html = save(manager, text, wording="Vu le code de la santé publique, article 99 ;")
    assert text.state == "to_review"
    assert "de nouveau «\u00a0à revoir\u00a0»" in html


def test_new_words_with_a_new_day_of_check_stay_checked(manager):
    text = LegalTextFactory()
    save(manager, text, wording="Vu le code, article 99 ;", verified_on="2026-01-10")
    assert (text.state, text.verified_on) == ("verified", dt.date(2026, 1, 10))


def test_a_new_name_or_note_asks_for_no_new_check(manager):
    text = LegalTextFactory()
    save(manager, text, name="CSP", note="Relu.")
    assert text.state == "verified"


def test_choosing_a_replacement_makes_a_text_out_of_date(manager):
    new, old = LegalTextFactory(), LegalTextFactory()
    save(manager, old, replaced_by=new.pk)
    assert (old.state, old.replaced_by) == ("obsolete", new)
    html = save(manager, new, replaced_by=old.pk)
    assert new.replaced_by is None
    assert "lui-même remplacé" in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wording": "Le code"}, "Un visa commence par"),
        ({"state": "verified", "verified_on": ""}, "Dites quand le texte a été vérifié."),
    ],
    ids=["not-a-visa", "no-day"],
)
def test_a_text_that_cannot_be_is_refused_in_french(manager, changes, sentence):
    text = LegalTextFactory(state="to_review", verified_on=None)
    assert sentence in save(manager, text, **changes)


def test_texts_are_marked_as_checked_on_the_day_that_is_typed(manager):
    texts = [LegalTextFactory(state="to_review", verified_on=None) for _ in range(2)]
    old = LegalTextFactory(state="obsolete")
    chosen = {"action": "mark_verified", "_selected_action": [text.pk for text in [*texts, old]]}
    response = manager.post(page("changelist"), chosen)
    shown = manager.get(response.url)
    assert shown.context["form"]["verified_on"].value() is None
    data = {"ids": shown.context["ids"], "verified_on": "2026-01-10"}
    html = manager.post(page("verify"), data, follow=True).content.decode()
    assert "2\u00a0textes marqués comme vérifiés" in html
    assert "Périmé, laissé tel quel" in html
    for text in texts:
        text.refresh_from_db()
        assert (text.state, text.verified_on) == ("verified", dt.date(2026, 1, 10))
        assert text.version == 2
    old.refresh_from_db()
    assert old.state == "obsolete"


@pytest.mark.parametrize("day", ["", "2999-01-01"], ids=["no-day", "to-come"])
def test_nothing_is_marked_without_a_day_that_is_past(manager, day):
    text = LegalTextFactory(state="to_review", verified_on=None)
    manager.post(page("verify"), {"ids": text.pk, "verified_on": day})
    text.refresh_from_db()
    assert text.state == "to_review"


def test_marking_texts_that_do_not_exist_is_not_found(manager):
    assert manager.get(page("verify"), {"ids": "9,x"}).status_code == 404


def test_verifying_by_the_action_keeps_who_did_it():
    by = User.objects.create_user("juriste")
    [text] = verify_texts(texts=[LegalTextFactory()], by=by, on=dt.date(2026, 1, 10))
    assert text.history.first().history_user == by


def test_a_reader_of_the_library_writes_nothing(client):
    text = LegalTextFactory()
    visa = VisaFactory()
    reader = log_in(client, "view_legaltext", "view_act")
    assert reader.get(page("change", text.pk)).status_code == 200
    assert reader.get(page("verify"), {"ids": text.pk}).status_code == 403
    assert reader.get(page("import")).status_code == 403
    assert reader.get(page("keep", visa.pk)).status_code == 403
    assert reader.get(page("cite", visa.act_id, model="act")).status_code == 403


def test_the_page_of_import_takes_a_file_or_the_shipped_list(manager):
    file = SimpleUploadedFile("textes.json", file_of(ROW), content_type="application/json")
    shown = manager.post(page("import"), {"file": file})
    assert "Loi santé" in shown.content.decode()
    assert not LegalText.objects.exists()
    manager.post(page("import"), {"apercu": shown.context["carried"]})
    assert LegalText.objects.get().name == "Loi santé"
    shown = manager.post(page("import"), {})
    manager.post(page("import"), {"apercu": shown.context["carried"]})
    assert LegalText.objects.count() > 20
    again = manager.post(page("import"), {})
    assert again.context["carried"] == ""
    old = manager.post(page("import"), {"apercu": "autre chose"}, follow=True)
    assert "Cet aperçu a expiré" in old.content.decode()
    wrong = SimpleUploadedFile("textes.json", b"{}", content_type="application/json")
    html = manager.post(page("import"), {"file": wrong}).content.decode()
    assert "Cette clé est obligatoire." in html
