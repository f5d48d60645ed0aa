"""The file of communes: good lines, bad lines, and what is said of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sites
from sites.rules.communes_csv import COLUMNS, FaultyFile, parse_communes

HEADING = ",".join(COLUMNS)
BUSNES = "62190,Busnes,0,216201905,62350,1243,62"
SHIPPED = Path(sites.__file__).parent / "data" / "communes_cabbalr.csv"


def content(*lines):
    return "\n".join([HEADING, *lines]).encode()


def faults_of(raw):
    with pytest.raises(FaultyFile) as caught:
        parse_communes(raw)
    return [(fault.line, fault.reason) for fault in caught.value.faults]


def test_shipped_file_holds_the_hundred_communes():
    rows = parse_communes(SHIPPED.read_bytes())
    assert len(rows) == 100
    assert sum(row.population for row in rows) == 275_028
    assert len({code for row in rows for code in row.postal_codes}) == 33


def test_good_line_gives_typed_values():
    (row,) = parse_communes(content(BUSNES))
    assert (row.line, row.insee_code, row.name, row.tncc) == (2, "62190", "Busnes", 0)
    assert (row.siren, row.postal_codes, row.population) == ("216201905", ("62350",), 1243)


def test_unknown_siren_and_population_are_left_empty():
    (row,) = parse_communes(content("97611,Mamoudzou,0,,97600,,976"))
    assert (row.siren, row.population, row.department) == ("", None, "976")


@pytest.mark.parametrize(
    "cell", ["62350 62190", "62350|62190", "62350;62190", "62350 / 62190 62350"]
)
def test_several_postal_codes_are_read_once_each_in_their_order(cell):
    (row,) = parse_communes(content(f"62190,Busnes,0,216201905,{cell},1243,62"))
    assert row.postal_codes == ("62350", "62190")


def test_file_of_a_french_spreadsheet_is_read():
    text = content(BUSNES).decode().replace(",", ";").replace("\n", "\r\n") + "\r\n;;;;;;\r\n"
    (row,) = parse_communes(b"\xef\xbb\xbf" + text.encode())
    assert row.name == "Busnes"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("6219,Busnes,0,,62350,,62", "insee_code", id="insee code"),
        pytest.param("62190,,0,,62350,,62", "le nom manque", id="no name"),
        pytest.param(f"62190,{'B' * 81},0,,62350,,62", "80 signes", id="endless name"),
        pytest.param("62190,Busnes,9,,62350,,62", "de 0 à 8", id="tncc"),
        pytest.param("62190,Busnes,,,62350,,62", "de 0 à 8", id="no tncc"),
        pytest.param("62190,Busnes,0,216201906,62350,,62", "clé du numéro SIREN", id="siren"),
        pytest.param("62190,Busnes,0,,,,62", "au moins un code postal", id="no postal code"),
        pytest.param("62190,Busnes,0,,623,,62", "code postal", id="postal code"),
        pytest.param("62190,Busnes,0,,62350,-5,62", "nombre d’habitants", id="negative"),
        pytest.param("62190,Busnes,0,,62350,216201905,62", "plus qu’aucune", id="shifted cell"),
        pytest.param("62190,Busnes,0,,62350,,75", "est du département 62, non 75", id="department"),
        pytest.param("62190,Busnes,0", "7 colonnes attendues, 3 trouvées", id="short line"),
        pytest.param("62190,Le Bus,3,,62350,,62", "devrait commencer par", id="article"),
    ],
)
def test_bad_line_is_told_with_its_number_and_reason(line, reason):
    ((number, told),) = faults_of(
        content(BUSNES.replace("62190", "62023").replace("216201905", ""), line)
    )
    assert number == 3
    assert reason in told


def test_every_fault_of_the_file_is_told_at_once():
    told = faults_of(
        content("6219,,9,,62350,,62", BUSNES, "62190,Busnes,0,216201905,62350,1243,62")
    )
    assert [line for line, _ in told] == [2, 2, 2, 4, 4]
    assert told[3][1] == "le code INSEE 62190 est déjà à la ligne 3."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "le fichier est vide", id="empty"),
        pytest.param(content(), "aucune commune", id="heading alone"),
        pytest.param(b"code,nom\n1,2\n", "le fichier donne code, nom", id="other columns"),
        pytest.param(content("62190,B\xe9thune").decode().encode("latin-1"), "UTF-8", id="latin-1"),
        pytest.param(content("62190," + "B" * 200_000), "fichier CSV", id="endless cell"),
    ],
)
def test_file_that_is_not_one_is_told(raw, reason):
    ((_, told),) = faults_of(raw)
    assert reason in told


@given(st.binary(max_size=300))
def test_whatever_the_bytes_nothing_but_faults_comes_out(raw):
    for start in (b"", HEADING.encode() + b"\n"):
        try:
            found = parse_communes(start + raw)
        except FaultyFile as error:
            found = error.faults
        assert found
