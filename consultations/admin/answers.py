"""« Réponses »: activity by month, site, profession and kind, its figures, chart, table, files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.admin.answers_forms import AnswersForm
from consultations.exports import answers_csv, answers_xlsx
from consultations.review.answers import Answers, answers, rows_by
from consultations.review.answers_chart import draw
from consultations.review.answers_people import by_person
from consultations.review.answers_snp import read_snp
from consultations.review.answers_table import answer_table
from consultations.review.answers_words import signed_percent, told_figures
from consultations.review.headline import cautions
from consultations.rules.ledgers import PLACE_WORDS, TwoLedgers
from consultations.rules.pivot import Dimension, Sums
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import XLSX, file_response
from csipa.french.grammar import upper_first
from csipa.french.numbers import integer
from csipa.spreadsheets import CSV
from sites.models import Site
from sites.review.scope import sites_of
from staffing.models import Profession

TEMPLATE = "admin/consultations/answers.html"
PERMISSION = "consultations.view_activitycount"
PEOPLE = "consultations.see_people"


@dataclass(frozen=True)
class Question:
    """What somebody asks: the form, and the sites that they work for."""

    form: AnswersForm
    mine: list[Site]
    is_everything: bool

    @property
    def sites(self) -> list[int] | None:
        """Return the keys of the sites to answer about; None for all there are."""
        chosen = self.form.cleaned_data["site"]
        if chosen:
            return [pk for pk in chosen if pk in {row.pk for row in self.mine}]
        return None if self.is_everything else [row.pk for row in self.mine]


@require_GET
def answers_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the answer to what is asked."""
    question = _question(request)
    context: dict[str, Any] = {"title": page.title, "form": question.form}
    if question.form.is_valid():
        context |= _told(request, question)
    else:
        context["fault"] = question.form.sentence
    return own_page(request, page, TEMPLATE, context)


@require_GET
def export_view(request: HttpRequest, page: Any, form: str) -> HttpResponse:
    """Give the table as a file, without small counts unless it stays in the house."""
    question = _question(request)
    if not question.form.is_valid():
        messages.error(request, question.form.sentence)
        return redirect(f"admin:{page.name}")
    asked = question.form
    found = _found(question)
    # An address without the box is meant for others: it hides small counts.
    published = "choix" not in request.GET or "diffusion" in request.GET
    write, kind = (answers_csv, CSV) if form == "csv" else (answers_xlsx, XLSX)
    content = write(found, asked.rows, asked.columns, asked.shown, published=published)
    name = f"activite-{found.asked.first:%Y-%m-%d}-{found.asked.last:%Y-%m-%d}.{form}"
    return file_response(content, kind, name, "attachment")


def csv_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Give the table as CSV."""
    return export_view(request, page, "csv")


def xlsx_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Give the table as a workbook."""
    return export_view(request, page, "xlsx")


def _question(request: HttpRequest) -> Question:
    mine = list(sites_of(request.user).order_by("-kind", "search_key"))
    form = AnswersForm(
        request.GET,
        today=timezone.localdate(),
        sites=[(row.pk, row.name) for row in mine],
        professions=[(row.pk, upper_first(row.name)) for row in Profession.objects.all()],
        sees_people=request.user.has_perm(PEOPLE),
    )
    return Question(form, mine, len(mine) == Site.objects.count())


def _found(question: Question) -> Answers:
    asked = question.form.cleaned_data
    return answers(
        asked["du"],
        asked["au"],
        today=timezone.localdate(),
        sites=question.sites,
        professions=asked["profession"] or None,
        kinds=asked["nature"] or None,
    )


def _told(request: HttpRequest, question: Question) -> dict[str, Any]:
    form, found = question.form, _found(question)
    table = answer_table(found, form.rows, form.columns, form.shown)
    snp = read_snp(found.asked.first, found.asked.last, sites=question.sites)
    ledgers = TwoLedgers(found.total.sums.done, snp.done)
    return {
        "found": found,
        "cautions": cautions(found),
        "figures": {"name": "Ensemble", "lines": told_figures(found)},
        "table": table,
        "drawn": draw(found, table, form.rows, form.columns),
        "years": _years(found, form.rows),
        "snp": snp,
        "snp_sites": _snp_sites(found, snp.lines),
        "place": ledgers if form.cleaned_data["lieu"] else None,
        "place_words": PLACE_WORDS,
        "people": by_person(found.asked) if form.cleaned_data.get("personnes") else None,
        "below": settings.SMALL_COUNTS_BELOW,
        "kept": _kept(request.GET),
        "files": [
            (label, reverse(f"admin:consultations_answers_{name}"))
            for name, label in (("csv", "CSV"), ("xlsx", "Tableur (XLSX)"))
        ],
    }


def _years(found: Answers, rows: Dimension) -> list[tuple[str, str, str, str]]:
    """Return each row beside the year before, then the total: name, both numbers, the change.

    Only months known both years are compared.
    """
    return [
        (
            found.label(rows, row.key[0]) if row.key else "Total",
            _number(row.comparable_before),
            _number(row.comparable),
            "n.\u00a0d." if row.change is None else signed_percent(row.change),
        )
        for row in [*rows_by(found, [rows]), found.total]
    ]


def _number(sums: Sums) -> str:
    return "–" if sums.is_empty else integer(sums.done)


def _snp_sites(found: Answers, lines: list[Any]) -> list[tuple[str, int, int]]:
    """Return sessions and consultations of each site."""
    sums: dict[int, tuple[int, int]] = {}
    for line in lines:
        sessions, done = sums.get(line.site, (0, 0))
        sums[line.site] = (sessions + line.sessions, done + line.done)
    return [(row.name, *sums[pk]) for pk, row in found.places.items() if pk in sums]


def _kept(asked: QueryDict) -> list[tuple[str, str]]:
    """Return what was asked, as hidden fields of the form of files."""
    return [
        (name, value)
        for name, values in asked.lists()
        if name not in {"choix", "diffusion"}
        for value in values
    ]


ANSWERS = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=8,
        title="Réponses",
        route="activite/reponses/",
        name="consultations_answers",
        view=answers_view,
        permissions=(PERMISSION,),
        description="Consultations par mois, site, profession et nature, au regard des présents.",
        views=(("csv/", "csv", csv_view), ("xlsx/", "xlsx", xlsx_view)),
        guide="reponses-et-rapport",
    )
)
