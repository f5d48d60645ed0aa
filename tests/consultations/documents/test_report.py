"""The report in print: one page of five figures with their source, then what proves them."""

import datetime as dt
import json
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from consultations.documents.report import render_report, report_context, report_html
from consultations.review.report import report_source
from tests.consultations.factories import ActivityCountFactory, SiteRecordingFactory
from tests.consultations.report_year import FIRST, LAST, TODAY, written_year
from tests.pdf.verapdf import failures
from tests.sites.factories import SiteFactory
from tests.staffing.factories import ProfessionFactory

pytestmark = pytest.mark.django_db


def source(first=FIRST, last=LAST):
    return report_source(first, last, today=TODAY)


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u2011", "-"))


def pages(content):
    return [plain(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def told(found):
    """Return the five figures as plain text, value then words."""
    return [
        (plain(one["value"]), plain(" | ".join([one["label"], *one["details"]])))
        for one in found["figures"]
    ]


def test_the_first_page_says_five_figures_with_source_and_date():
    written_year()
    content = render_report(source())
    first, *annexes = pages(content)
    for value in ("≈ 764", "0,5 sur 4,5", "≈ 24,8 %", "≈ 52", "156 h"):
        assert value in first
    assert first.count("Calcul : note") == 5
    assert first.count("état au 1er juillet 2026") >= 4
    assert "au 30 juin 2026" in first
    assert "Comment les cinq chiffres sont calculés" not in first
    assert annexes[0].startswith("Comment les cinq chiffres sont calculés")


def test_every_figure_of_the_first_page_has_its_formula_in_the_annexes():
    written_year()
    found = report_context(source())
    annex = plain(" ".join(pages(render_report(source()))[1:]))
    assert len(found["figures"]) == 5
    for one in found["figures"]:
        assert f"Note {one['rank']}. {plain(one['title'])}" in annex
        assert plain(one["formula"]).replace("÷", "÷")[:40] in annex


def test_a_figure_that_lacks_days_is_about_and_says_how_many():
    written_year()
    (value, words), *_ = told(report_context(source()))
    assert value.startswith("≈")
    assert "2 journées manquent sur" in words
    assert "un an plus tôt, du 1er janvier au 30 juin 2025" in words


def test_a_stated_figure_keeps_its_sign_its_source_and_its_date():
    written_year()
    _, (value, words), *_ = told(report_context(source()))
    assert value == "0,5 sur 4,5"
    assert "Énoncé : il manque ≈ 4 ETP, au 1er septembre 2025 (Conseil communautaire" in words


def test_what_only_some_sites_note_is_about():
    written_year()
    found = told(report_context(source()))
    assert "sans médecin traitant" in found[2][1]
    assert "Notées par 1 site sur 2" in found[3][1]


def test_a_figure_that_nothing_makes_incomplete_is_exact():
    doctor = ProfessionFactory()
    ActivityCountFactory(
        site=SiteFactory(), profession=doctor, date=dt.date(2026, 6, 2), done=30, refused=0
    )
    found = told(report_context(source()))
    assert found[0][0] == "30"
    value, words = found[3]
    assert value == "0"
    assert words.endswith("0 % des demandes reçues les jours où c’est noté")


def test_a_share_of_very_few_people_is_not_printed():
    site = SiteFactory()
    SiteRecordingFactory(site=site, shows_without_gp=True, shows_unscheduled=False)
    ActivityCountFactory(
        site=site,
        profession=ProfessionFactory(),
        date=dt.date(2026, 6, 2),
        done=30,
        without_gp=3,
    )
    value, words = told(report_context(source()))[2]
    assert value == "–"
    assert "moins de 11" in words
    assert "10 %" not in words


def test_the_ledgers_are_never_added():
    written_year()
    first = pages(render_report(source()))[0]
    assert "1 permanence tenue dans les locaux du centre, 7 consultations." in first
    assert "elles ne s’ajoutent à aucun chiffre de cette page" in first
    assert "771" not in first


def test_prevention_and_meetings_have_their_line():
    written_year()
    first = pages(render_report(source()))[0]
    assert "1 action, 40 personnes touchées ; 1 réunion sur des situations complexes." in first


def test_small_counts_are_hidden_in_the_annexes_and_in_the_data_attached():
    written_year()
    content = render_report(source())
    annex = " ".join(pages(content)[1:])
    assert "Mars 2026 s s 104" in annex
    assert "inférieur à 11" in annex
    data = json.loads(PdfReader(BytesIO(content)).attachments["rapport.json"][0])
    assert data["detail"][0]["totals"]["cells"] == ["s", "s"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        (dt.date(2026, 6, 9), dt.date(2026, 6, 9)),
        (dt.date(2026, 1, 15), dt.date(2026, 6, 10)),
        (dt.date(2023, 7, 1), dt.date(2026, 6, 30)),
        (dt.date(2017, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_any_period_prints_with_its_figures_on_the_first_page_alone(first, last):
    written_year()
    one, *annexes = pages(render_report(source(first, last)))
    assert one.count("Calcul : note") == 5
    assert "chiffre approché" in one
    assert annexes[0].startswith("Comment les cinq chiffres sont calculés")


def test_twenty_sites_with_long_names_still_fit_on_the_first_page():
    doctor = ProfessionFactory()
    for rank in range(20):
        site = SiteFactory(name=f"Saint-Hilaire-Cottes-lès-Norrent-Fontes {rank}")
        for month in range(1, 7):
            ActivityCountFactory(
                site=site, profession=doctor, date=dt.date(2026, month, 2), done=900
            )
    one, *annexes = pages(render_report(source()))
    assert "chiffre approché" in one
    assert "15 autres sites" in one
    assert annexes[0].startswith("Comment les cinq chiffres sont calculés")


def test_a_centre_without_anything_prints():
    first = pages(render_report(source()))[0]
    assert "Rien n’a été saisi pour cette période." in first
    assert "il n’y a rien à dessiner" in first


def test_a_name_is_text_and_nothing_else():
    site = SiteFactory(name="Lières {{ 1 }} <b>&</b>")
    ActivityCountFactory(
        site=site, profession=ProfessionFactory(), date=dt.date(2026, 6, 2), done=30
    )
    html = report_html(source())
    assert "<b>&</b>" not in html
    assert "{{ 1 }}" in html


def test_same_data_same_bytes():
    written_year()
    assert render_report(source()) == render_report(source())


@pytest.mark.verapdf
def test_the_print_is_archivable_and_accessible():
    written_year()
    assert failures(render_report(source())) == []
