"""A week of counts, the report of a month, a month of permanences: by people without a mouse."""

import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.grid_page import HANDS, make, press, saved, says, shown, type_down
from tests.browser.keyboard import Keyboard, screen
from tests.browser.test_journey import text_of
from tests.browser.walking import PASSWORD

pytestmark = pytest.mark.browser
# For each line: consultations, unscheduled, refused.
DAY = ("9", "2", "0", "4", "1", "0", "7", "0", "1", "8", "3", "2")


def last_month():
    """Return the first and the last day of the month that is over."""
    last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    return last.replace(day=1), last


@pytest.fixture
def ours(environment, site):
    """Antennas whose month this test may close, and a week of this month."""
    data = make(environment)
    month = f"{last_month()[0]:%Y-%m}"
    week = next(week for week in data["weeks"] if all(month in day for day in week["days"]))
    return data | week


def test_a_secretary_counts_a_week_corrects_a_mistake_and_closes_the_month(visit, ours):
    page = visit(None)
    page.add_init_script(HANDS)
    page.goto(f"/admin/login/?next=/saisie/?semaine={ours['week']}")
    hands = Keyboard(page)
    hands.fill("Identifiant", ours["users"][0])
    hands.fill("Mot de passe", PASSWORD)
    hands.send("Enter")
    screen(page, "Saisie de la semaine", ("region", "Grille de la semaine"))
    says(page, "Chaque case")
    for _ in ours["days"]:
        type_down(page, DAY)
    saved(page)

    # More unscheduled consultations than consultations: told, and put right.
    press(page, "Control+Home", "Enter", "5", "0", "Enter")
    says(page, "Refusé")
    press(page, "Shift+Enter", "3", "Enter")
    saved(page)
    assert shown(page, ours["days"][0]) == ["9", "3", *DAY[2:]]

    # The month that is over: what is missing is told, she says why, and closes it.
    antenna = ours["sites"][0]
    hands.find("clore", "Mois")
    screen(page, "Mois", ("heading", "Où en sont les mois"))
    hands.follow("link", re.compile(f"^À clore.*{antenna}"))
    screen(page, re.compile(antenna), ("heading", "Ce qui manque"), ("heading", "Étapes"))
    expect(page.get_by_role("row", name="Sages-femmes")).to_contain_text("20")
    hands.fill("Pourquoi clore sans ces journées", "Ouverte une semaine")
    hands.follow("button", "Clore le mois")
    screen(page, re.compile(antenna), ("heading", "Clos"))
    expect(page.get_by_role("region", name="Étapes")).to_contain_text("Ouverte une semaine")
    expect(page.get_by_role("button", name="Vérifier le mois")).to_have_count(0)
    assert page.evaluate("window.hands.mouse") == 0


def test_a_head_of_service_reads_the_report_of_a_month_and_asks_what_it_is_made_of(visit):
    page, (first, last) = visit("responsable"), last_month()
    hands = Keyboard(page)
    hands.find("rapport mensuel", "Rapport d’activité")
    screen(page, "Rapport d’activité", ("button", "Afficher"), ("link", "Imprimer (PDF)"))
    hands.date("Du", first)
    hands.date("Au (inclus)", last)
    hands.follow("button", "Afficher")
    table = page.get_by_role("table", name="Les cinq chiffres de la première page")
    screen(page, "Rapport d’activité", ("heading", "Consultations par site"))
    told = table.get_by_role("rowheader").first.inner_text()
    how = hands.reach("summary", "Comment c’est calculé : Consultations")
    hands.press("Enter")
    expect(how.locator("xpath=..")).to_have_attribute("open", "")
    printed = hands.reach("link", "Imprimer (PDF)", back=True).get_attribute("href")
    words = text_of(page.request.get(printed).body())
    assert " ".join(told.split()) in words

    hands.find("statistiques", "Réponses")
    screen(page, "Réponses", ("combobox", "Chiffre"), ("button", "Afficher"))
    hands.date("Du", first)
    hands.date("Au (inclus)", last)
    hands.choose("En lignes", "Site")
    hands.choose("En colonnes", "Mois")
    hands.follow("button", "Afficher")
    screen(page, "Réponses", ("heading", "Ce que disent ces chiffres"), ("region", "Tableau"))
    total = page.get_by_role("region", name="Tableau").get_by_role("row", name="Total")
    expect(total.get_by_role("cell").last).to_have_text(told.removeprefix("≈").strip())
    hands.reach("button", "Tableur (XLSX)")
    with page.expect_download() as saved_file:
        hands.press("Enter")
    assert saved_file.value.suggested_filename.endswith(".xlsx")


