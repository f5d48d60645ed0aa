"""What is wrong with a workbook: told with its sheet, its line, its column and a sentence."""

import datetime as dt
import io
import zipfile
from decimal import Decimal as D

import pytest
from openpyxl import Workbook

from staffing.exchange import reading
from staffing.exchange.reading import FileRefused, read_workbook
from staffing.models import TargetState
from staffing.review import import_plan
from tests.sites.factories import SiteFactory
from tests.staffing.factories import AssignmentFactory, PersonFactory, PostTargetFactory
from tests.staffing.workbooks import book_of, faults, planned, saved

pytestmark = pytest.mark.django_db
HEADS = ["Poste", "RPPS", "Prénom", "Nom", "Du", "Au", "ETP"]
START = dt.date(2024, 6, 1)


@pytest.fixture
def post():
    """One FTE, half of it held by Camille Petit."""
    target = PostTargetFactory(fte=1, post__label="Médecins généralistes")
    AssignmentFactory(post=target.post, person__last_name="Petit")
    return target.post


def assignments(*rows):
    return book_of(Affectations=[HEADS, *rows])


def line(**values):
    row = {
        "Poste": "Médecins généralistes",
        "Prénom": "Camille",
        "Nom": "Petit",
        "Du": START,
        "ETP": D("0.5"),
    }
    return [{**row, **values}.get(heading) for heading in HEADS]


def test_too_many_people_are_told_with_the_day_and_the_figures(post):
    PersonFactory(last_name="Leroy")
    (told,) = faults(assignments(line(), line(Nom="Leroy", Du="01/02/2025", ETP="0,6")))
    assert told == (
        "feuille « Affectations », ligne 3, colonne « ETP » : le 1er février 2025, le poste "
        "« Médecins généralistes » porterait 1,1 ETP pour 1 ETP autorisés : réduisez une quotité, "
        "changez les dates, relevez l’effectif autorisé, ou annoncez un recouvrement avec son "
        "motif."
    )


def test_an_authorisation_lowered_too_far_is_told_on_its_line(post):
    content = book_of(
        Effectifs_autorisés=[
            ["Poste", "À partir du", "ETP autorisés", "État"],
            [post.label, dt.date(2026, 1, 1), 0.4, "ouvert au recrutement"],
        ]
    )
    (told,) = faults(content)
    assert "« Effectifs autorisés », ligne 2" in told
    assert "0,5 ETP pour 0,4 ETP" in told


def test_an_announced_overlap_passes(post):
    PersonFactory(last_name="Leroy")
    row = [*line(Nom="Leroy", ETP=1), "passage de relais"]
    content = book_of(Affectations=[[*HEADS, "Motif du recouvrement"], row])
    assert faults(content) == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"ETP": "beaucoup"}, "« ETP » : « beaucoup » n’est pas un nombre"),
        ({"ETP": "-0,5"}, "colonne « ETP »"),
        ({"ETP": 0}, "Une affectation compte plus de 0 ETP"),
        ({"ETP": "0,12345"}, "colonne « ETP »"),
        ({"Du": "31/02/2024"}, "« 31/02/2024 » n’est pas une date"),
        ({"Du": 45444}, "« 45444 » n’est pas une date"),
        ({"Du": None}, "« Du » est à remplir"),
        ({"Au": "01/01/2024"}, "La fin de l’affectation précède son début"),
        ({"Poste": "Medecin generaliste"}, "vouliez-vous dire « Médecins généralistes » ?"),
        ({"Poste": "Zzz"}, "le poste « Zzz » n’est pas connu. Pour en ajouter un"),
        ({"Nom": "Petite"}, "vouliez-vous dire « Camille Petit »"),
        ({"RPPS": "99999999999"}, "personne ne porte le numéro RPPS"),
        ({"Du": "01/01/2025"}, "cette personne tient déjà ce poste depuis le 01/06/2024"),
        ({"Motif": "x"}, None),
    ],
)
def test_each_fault_has_its_place_and_its_sentence(post, values, told):
    found = faults(assignments(line(**values)))
    if told is None:
        assert found == []
        return
    assert len(found) == 1
    assert found[0].startswith("feuille « Affectations », ligne 2, colonne")
    assert told in found[0]


def test_numbers_and_dates_written_as_texts_are_read(post):
    assert not planned(assignments(line(Du="01/06/2024", ETP=" 0,50 "))).entries
    assert not planned(assignments(line(Du="1er juin 2024", ETP="0.5"))).entries


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("CDI", "permanent"),
        ("c.d.d.", None),
        ("cdd", "fixed_term"),
        ("Contrat à durée indéterminée", "permanent"),
        ("CDDI", None),
    ],
)
def test_a_contract_may_be_written_by_its_initials(post, written, kept):
    PersonFactory(last_name="Leroy")
    row = [*line(Nom="Leroy", ETP="0,2"), written]
    plan = planned(book_of(Affectations=[[*HEADS, "Statut"], row]))
    if kept is None:
        (fault,) = plan.faults
        assert "n’est pas un choix de cette colonne" in str(fault)
    else:
        (entry,) = plan.entries
        assert entry.after["contract"] == kept
        assert entry.label == "Médecins généralistes, Camille Leroy, 01/06/2024"


def test_a_person_is_named_in_one_go(post):
    (entry,) = planned(
        book_of(Personnes=[["Prénom", "Nom", "Genre"], ["Camille", "Leroy", "féminin"]])
    ).entries
    assert entry.label == "Camille Leroy"


def test_two_people_of_one_name_are_told_apart_by_their_number(post):
    PersonFactory(last_name="PETIT", rpps="10101201234")
    (told,) = faults(assignments(line()))
    assert "plusieurs personnes s’appellent Camille Petit : donnez le numéro RPPS" in told
    (entry,) = planned(assignments(line(RPPS=10101201234, ETP="0,2"))).entries
    assert entry.is_new


