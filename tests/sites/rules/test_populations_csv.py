"""The file of populations: what is read, what is a fault, and on which line."""

import pytest

from sites.rules.csv_files import FaultyFile
from sites.rules.populations_csv import PopulationLine, parse_populations

HEADING = "insee_code,year,municipal,total\n"


def reasons(text):
    return [str(fault) for fault in parse_populations((HEADING + text).encode()).faults]


def test_lines_are_read_with_or_without_total():
    read = parse_populations((HEADING + "62023,2018,2906,\n62023,2019,2890,2950\n").encode())
    assert read.lines == [
        PopulationLine(2, "62023", 2018, 2906, None),
        PopulationLine(3, "62023", 2019, 2890, 2950),
    ]
    assert read.faults == []


def test_semicolons_a_mark_and_spaces_between_thousands_are_understood():
    text = "\ufeffInsee_Code;Year;Municipal\r\n62119; 2023 ;25\u202f224\r\n"
    (line,) = parse_populations(text.encode()).lines
    assert (line.insee_code, line.municipal, line.total) == ("62119", 25224, None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("620,2018,10,", "colonne insee_code"),
        ("62023,18,10,", "n’est pas une année"),
        ("62023,2018,beaucoup,", "colonne municipal"),
        ("62023,2018,6000000,", "plus qu’aucune commune"),
        ("62023,2018,10,9", "plus petite"),
        ("62023,2018,10", "4 colonnes attendues, 3 trouvées"),
        ("62023,2018,-10,", "n’est pas un nombre"),
    ],
)
def test_bad_line_is_told_by_its_number(line, said):
    (reason,) = reasons(line)
    assert reason.startswith("ligne 2\u00a0: ")
    assert said in reason


def test_good_lines_are_read_beside_bad_ones():
    read = parse_populations((HEADING + "62023,2018,10,\nx,2018,10,\n").encode())
    assert (len(read.lines), [fault.line for fault in read.faults]) == (1, [3])


def test_same_commune_and_year_twice_is_a_fault():
    (reason,) = reasons("62023,2018,10,\n62023,2018,11,\n")
    assert "déjà à la ligne 2" in reason


@pytest.mark.parametrize("content", [b"", b"commune,annee\n1,2\n", HEADING.encode(), b"\xe9,\n"])
def test_file_of_something_else_is_refused(content):
    with pytest.raises(FaultyFile):
        parse_populations(content)
