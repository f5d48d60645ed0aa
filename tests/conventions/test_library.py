"""The library of visas: its pages, its files, and the lines that follow it."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conventions.actions.library import import_texts, verify_texts
from conventions.exchange.faults import ExchangeError
from conventions.exchange.library import STARTER_FILE, read_texts
from conventions.models import Act, LegalText, Visa
from conventions.rules.visas import names_articles, visa_date, visa_kind
from tests.conventions.factories import (
    ActFactory,
    ConventionFactory,
    LegalTextFactory,
    VisaFactory,
    ready_act,
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
    manager.post(page("import"), {"file": file})
    assert LegalText.objects.get().name == "Loi santé"
    manager.post(page("import"), {})
    assert LegalText.objects.count() > 20
    wrong = SimpleUploadedFile("textes.json", b"{}", content_type="application/json")
    html = manager.post(page("import"), {"file": wrong}).content.decode()
    assert "Cette clé est obligatoire." in html


# Lines ------------------------------------------------------------------------------------------


def save_act(client, act, **changes):
    """Save the page of an act with some fields changed."""
    data = form_data(client.get(page("change", act.pk, model="act")))
    return client.post(page("change", act.pk, model="act"), {**data, **changes}, follow=True)


def new_visa(act, **values):
    """Return the fields of a visa added on the page of an act."""
    rank = act.visa_set.count()
    fields = {"text": "", "legal_text": "", "cited_act": "", **values}
    return {
        "visa_set-TOTAL_FORMS": rank + 1,
        **{f"visa_set-{rank}-{name}": value for name, value in fields.items()},
        f"visa_set-{rank}-ORDER": rank + 1,
    }


def test_a_visa_is_chosen_on_the_page_shown_in_its_words_and_put_in_its_place(manager):
    act = ActFactory()
    VisaFactory(act=act, text="Vu la décision n° 12 du 3 mars 2025 ;", position=1)
    text = LegalTextFactory(name="CSP", state="obsolete", replaced_by=LegalTextFactory(name="CT"))
    html = save_act(manager, act, **new_visa(act, legal_text=text.pk)).content.decode()
    assert "Visas rangés dans l’ordre légal\u00a0: 2\u00a0lignes déplacées." in html
    assert [line.legal_text for line in act.visa_set.order_by("position")] == [text, None]
    html = manager.get(page("change", act.pk, model="act")).content.decode()
    assert "Périmé – CSP" in html
    assert "Remplacé par\u00a0: CT." in html
    assert text.wording.rstrip(" ;") in html


def test_an_order_chosen_by_hand_survives_the_page(manager):
    act = ActFactory(visas_in_order=False)
    VisaFactory(act=act, text="Vu la décision n° 12 du 3 mars 2025 ;", position=1)
    save_act(manager, act, **new_visa(act, legal_text=LegalTextFactory().pk))
    assert [line.legal_text_id is None for line in act.visa_set.order_by("position")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"cited_act": "self"}, "Un acte ne se vise pas lui-même"),
        ({"cited_act": "other", "legal_text": "text"}, "un texte ou un acte, pas les deux"),
    ],
    ids=["itself", "both"],
)
def test_a_line_that_cannot_be_is_refused_in_french(manager, values, sentence):
    act = ActFactory()
    rows = {"self": act, "other": ActFactory(), "text": LegalTextFactory()}
    chosen = {column: rows[name].pk for column, name in values.items()}
    html = save_act(manager, act, **new_visa(act, **chosen)).content.decode()
    assert sentence in html
    assert not act.visa_set.exists()


def test_an_act_cited_before_it_is_signed_or_in_force_says_so_on_its_line(manager):
    act = ActFactory()
    VisaFactory(act=act, text="", cited_act=ActFactory(title="Prêt"))
    signed = ActFactory(number="1", signature_date="2024-01-01", state="signed")
    VisaFactory(act=act, text="", cited_act=signed)
    html = manager.get(page("change", act.pk, model="act")).content.decode()
    assert "pas encore signé" in html
    assert "pas encore exécutoire" in html


def choices(client, model, field, term):
    """Return what the autocompletion of a visa offers, or the status when it refuses."""
    query = {"app_label": "conventions", "model_name": model, "field_name": field, "term": term}
    response = client.get(reverse("admin:autocomplete"), query)
    if response.status_code != 200:
        return response.status_code
    return [choice["text"] for choice in response.json()["results"]]


def test_choices_are_found_without_accents_and_marked_when_out_of_date(manager):
    LegalTextFactory(name="Décret santé", state="obsolete")
    ActFactory(
        nature="deliberation",
        number="2024/CC007",
        signature_date="2024-02-20",
        state="signed",
        title="Projet de santé du centre",
    )
    assert choices(manager, "visa", "legal_text", "decret") == ["Périmé – Décret santé"]
    label = "Délibération n° 2024/CC007 du 20\u00a0février\u00a02024 – Projet de santé du centre"
    for term in ("2024 CC007", "projet de sante", "2024/cc007"):
        assert [
            text.replace("n°\u00a0", "n° ") for text in choices(manager, "visa", "cited_act", term)
        ] == [label]


def test_choices_are_refused_to_who_may_not_see_them(client):
    ActFactory(title="Secret")
    agent = log_in(client, "change_visa", "view_visa", "view_legaltext")
    assert choices(agent, "visa", "cited_act", "secret") == 403
    assert choices(agent, "visa", "legal_text", "x") == []


@pytest.mark.parametrize("owned_by_act", [True, False], ids=["act", "convention"])
def test_a_visa_typed_on_a_draft_is_put_in_the_library_from_its_line(manager, owned_by_act):
    owner = {} if owned_by_act else {"act": None, "convention": ConventionFactory()}
    visa = VisaFactory(text="Vu la loi n° 2016-41 du 26 janvier 2016 ;", **owner)
    row, model = (visa.act, "act") if owned_by_act else (visa.convention, "convention")
    address = page("change", row.pk, model=model)
    assert page("keep", visa.pk) in manager.get(address).content.decode()
    form = manager.get(page("keep", visa.pk)).context["form"]
    proposed = {name: str(form[name].value()) for name in ("name", "kind", "date")}
    assert proposed == {
        "name": "Loi n° 2016-41 du 26 janvier 2016",
        "kind": "law",
        "date": "2016-01-26",
    }
    assert manager.post(page("keep", visa.pk), proposed).url == address
    text = LegalText.objects.get()
    assert (text.state, Visa.objects.get().legal_text) == ("to_review", text)
    assert page("keep", visa.pk) not in manager.get(address).content.decode()


def test_the_visas_of_a_signed_act_stay_out_of_the_library(manager):
    visa = VisaFactory(act=ActFactory(number="1", signature_date="2024-01-01", state="signed"))
    assert manager.get(page("keep", visa.pk)).status_code == 403
    assert manager.get(page("cite", visa.act_id, model="act")).status_code == 403
    linked = VisaFactory(text="", legal_text=LegalTextFactory())
    assert manager.get(page("keep", linked.pk)).status_code == 404


def test_visas_are_chosen_together_on_a_page_without_script(manager):
    act = ready_act(with_convention=False)
    text, cited = LegalTextFactory(name="Code du travail"), ActFactory(title="Projet de santé")
    VisaFactory(act=act, text="", legal_text=LegalTextFactory(name="Déjà cité"), position=2)
    shown = manager.get(page("cite", act.pk, model="act"), {"q": "sante"})
    assert [choice.key for choice in shown.context["acts"]] == [cited.pk]
    shown = manager.get(page("cite", act.pk, model="act"))
    assert {choice.name: choice.taken for choice in shown.context["texts"]} == {
        "Code du travail": False,
        "Déjà cité": True,
    }
    response = manager.post(
        page("cite", act.pk, model="act"), {"text": [text.pk, "x"], "act": [cited.pk, act.pk]}
    )
    assert response.url == f"{page('change', act.pk, model='act')}#section-visa_set"
    assert act.visa_set.count() == 4


def test_who_may_not_see_the_library_is_offered_none_of_it(client):
    act, text = ActFactory(), LegalTextFactory()
    agent = log_in(client, "view_act", "change_act")
    assert agent.get(page("cite", act.pk, model="act")).context["texts"] == []
    agent.post(page("cite", act.pk, model="act"), {"text": [text.pk]})
    assert not act.visa_set.exists()


def test_the_page_of_visas_takes_as_many_queries_for_many_choices(manager):
    act = ActFactory()
    counts = []
    for _ in range(2):
        for _ in range(3):
            LegalTextFactory()
            ActFactory(title="Autre")
        with CaptureQueriesContext(connection) as queries:
            manager.get(page("cite", act.pk, model="act"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_search_of_acts_forgives_accents_and_separators():
    act = ActFactory(number="2026 008", title="Mise à disposition d’un médecin")
    ActFactory(number="2026 009")
    for words in ("medecin", "2026_008", "DISPOSITION mise", "n° 2026 008"):
        assert list(Act.objects.search(words)) == [act]
    assert Act.objects.search("").count() == 2
