"""Visas on the page of an act: chosen by link, shown in their words, kept for others."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conventions.models import Act, LegalText, Visa
from tests.conventions.factories import (
    ActFactory,
    ConventionFactory,
    LegalTextFactory,
    VisaFactory,
    ready_act,
)
from tests.conventions.test_admin import form_data

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 5000, "²"])
def test_a_key_that_no_database_holds_adds_nothing(manager, typed):
    act = ActFactory()
    manager.post(page("cite", act.pk, model="act"), {"text": typed, "act": typed})
    assert not Visa.objects.filter(act=act).exists()
    assert manager.get(page("verify"), {"ids": typed}).status_code == 404
