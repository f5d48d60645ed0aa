"""The page on which one chooses what of an act does not go public, and reads the copy over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from conventions.actions.public_copies import (
    CopyRefused,
    Withheld,
    choose,
    chosen_for,
    occurrences,
    prepare_copy,
)
from conventions.admin.publication_views import MAY_PUBLISH
from conventions.models import Act, Annex, Ground, Redaction
from conventions.review.publications import standing_of
from conventions.rules.personal_data import suggestions
from csipa.admin import own_page
from csipa.admin.responses import PDF, file_response, visible
from csipa.admin.seen import SeenForm, held
from csipa.pdf.door import PdfError

PAGE = "admin:conventions_act_public_copy"
_MOST_LINES = 100
_SEEN, _GAP = "vus", "\t"
_READ_AGAIN = "Vos lignes et les siennes sont réunies ci-dessous : relisez-les, puis enregistrez."


class RedactionLine(forms.Form):
    """Words to strike out, and why; a line left empty is no line."""

    words = forms.CharField(label="Mots à retirer", max_length=200, required=False)
    ground = forms.ChoiceField(label="Motif", choices=Ground, initial=Ground.PRIVACY)


class AnnexLine(SeenForm):
    """An annex to leave out, and why."""

    withheld = forms.BooleanField(label="Ne pas publier", required=False)
    ground = forms.ChoiceField(label="Motif", choices=Ground, initial=Ground.PRIVACY)
    reason = forms.CharField(
        label="Précision",
        max_length=300,
        required=False,
        help_text="Facultative ; elle est imprimée sur la copie.",
    )


Lines = forms.formset_factory(
    RedactionLine, extra=3, max_num=_MOST_LINES, validate_max=True, absolute_max=_MOST_LINES + 10
)


@require_http_methods(["GET", "POST"])
def public_copy_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what is left out and how often each word stands; write what is chosen."""
    act: Act = visible(request, page, pk)
    if request.method == "POST" and not request.user.has_perm(MAY_PUBLISH):
        raise PermissionDenied
    with held(request, act):
        return _chosen(request, page, act)


def _chosen(request: HttpRequest, page: Any, act: Act) -> HttpResponse:
    chosen = chosen_for(act)
    redactions = list(act.redactions.order_by("position", "pk"))
    initial = [{"words": row.words, "ground": row.ground} for row in redactions]
    lines = Lines(request.POST or None, initial=initial, prefix="lignes")
    annexes = _annex_lines(request, act)
    changed = _since(request, lines, redactions)
    refused = changed.told
    if changed.told:
        lines = Lines(initial=changed.lines, prefix="lignes")
    elif request.method == "POST" and _are_valid(lines, annexes):
        try:
            _write(request, act, lines, annexes)
        except CopyRefused as error:
            refused = error.reasons
        else:
            _tell_next(request, act)
            return redirect(PAGE, act.pk)
    counts = occurrences(act, [row.words for row in redactions])
    already = [row.words for row in redactions]
    context = {
        "title": "Copie publique",
        "act": act,
        "is_possible": chosen is not None and act.is_signed,
        "is_whole": chosen is None or chosen.is_whole,
        "lines": lines,
        "seen": [_said(row) for row in redactions],
        "seen_input": _SEEN,
        "counted": list(zip(redactions, counts, strict=True)),
        "annexes": annexes,
        "refused": refused,
        "suggestions": suggestions(chosen.document.source, already=already) if chosen else [],
        "standing": standing_of(act, today=timezone.localdate()),
        "may_publish": request.user.has_perm(MAY_PUBLISH),
        "grounds": Ground,
    }
    return own_page(request, page, "admin/conventions/act/public_copy.html", context, act)


