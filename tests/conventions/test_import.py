"""Importing an act: nothing of the file is lost, nothing is half-written."""

import datetime as dt
import json

import pytest

from conventions.actions import import_file, importing, sign_act
from conventions.exchange.compare import pruned
from conventions.exchange.faults import ExchangeError
from conventions.exports import exported, find_text
from conventions.models import Act, Convention, NumberSeries, Party
from sites.models import Organisation
from tests.conventions import acts
from tests.conventions.factories import DAY, NOW, ready_act
from tests.sites.factories import OrganisationFactory, SiteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def take(data, **options):
    """Import a dictionary."""
    return import_file(content=json.dumps(data).encode(), by=None, now=NOW, **options)


@pytest.mark.parametrize(
    "make", [acts.decision, acts.deliberation, acts.arrete, acts.convention, acts.forty_parties]
)
def test_export_gives_the_imported_file_back(make):
    imported = take(make())
    text = imported.act or imported.convention
    assert pruned(json.loads(exported(text))) == pruned(make())


@pytest.mark.parametrize("kind", [int, str])
def test_the_number_of_an_article_keeps_its_type(kind):
    data = acts.convention()
    data["articles"][0]["number"] = kind(7)
    convention = take(data).convention
    assert json.loads(exported(convention))["articles"][0]["number"] == kind(7)


def test_the_names_of_a_file_are_tied_to_the_records_they_mean():
    known = OrganisationFactory(agglomeration=True)
    data = acts.decision()
    data["authority"] = {
        "name": "CA Béthune Bruay",
        "siren": "200072460",
        "body": "president",
    }
    act = take(data).act
    assert act.authority == known
    assert act.authority_name == "CA Béthune Bruay"


def test_an_unknown_body_is_recorded_once_and_said():
    first = take(acts.decision())
    assert any("Nouvel organisme" in notice for notice in first.notices)
    count = Organisation.objects.count()
    take(acts.decision(), replace=True)
    assert Organisation.objects.count() == count


def test_a_fault_leaves_the_database_untouched():
    data = acts.decision()
    data["annexes"][0]["convention"]["period"]["end"] = "1999-01-01"
    with pytest.raises(ExchangeError):
        take(data)
    assert not Act.objects.exists()
    assert not Convention.objects.exists()
    assert not Organisation.objects.exists()


def test_a_postal_code_in_place_of_the_code_of_the_commune_is_never_guessed():
    data = acts.decision()
    party = data["annexes"][0]["convention"]["parties"][0]
    party |= {"name": "La commune de Lillers", "insee_code": "62190", "legal_form": "commune"}
    with pytest.raises(ExchangeError) as caught:
        take(data)
    (fault,) = caught.value.faults
    assert fault.path == "annexes[0].convention.parties[0].insee_code"
    assert "code INSEE de Busnes" in fault.message
    assert "code postal de Lillers" in fault.message
    party |= {"name": "La commune de Busnes"}
    assert take(data).act


def test_an_unknown_site_is_a_fault_where_sites_are_recorded():
    SiteFactory(name="Norrent-Fontes")
    data = acts.decision()
    data["annexes"][0]["convention"]["site"] = "Norent-Fontes"
    with pytest.raises(ExchangeError, match="Sites connus\u00a0: Norrent-Fontes"):
        take(data)


def test_faults_of_form_and_of_records_come_together():
    SiteFactory(name="Norrent-Fontes")
    data = acts.decision()
    data["nature"] = "decret"
    data["annexes"][0]["convention"]["site"] = "Ailleurs"
    with pytest.raises(ExchangeError) as caught:
        take(data)
    assert [f.path for f in caught.value.faults] == ["annexes[0].convention.site", "nature"]


def test_an_act_imported_twice_is_refused_then_replaced_on_demand():
    take(acts.decision())
    with pytest.raises(ExchangeError, match="existe déjà"):
        take(acts.decision())
    data = acts.decision() | {"title": "Objet corrigé"}
    take(data, replace=True)
    assert Act.objects.get().title == "Objet corrigé"
    assert Convention.objects.count() == 1


def test_an_act_that_somebody_imports_at_the_same_moment_is_refused_in_french(monkeypatch):
    take(acts.decision())
    looked = []

    def look(act, *, replace, real=importing._make_room):
        # The first look comes before the other import is there to be seen.
        looked.append(act)
        if len(looked) > 1:
            real(act, replace=replace)

    monkeypatch.setattr(importing, "_make_room", look)
    with pytest.raises(ExchangeError, match="existe déjà"):
        take(acts.decision())
    assert len(looked) == 2
    assert Act.objects.count() == 1


def test_an_act_signed_here_is_never_replaced():
    act = ready_act(with_convention=False)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    act.refresh_from_db()
    data = json.loads(exported(act))
    with pytest.raises(ExchangeError, match="ne peut pas être remplacé"):
        take(data, replace=True)


def test_an_imported_number_pushes_its_series_forward():
    data = acts.decision() | {"number": "2026 041", "year": 2026, "sequence": 41}
    act = take(data).act
    series = NumberSeries.objects.get(authority=act.authority, nature="decision", year=2026)
    assert series.last == 41


def test_a_numbered_act_without_a_date_is_kept_as_signed():
    data = acts.deliberation()
    data["signature"]["date"] = None
    act = take(data).act
    assert act.is_signed
    assert act.signature_date is None


def test_a_text_is_found_by_its_number_whatever_stands_for_the_space():
    data = acts.decision() | {"number": "2026 041"}
    act = take(data).act
    assert find_text("2026 041") == find_text("2026_041") == act
    with pytest.raises(LookupError, match="Aucun acte"):
        find_text("2026041")


def test_two_acts_of_one_number_are_both_named():
    take(acts.decision() | {"number": "12", "year": None, "sequence": None})
    other = acts.deliberation() | {"number": "12", "year": None, "sequence": None}
    take(other)
    with pytest.raises(LookupError, match="Plusieurs textes"):
        find_text("12")


def test_a_convention_on_its_own_is_found_by_its_reference():
    convention = take(acts.convention()).convention
    assert find_text(acts.convention()["reference"]) == convention


def test_the_parties_keep_their_order():
    take(acts.forty_parties())
    names = list(Party.objects.order_by("position").values_list("name", flat=True))
    assert names == [f"La Commune de Val-Fictif-{rank}" for rank in range(1, 41)]


def test_dates_that_nobody_knows_stay_unknown():
    act = take(acts.arrete()).act
    assert act.signature_date is None
    assert not act.is_signed
    assert dt.date.today().isoformat() not in exported(act)  # noqa: DTZ011


def test_a_reference_that_another_convention_bears_is_a_fault():
    take(acts.convention())
    data = acts.decision()
    data["annexes"][0]["convention"]["reference"] = acts.convention()["reference"]
    with pytest.raises(ExchangeError, match="porte déjà la référence"):
        take(data)
    assert not Act.objects.exists()


def test_an_imported_document_is_rendered_before_any_row_is_written(monkeypatch):
    seen = []

    def render(*_args):
        seen.append(Act.objects.exists())
        return b"%PDF"

    monkeypatch.setattr("conventions.documents.render_pdf", render)
    act = take(acts.decision()).act
    assert seen == [False, False]
    assert bytes(act.documents.get().content) == b"%PDF"
