"""The command `fte`: a table for people, exact numbers for programs, one sentence if wrong."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.staffing.factories import AssignmentFactory, PostTargetFactory
from tests.staffing.source_teams import bethune_bruay

pytestmark = pytest.mark.django_db


def written(*arguments):
    out = StringIO()
    call_command("fte", *arguments, stdout=out)
    return out.getvalue()


def test_a_table_in_french_for_people():
    bethune_bruay()
    lines = written("--on", "2025-09-01").splitlines()
    assert lines[0] == "Équivalents temps plein au 1er\u00a0septembre\u00a02025"
    assert lines[1].split()[:4] == ["Profession", "Autorisé", "Ouvert", "Différé"]
    cells = ["4,5", "4,5", "0", "0,5", "4", "3", "0", "0"]
    assert lines[2].split() == ["Médecin", "généraliste", *cells]
    assert lines[-1].startswith("Ensemble")
    assert len(set(map(len, lines[1:]))) == 1


def test_numbers_are_exact_to_the_thousandth():
    post = PostTargetFactory(fte=Decimal("0.333")).post
    AssignmentFactory(post=post, fte=Decimal("0.1"))
    AssignmentFactory(post=post, fte=Decimal("0.2"))
    (found,) = json.loads(written("--on", "2025-09-01", "--json"))["professions"]
    assert (found["authorised"], found["filled"], found["vacant"]) == (0.333, 0.3, 0.033)


def test_nothing_recorded_is_an_empty_table():
    found = json.loads(written("--on", "2025-09-01", "--json"))
    assert found["professions"] == []
    assert found["total"]["authorised"] == 0


@pytest.mark.parametrize("text", ["2025-02-30", "demain", "01/09/2025", ""])
def test_a_day_that_is_none_is_refused_in_a_sentence(text):
    with pytest.raises(CommandError) as refused:
        written(f"--on={text}")
    assert refused.value.returncode == 1
    assert str(refused.value) == (
        f"«\u00a0{text}\u00a0» n’est pas une date\u00a0: écrivez-la comme 2025-09-01."
    )