def test_a_number_that_belongs_to_somebody_else_is_refused(post):
    PersonFactory(last_name="Leroy", rpps="10101201234")
    (told,) = faults(assignments(line(RPPS="10101201234")))
    assert "ce numéro RPPS est celui de Camille Leroy" in told


def test_a_number_found_at_last_is_added_to_who_bears_the_name(post):
    content = book_of(
        Personnes=[["RPPS", "Prénom", "Nom"], ["101 01 20 12 34", "Camille", "petit"]]
    )
    (entry,) = planned(content).entries
    assert [(d.heading, d.new) for d in entry.differences] == [
        ("RPPS", "10101201234"),
        ("Nom", "petit"),
    ]


def test_one_row_twice_is_refused(post):
    (told,) = faults(assignments(line(), line(ETP="0,4")))
    assert "ligne 3" in told
    assert "la ligne 2 dit déjà la même chose" in told


def test_an_unknown_site_is_told_with_those_that_are_near():
    SiteFactory(name="Norrent-Fontes")
    PostTargetFactory(post__label="Accueil")
    content = book_of(
        Parts_des_sites=[["Poste", "Site", "Part (%)"], ["Accueil", "Norent Fonte", "50 %"]]
    )
    (told,) = faults(content)
    assert "vouliez-vous dire « Norrent-Fontes » ?" in told


def test_shares_that_pass_the_whole_are_refused(post):
    for name in ("Labourse", "Robecq"):
        SiteFactory(name=name)
    rows = [[post.label, "Labourse", 60], [post.label, "Robecq", 50]]
    (told,) = faults(book_of(Parts_des_sites=[["Poste", "Site", "Part (%)"], *rows]))
    assert "ligne 3" in told
    assert "ne dépassent pas 100 % ensemble" in told


def test_a_split_larger_than_the_assignment_is_refused(post):
    SiteFactory(name="Labourse")
    heads = ["Poste", "Prénom", "Nom", "Du", "Site", "ETP sur ce site"]
    row = [post.label, "Camille", "Petit", START, "Labourse", 0.6]
    (told,) = faults(book_of(Répartition=[heads, row]))
    assert "la répartition par site (0,6 ETP) dépasse l’affectation (0,5 ETP)" in told


def test_a_new_profession_has_to_be_described():
    heads = ["Intitulé", "Profession", "Site"]
    (told,) = faults(book_of(Postes=[heads, ["Soins", "infirmier", None]]))
    assert "la profession « infirmier » n’est pas connue" in told
    assert "feuille « Professions »" in told


def test_a_deferred_post_says_why(post):
    content = book_of(
        Effectifs_autorisés=[
            ["Poste", "À partir du", "ETP autorisés", "État", "Motif"],
            [post.label, dt.date(2027, 1, 1), 1, "différé", None],
            [post.label, dt.date(2028, 1, 1), 1, "fermé", None],
            [post.label, dt.date(2029, 1, 1), 1, "suspendu", None],
        ]
    )
    told = faults(content)
    assert ["ligne 2" in told[0], "ligne 3" in told[1], "ligne 4" in told[2]] == [True] * 3
    assert "Dites pourquoi" in told[0]
    assert "n’est pas un choix de cette colonne : « voté », « ouvert au recrutement »" in told[2]
    assert not post.targets.filter(state=TargetState.DEFERRED).exists()


def test_a_formula_is_never_computed(post):
    (told,) = faults(assignments(line(ETP="=0.25+0.25")))
    assert "colonne « ETP » : cette cellule contient une formule" in told


def test_what_is_not_known_is_left_aside_and_said(post):
    content = book_of(
        Affectations=[[*HEADS, "Humeur"], [*line(), "bonne"]], Vacances=[["Jour"], ["lundi"]]
    )
    plan = planned(content)
    assert [note.replace("\xa0", " ") for note in plan.notes] == [
        "Feuille « Affectations » : la colonne « Humeur » n’est pas connue, laissée de côté.",
        "La feuille « Vacances » n’est pas connue : laissée de côté.",
    ]
    assert not plan.faults


def test_a_column_that_tells_rows_apart_may_not_lack(post):
    (told,) = faults(book_of(Affectations=[["Poste", "Prénom", "Nom"], ["x", "y", "z"]]))
    assert told.startswith("feuille « Affectations », ligne 1, colonne « Du » : cette colonne")


def test_a_new_row_without_what_it_needs_is_refused():
    told = faults(book_of(Personnes=[["Prénom", "Nom"], ["Camille", "Petit"]]))
    assert told == [
        "feuille « Personnes », ligne 2, colonne « Genre » : à remplir, pour une ligne nouvelle."
    ]


def test_faults_stop_at_a_number_that_people_can_read(post, monkeypatch):
    monkeypatch.setattr(import_plan, "MOST_FAULTS", 3)
    plan = planned(assignments(*[line(ETP="x")] * 9))
    assert len(plan.faults) == 3
    assert "arrêtée" in plan.notes[0]


def test_a_file_with_too_many_lines_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 2)
    rows = [["A", f"Nom{n}"] for n in range(3)]
    with pytest.raises(FileRefused, match="plus de 2"):
        read_workbook(book_of(Personnes=[["Prénom", "Nom"], *rows]))


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "pas un classeur"),
        (b"Poste;Nom\n", "pas un classeur"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "ancien format"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        (zipped(xl__vbaProject="x"), "macros"),
        (zipped(other="x"), "abîmé"),
        (b"0" * 5_000_001, "5\xa0Mo"),
        (saved(Workbook()), "aucune des feuilles"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(content, told):
    with pytest.raises(FileRefused, match=told):
        read_workbook(content)