@require_GET
def public_preview_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the public copy as it would be made now; nothing is kept."""
    act: Act = visible(request, page, pk)
    if not request.user.has_perm(MAY_PUBLISH):
        raise PermissionDenied
    try:
        prepared = prepare_copy(act)
    except (CopyRefused, PdfError) as refused:
        for reason in getattr(refused, "reasons", [str(refused)]):
            messages.error(request, reason)
        return redirect(PAGE, pk)
    if prepared is None:
        return redirect("admin:conventions_act_document", pk)
    return file_response(prepared.content, PDF, f"copie-publique-{act.pk}-apercu.pdf", "inline")


@dataclass(frozen=True)
class _Since:
    """What somebody else changed of the words while the page was open, and the lines of both."""

    told: list[str] = field(default_factory=list)
    lines: list[dict[str, str]] = field(default_factory=list)


def _since(request: HttpRequest, lines: Any, redactions: Sequence[Redaction]) -> _Since:
    """Return what changed since the page that was sent had been opened; nothing most often."""
    if request.method != "POST":
        return _Since()
    seen = set(request.POST.getlist(_SEEN))
    kept = {_said(row): {"words": row.words, "ground": row.ground} for row in redactions}
    added, gone = kept.keys() - seen, seen - kept.keys()
    if not (added or gone):
        return _Since()
    typed = {
        f"{words}{_GAP}{ground}": {"words": words, "ground": ground}
        for one in lines.forms
        if (words := (one["words"].value() or "").strip())
        for ground in [one["ground"].value()]
    }
    both = {said: line for said, line in typed.items() if said not in gone}
    both |= {said: line for said, line in kept.items() if said in added}
    told = [f"Entre-temps, quelqu’un d’autre a fait retirer « {_words(said)} »." for said in added]
    told += [f"Entre-temps, quelqu’un d’autre a remis « {_words(said)} »." for said in gone]
    return _Since([*sorted(told), _READ_AGAIN], list(both.values()))


def _said(row: Redaction) -> str:
    """Return what the page carries of words already left out."""
    return f"{row.words}{_GAP}{row.ground}"


def _words(said: str) -> str:
    return said.partition(_GAP)[0]


def _tell_next(request: HttpRequest, act: Act) -> None:
    """Say what comes next: read the copy over, or correct the words that are nowhere."""
    words = list(act.redactions.values_list("words", flat=True))
    if not all(occurrences(act, words)):
        said = "C’est enregistré, mais des mots n’apparaissent nulle part dans l’acte : voyez"
        messages.warning(request, f"{said} ci-dessous lesquels, et corrigez-les.")
    elif words or act.annexes.filter(withheld__isnull=False).exists():
        messages.success(request, "C’est noté. Relisez l’aperçu avant de mettre en ligne.")
    else:
        messages.success(request, "C’est noté : rien n’est retiré de ce que le public lira.")


def _annex_lines(request: HttpRequest, act: Act) -> list[tuple[Annex, AnnexLine]]:
    """Return each annex of an act with its form."""
    rows = Annex.objects.filter(act=act).select_related("withheld").order_by("position", "pk")
    return [(annex, _annex_line(request, annex)) for annex in rows]


def _annex_line(request: HttpRequest, annex: Annex) -> AnnexLine:
    kept = getattr(annex, "withheld", None)
    initial = {"withheld": True, "ground": kept.ground, "reason": kept.reason} if kept else None
    return AnnexLine(request.POST or None, prefix=f"annexe-{annex.pk}", initial=initial)


def _are_valid(lines: Any, annexes: Sequence[tuple[Annex, AnnexLine]]) -> bool:
    return all([lines.is_valid(), *(form.is_valid() for _, form in annexes)])


def _write(
    request: HttpRequest, act: Act, lines: Any, annexes: Sequence[tuple[Annex, AnnexLine]]
) -> None:
    typed = [
        (words, form.cleaned_data["ground"])
        for form in lines
        if (words := (form.cleaned_data.get("words") or "").strip())
    ]
    ticked = [(words, Ground.PRIVACY.value) for words in request.POST.getlist("proposition")]
    known = {words for words, _ in typed}
    withheld = [
        Withheld(annex.pk, form.cleaned_data["ground"], form.cleaned_data["reason"])
        for annex, form in annexes
        if form.cleaned_data["withheld"]
    ]
    added = [one for one in ticked if one[0] not in known]
    choose(act=act, redactions=[*typed, *added], withheld=withheld, by=request.user)
