"""Acts unlike a president's decision: each is imported, typed on the page, and printed."""

import datetime as dt
import io
import json
import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from pypdf import PdfReader

from conventions.actions import import_file
from conventions.exchange.compare import pruned
from conventions.exports import exported, printed
from conventions.models import Act, Execution
from tests.conventions import acts
from tests.conventions.factories import NOW, AttendanceFactory, MeetingFactory
from tests.conventions.test_admin import form_data
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db

ARTICLES = [
    {"label": "Article 1er", "text": "La salle est prêtée au centre de santé."},
    {"label": "Article 2", "text": "Le maire signe la convention."},
]
VERBS = [{"label": "DÉCIDE", "text": "de prêter la salle au centre de santé."}]
VISAS = [{"text": "Vu le code général des collectivités territoriales ;"}]


def act(body, nature="decision", **values):
    """Return an act of the exchange format, as bare as it may be."""
    return {
        "format": "csipa-acte/1",
        "authority": {"name": "Commune de Robecq", "body": body},
        "nature": nature,
        "number": "2026 012",
        "title": "Prêt d’une salle au centre de santé",
        "provisions": VERBS,
        **values,
    }


def bureau():
    data = acts.collegial()
    data["authority"]["body"] = "bureau"
    return {**data, "individual": None, "to_transmit": None}


KINDS = {
    "a mayor's decision": (
        lambda: act("mayor", visas=VISAS, signature={"date": "2026-01-15", "place": "Robecq"}),
        ["Décision du maire n° 2026 012", "Vu le code général", "Fait à Robecq, le 15 janvier"],
    ),
    "a bureau's vote": (
        bureau,
        ["Délibération du bureau", "Séance du 3 février 2026, à 18 h 30", "5 voix pour"],
    ),
    "an act without visas": (
        lambda: act("president", signature={"date": "2026-01-15"}),
        ["Décision du président n° 2026 012", "DÉCIDE de prêter la salle"],
    ),
    "articles instead of verbs": (
        lambda: act("municipal_council", "deliberation", provisions=ARTICLES, visas=VISAS),
        ["Délibération du conseil municipal", "Article 1", "Le maire signe la convention."],
    ),
    "unknown dates": (
        lambda: act("director", "arrete", signature={"capacity": "Le directeur", "date": None}),
        ["Arrêté du directeur n° 2026 012", "Le directeur"],
    ),
}
every_kind = pytest.mark.parametrize(("make", "words"), KINDS.values(), ids=KINDS)


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


@every_kind
def test_it_is_imported_exported_unchanged_and_printed(make, words):
    taken = import_file(content=json.dumps(make()).encode(), by=None, now=NOW).act
    assert pruned(json.loads(exported(taken))) == pruned(make())
    text = text_of(printed(taken))
    for word in words:
        assert word in text


def test_a_date_that_nobody_knows_is_printed_nowhere():
    make, _ = KINDS["unknown dates"]
    taken = import_file(content=json.dumps(make()).encode(), by=None, now=NOW).act
    assert taken.signature_date is None
    assert not Execution.objects.exists()
    assert not re.search(r"le (1er|\d+) ", text_of(printed(taken)))


@pytest.fixture
def manager(client):
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def lines(prefix, rows):
    """Return what a browser sends for the lines of one set, all new."""
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for rank, row in enumerate(rows):
        sent[f"{prefix}-{rank}-ORDER"] = rank + 1
        sent |= {f"{prefix}-{rank}-{key}": value for key, value in row.items()}
    return sent


def typed(manager, *, body, nature, provisions, visas=(), meeting=None, vote=None):
    """Type an act on the page, and return it."""
    authority = meeting.authority if meeting else OrganisationFactory()
    address = reverse("admin:conventions_act_add")
    data = {
        key: value
        for key, value in form_data(manager.get(address)).items()
        if not key.startswith(("provision", "visa", "recital"))
    }
    data |= {
        "authority": authority.pk,
        "body": body,
        "nature": nature,
        "title": "Prêt d’une salle au centre de santé",
        "enacting": "",
        "signatory": RepresentativeFactory(organisation=authority).pk,
        "meeting": meeting.pk if meeting else "",
        **lines("provision_set", provisions),
        **lines("visa_set", [{"text": text} for text in visas]),
        **lines("recital_set", []),
        **(vote or {}),
    }
    response = manager.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    return Act.objects.latest("pk")


