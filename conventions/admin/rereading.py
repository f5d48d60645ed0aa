"""The page « Relire »: what a careful reader would point out, and the corrections of one click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conventions.actions.fixing import FixRefused, apply_fixes, fixable
from conventions.models import Act, Convention
from conventions.review.findings import finding_key, findings_of
from conventions.rules.finding import Finding, Place, Severity
from conventions.rules.lint import place_name, source_of, title_of
from csipa.admin import Panel, own_page
from csipa.admin.responses import visible
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted, plural

PANEL = "admin/conventions/act/_reread_panel.html"
SHOWN_PLACES = 6
WORDS = {
    Severity.FAULT: ("faute", "fautes"),
    Severity.DOUBT: ("point à vérifier", "points à vérifier"),
    Severity.ADVICE: ("conseil", "conseils"),
}
# Where a path is edited on the page of an act, and on that of a convention.
_ACT_SECTIONS = {
    "visas": "section-visa_set",
    "recitals": "section-recital_set",
    "provisions": "section-provision_set",
    "annexes": "section-annexes",
    "vote": "section-vote",
    "execution": "section-execution",
    "delegation": "section-delegation-et-formule",
    "enacting": "section-delegation-et-formule",
    "signature": "section-signature",
}
_CONVENTION_SECTIONS = {
    "parties": "section-parties",
    "articles": "section-articles",
    "visas": "section-visa_set",
    "recitals": "section-recital_set",
    "preamble": "section-preambule",
    "period": "section-duree-et-preavis",
    "notice": "section-duree-et-preavis",
    "closing": "section-signature",
    "signature": "section-signature",
    "finance": "section-financial_term",
    "premises": "section-locaux-materiel-creneaux",
    "rooms": "section-rooms",
    "equipment": "section-equipment",
    "slots": "section-slots",
    "instalments": "section-instalments",
    "payers": "section-payers",
}


@dataclass(frozen=True)
class Remark:
    """A finding as the page shows it."""

    finding: Finding
    key: str
    title: str
    source: str
    places: list[tuple[str, str, Place]]
    hidden: str
    can_fix: bool


@require_http_methods(["GET", "POST"])
def reread_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the findings of an act or of a convention; correct those that are asked for."""
    text: Act | Convention = visible(request, page, pk)
    if request.method == "POST":
        return _correct(request, text, page)
    findings = findings_of(text, on=timezone.localdate())
    may = _may_write(request, text, page)
    safe = {finding_key(one) for one in fixable(text, findings)} if may else set()
    anchors = _Anchors(text)
    remarks = [_remark(one, anchors, safe) for one in findings]
    groups = [
        {"title": counted(len(same), *WORDS[severity]), "severity": severity, "remarks": same}
        for severity, same in _by_severity(remarks)
    ]
    context = {
        "title": "Relire",
        "groups": groups,
        "safe": [remark.key for remark in remarks if remark.can_fix],
        "text_url": _change_url(text),
        "is_closed": not may,
    }
    return own_page(request, page, "admin/conventions/act/reread.html", context, text)


def reread_panels(act: Act) -> list[Panel]:
    """Return what rereading a draft would tell, in one line; nothing for a signed act."""
    if act.is_signed:
        return []
    counts = Counter(one.severity for one in findings_of(act, on=timezone.localdate()))
    told = enumeration(counted(counts[kind], *WORDS[kind]) for kind in WORDS if counts[kind])
    serious = counts[Severity.FAULT] + counts[Severity.DOUBT]
    url = reverse("admin:conventions_act_reread", args=[act.pk])
    return [Panel(PANEL, {"told": told, "url": url, "is_serious": bool(serious)})]


def _correct(request: HttpRequest, text: Act | Convention, page: Any) -> HttpResponse:
    """Apply the corrections asked for, and say what was done."""
    if not _may_write(request, text, page):
        raise PermissionDenied
    keys = set(request.POST.getlist("fix"))
    try:
        done = apply_fixes(text=text, keys=keys, by=request.user)
    except FixRefused as refused:
        messages.warning(request, str(refused))
    else:
        count = len(done)
        messages.success(
            request,
            f"{counted(count, 'remarque', 'remarques')} {plural(count, 'corrigée', 'corrigées')}.",
        )
        if count < len(keys):
            messages.info(request, "Le reste a changé entre-temps : relisez ce qui suit.")
    return redirect(_reread_url(text))


def _may_write(request: HttpRequest, text: Act | Convention, page: Any) -> bool:
    """Tell whether this person may correct the text, annexed conventions included."""
    closed = isinstance(text, Act) and text.is_signed
    if closed or not page.has_change_permission(request, text) or page.lock_of(request, text):
        return False
    return bool(request.user.has_perm("conventions.change_convention"))


def _by_severity(remarks: Sequence[Remark]) -> list[tuple[Severity, list[Remark]]]:
    grouped = groupby(remarks, key=lambda remark: remark.finding.severity)
    return [(severity, list(same)) for severity, same in grouped]


def _remark(finding: Finding, anchors: _Anchors, safe: set[str]) -> Remark:
    key = finding_key(finding)
    places = list(finding.places) or [Place(finding.path, finding.passage)]
    shown = places[: 1 if finding.rule == "signs" else SHOWN_PLACES]
    hidden = len(places) - len(shown)
    return Remark(
        finding=finding,
        key=key,
        title=title_of(finding.rule),
        source=source_of(finding.rule),
        places=[(anchors.name(place.path), anchors.url(place.path), place) for place in shown],
        hidden=f"et {counted(hidden, 'autre passage', 'autres passages')}" if hidden else "",
        can_fix=key in safe,
    )


class _Anchors:
    """Names places, and links each to the field where it is edited."""

    def __init__(self, text: Act | Convention) -> None:
        self.text = text
        self.alone = isinstance(text, Convention)
        annexes = [] if self.alone else text.annexes.order_by("position", "pk")
        self.conventions = [annex.convention_id for annex in annexes]

    def name(self, path: str) -> str:
        """Return « Annexe 1, article 4 »."""
        return place_name(path, convention=self.alone)

    def url(self, path: str) -> str:
        """Return the address of the section where the path is edited."""
        head, _, rest = path.partition(".convention")
        if rest or self.alone:
            key = self.text.pk if self.alone else self.conventions[_rank(head)]
            url = reverse("admin:conventions_convention_change", args=[key])
            inside = path if self.alone else rest.lstrip(".")
            return f"{url}#{_convention_section(inside)}"
        return f"{_change_url(self.text)}#{_ACT_SECTIONS.get(_head(path), 'section-identite')}"


def _convention_section(path: str) -> str:
    """Return where a path is edited: the slots of the premises are lines of their own."""
    parts = [_head(part) for part in path.split(".")[:2]]
    found = (_CONVENTION_SECTIONS.get(part) for part in reversed(parts))
    return next(filter(None, found), "section-identite")


def _head(path: str) -> str:
    return path.split(".")[0].split("[")[0]


def _rank(path: str) -> int:
    return int(path.split("[")[1].rstrip("]"))


def _change_url(text: Act | Convention) -> str:
    return reverse(f"admin:conventions_{text._meta.model_name}_change", args=[text.pk])


def _reread_url(text: Act | Convention) -> str:
    return reverse(f"admin:conventions_{text._meta.model_name}_reread", args=[text.pk])
