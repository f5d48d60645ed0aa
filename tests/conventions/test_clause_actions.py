"""The library of conventions: wordings published, prepared, imported; models retired."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from conventions.actions.clauses import (
    ClauseRefused,
    import_library,
    new_version,
    publish_version,
    retire_template,
)
from conventions.exchange.faults import ExchangeError
from conventions.models import Clause, ClauseVersion, ConventionTemplate
from tests.conventions.exchange.test_clause_library import CLAUSE, MODEL, PROMISE, file_of
from tests.conventions.factories_agreements import (
    ClauseFactory,
    ClauseVersionFactory,
    ConventionTemplateFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 7)


@pytest.fixture
def jurist():
    """Return who changes the library."""
    return User.objects.create_user("juriste")


def draft(**fields):
    """Return a wording in preparation."""
    return ClauseVersionFactory(**{"published_on": None, "number": 1, **fields})


def reasons(call, **kwargs):
    """Return why the library refuses."""
    with pytest.raises(ClauseRefused) as refused:
        call(by=None, **kwargs)
    return [reason.replace("\u00a0", " ") for reason in refused.value.reasons]


def test_a_published_wording_never_changes_again(jurist):
    version = publish_version(version=draft(), by=jurist, on=DAY, change_note="Première")
    assert version.published_on == DAY
    assert version.change_note == "Première"
    assert version.history.first().history_user == jurist
    with pytest.raises(DatabaseError), transaction.atomic():
        ClauseVersion.objects.filter(pk=version.pk).update(title="Autre")
    assert "déjà publiée" in reasons(publish_version, version=version, on=DAY)[0]


def test_a_wording_whose_texts_cannot_be_filled_is_not_published():
    version = draft(title="{le partenairre}", body="<p>{</p>", commitments=["{x}"], role="")
    told = reasons(publish_version, version=version, on=DAY)
    assert len(told) == 4
    assert "vouliez-vous « {le partenaire} »" in told[0]
    version.refresh_from_db()
    assert version.published_on is None
    assert reasons(publish_version, version=draft(body=""), on=DAY) == [
        "Écrivez ce que dit l’article, ou les engagements d’une partie."
    ]


def test_a_wording_is_not_published_before_the_one_it_follows():
    first = ClauseVersionFactory(number=1, published_on=DAY)
    second = new_version(clause=first.clause, by=None)
    told = reasons(publish_version, version=second, on=DAY - dt.timedelta(days=1))
    assert told == ["La version 1 est publiée depuis le 7 septembre 2026 seulement."]
    assert publish_version(version=second, by=None, on=DAY).number == 2


def test_a_new_wording_starts_from_the_latest(jurist):
    first = ClauseVersionFactory(number=4, role="owner", commitments=["agir"], change_note="x")
    second = new_version(clause=first.clause, by=jurist)
    assert (second.number, second.published_on, second.change_note) == (5, None, "")
    for name in ("title", "introduction", "body", "role", "commitments"):
        assert getattr(second, name) == getattr(first, name)
    assert second.history.get().history_user == jurist


def test_one_wording_at_a_time_is_in_preparation():
    version = draft()
    assert reasons(new_version, clause=version.clause) == [
        "La version 1 est déjà en préparation : reprenez-la."
    ]
    assert "pas encore de texte" in reasons(new_version, clause=ClauseFactory())[0]


def test_a_model_is_retired_once(jurist):
    template = retire_template(template=ConventionTemplateFactory(), by=jurist, on=DAY)
    assert (template.retired_on, template.version) == (DAY, 2)
    assert template.history.first().history_user == jurist
    assert reasons(retire_template, template=template, on=DAY) == [
        "Ce modèle est retiré depuis le 7 septembre 2026."
    ]


# Files ------------------------------------------------------------------------------------------


def test_a_file_adds_clauses_published_and_the_models_that_hold_them(jurist):
    model = {
        **MODEL,
        "renewal": "tacit",
        "renewal_deadline": {"value": 2, "unit": "months"},
        "notice": {"value": 15, "unit": "days", "form": "written", "to": "all"},
        "decision": {"title": "T", "recitals": ["Considérant,"], "provision": "de signer."},
        "parties": [{"role": "partner", "legal_form": "cpts"}],
    }
    done = import_library(content=file_of(templates=[model]), by=jurist, today=DAY)
    assert str(done).replace("\u00a0", " ") == (
        "Bibliothèque de conventions : 2 clauses ajoutées, 1 modèle ajouté."
    )
    version = Clause.objects.get(name="Engagements").versions.get()
    assert (version.number, version.published_on, version.role) == (1, DAY, "partner")
    assert version.commitments == ["agir"]
    template = ConventionTemplate.objects.get()
    assert [place.clause.name for place in template.clauses.order_by("position")] == [
        "Objet",
        "Engagements",
    ]
    assert template.parties.get().legal_form == "cpts"
    assert (template.notice_value, template.notice_form, template.renewal) == (
        15,
        "written",
        "tacit",
    )
    assert template.renewal_deadline_unit == "months"
    assert template.decision_recitals == ["Considérant,"]
    assert template.history.get().history_user == jurist


def test_what_bears_a_known_name_is_left_as_it_is():
    import_library(content=file_of(), by=None, today=DAY)
    changed = {**CLAUSE, "title": "Autre titre"}
    done = import_library(content=file_of(clauses=[changed, PROMISE]), by=None, today=DAY)
    assert str(done).replace("\u00a0", " ") == (
        "Bibliothèque de conventions : 0 clause ajoutée, 0 modèle ajouté ; 3 y étaient déjà et "
        "ne sont pas changés."
    )
    assert Clause.objects.get(name="Objet").versions.get().title == "Objet"


def test_a_new_model_takes_the_clauses_that_are_there():
    clause = ClauseFactory(name="Objet")
    import_library(content=file_of(), by=None, today=DAY)
    assert ConventionTemplate.objects.get().clauses.order_by("position")[0].clause == clause


def test_a_wrong_file_writes_nothing():
    with pytest.raises(ExchangeError):
        import_library(content=file_of(clauses=[CLAUSE]), by=None, today=DAY)
    assert not Clause.objects.exists()


def test_the_command_takes_the_library_that_ships_or_a_file(tmp_path, capsys):
    call_command("import_convention_library")
    assert ConventionTemplate.objects.count() == 7
    file = tmp_path / "clauses.json"
    file.write_bytes(file_of())
    call_command("import_convention_library", str(file))
    assert "2\u00a0clauses ajoutées" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"{", json.dumps({"format": "x"}).encode(), None])
def test_the_command_refuses_a_bad_file_with_code_2(tmp_path, content):
    file = tmp_path / "clauses.json"
    if content:
        file.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_convention_library", str(file))
    assert error.value.returncode == 2
    assert not Clause.objects.exists()