TYPED = {
    "a mayor's decision": (
        {"body": "mayor", "nature": "decision", "provisions": VERBS, "visas": [VISAS[0]["text"]]},
        ["Projet de décision", "Vu le code général", "DÉCIDE de prêter"],
    ),
    "an act without visas": (
        {"body": "president", "nature": "decision", "provisions": VERBS},
        ["Projet de décision", "DÉCIDE de prêter"],
    ),
    "articles instead of verbs": (
        {"body": "municipal_council", "nature": "deliberation", "provisions": ARTICLES},
        ["Projet de délibération du conseil municipal", "Le maire signe la convention."],
    ),
    "a block without verb nor article": (
        {"body": "director", "nature": "arrete", "provisions": [{"label": "", "text": "Ouvert."}]},
        ["Projet d’arrêté", "Ouvert."],
    ),
}


@pytest.mark.parametrize(("values", "words"), TYPED.values(), ids=TYPED)
def test_it_is_typed_on_the_page_and_printed_as_a_draft(manager, values, words):
    text = text_of(printed(typed(manager, **values)))
    for word in words:
        assert word in text
    assert "Fait à" in text


def test_a_bureaus_vote_is_typed_on_the_page_and_printed(manager):
    meeting = MeetingFactory(body="bureau", held_on=dt.date(2026, 2, 3), in_office=3)
    holder = AttendanceFactory(meeting=meeting, name="Mme Agnès ROUSSEL", position=1)
    AttendanceFactory(meeting=meeting, name="M. Marc DUBRULLE", position=2)
    AttendanceFactory(
        meeting=meeting, name="M. Luc BAILLEUL", position=3, status="represented", proxy=holder
    )
    vote = {"vote-TOTAL_FORMS": 1, "vote-0-votes_for": 3, "vote-0-votes_against": 0}
    vote |= {"vote-0-unanimous": "true", "vote-0-expressed": 3}
    draft = typed(
        manager,
        body="bureau",
        nature="deliberation",
        provisions=VERBS,
        meeting=meeting,
        vote=vote,
    )
    text = text_of(printed(draft))
    for words in (
        "Projet de délibération du bureau",
        "Séance du 3 février 2026",
        "M. Luc BAILLEUL (pouvoir à Mme Agnès ROUSSEL)",
        "2 membres présents, atteint",
        "3 membres en exercice, 2 présents, 1 procuration, 3 votants, 3 suffrages exprimés.",
        "Adopté à l’unanimité.",
    ):
        assert words in text


def test_dates_that_nobody_knows_are_left_empty_on_the_page_of_a_signed_act(manager):
    make, _ = KINDS["unknown dates"]
    taken = import_file(content=json.dumps(make()).encode(), by=None, now=NOW).act
    address = reverse("admin:conventions_act_change", args=[taken.pk])
    response = manager.get(address)
    assert response.status_code == 200
    data = form_data(response) | {"execution-TOTAL_FORMS": 1, "execution-0-sent_on": "2026-01-20"}
    assert manager.post(address, data).status_code == 302
    execution = Execution.objects.get(act=taken)
    assert execution.sent_on == dt.date(2026, 1, 20)
    assert execution.received_on is None
    assert execution.published_on is None


def test_an_individual_act_that_is_not_sent_is_typed_as_such(manager):
    draft = typed(manager, body="mayor", nature="arrete", provisions=VERBS)
    address = reverse("admin:conventions_act_change", args=[draft.pk])
    data = form_data(manager.get(address)) | {"individual": "on"}
    del data["to_transmit"]
    assert manager.post(address, data).status_code == 302
    told = json.loads(exported(draft))
    assert (told["individual"], told["to_transmit"]) == (True, False)