def to_count(page):
    """Return how many sessions the page says are to be counted."""
    heading = page.get_by_role("heading", name=re.compile(r"^\d+ séances? à compter")).inner_text()
    return int(heading.split()[0])


def test_a_coordinator_plans_a_month_of_permanences_and_tells_what_is_not_counted(visit):
    page = visit("coordination")
    hands = Keyboard(page)
    screen(page, "Bonjour Étienne", ("link", "Réserver une salle"), ("heading", "À faire"))
    hands.follow("link", "Réserver une salle")
    screen(page, "Planning", ("search", "Choisir le site et la semaine"))
    hands.choose("Site", "Norrent-Fontes")
    week = hands.reach("textbox", "Semaine")
    hands.write("102026")
    expect(week).to_have_value("2026-W10")
    hands.follow("button", "Afficher")
    screen(
        page, "Planning", ("heading", re.compile("semaine 10")), ("region", "Tableau des salles")
    )
    hands.follow("link", "Réserver une série")
    screen(page, "Réserver une série", ("group", "Jours"), ("button", "Voir les dates"))
    hands.choose("Convention", "CSIPA-2026-01")
    hands.date("À partir du", dt.date(2026, 3, 3))
    hands.date("Jusqu’au", dt.date(2026, 3, 31))
    hands.reach("checkbox", "Mardi")
    hands.press("Space")
    hands.time(re.compile("^De "), dt.time(18))
    hands.time(re.compile("^À .obligatoire"), dt.time(20))
    hands.follow("button", "Voir les dates")
    screen(page, "Dates de la série", ("heading", "Date par date"), ("table", ""))
    hands.choose(re.compile("^Mardi 31 mars 2026"), "Sauter")
    hands.fill("Motif", "Essai du soir, en accord avec la commune")
    hands.follow("button", "Réserver les dates gardées")
    expect(page.get_by_role("status").first).to_contain_text("4 séances réservées")
    hands.reach("link", re.compile("^18 h.20 h"))

    hands.find("séances à compter", "Séances à compter")
    screen(page, "Séances à compter", ("link", "Décomptes des permanences"))
    waiting = to_count(page)
    assert waiting >= 4
    hands.follow("link", re.compile("^Compter.*3 mars 2026"))
    screen(page, "Compter la séance", ("heading", "Qui est venu"), ("button", "Enregistrer"))
    hands.fill("Consultations", "12", role="spinbutton")
    hands.fill("Sans médecin traitant", "5", role="spinbutton")
    hands.send("Control+s")
    expect(page.get_by_role("status").first).to_contain_text("Séance comptée")
    assert to_count(page) == waiting - 1

    hands.follow("link", "Décomptes des permanences")
    screen(page, "Décomptes des permanences", ("heading", "Permanences par mois"))
    told = f"{waiting - 1} séances passées ne sont pas comptées"
    expect(page.get_by_role("main")).to_contain_text(told)
    hands.follow("link", "complétez-les")
    hands.follow("link", re.compile("^Bilan de la permanence"))
    screen(page, "Bilan d’une permanence", ("link", "Voir les séances à compter"))
    # One of this week, two on the evening of a permanence.
    missing = re.compile(r"(1\sséance\spassée\sn’est|2\sséances\spassées\sne\ssont)\spas\scomptée")
    expect(page.get_by_role("main")).to_contain_text(missing)
    review = hands.reach("link", "Imprimer (PDF)").get_attribute("href")
    assert len(PdfReader(io.BytesIO(page.request.get(review).body())).pages) == 1
