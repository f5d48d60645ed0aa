"""Where a post stands and how it came there; the page that changes what it is authorised for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csipa.admin import Panel, own_page
from csipa.admin.contributions import act_address
from csipa.admin.responses import change_page, editable
from csipa.french.dates import long_date, period
from csipa.french.numbers import counted, plural
from staffing.actions.posts import set_target
from staffing.admin.course import may_see_assignments
from staffing.admin_forms import TargetForm
from staffing.models import Assignment, Post, TargetState
from staffing.review.posts import Standing, Step, place_of, standing_of, steps_of, with_standing
from staffing.rules.capacity import fte_figures, fte_words

PANEL = "admin/staffing/post/_standing.html"
STATE_BADGES = {
    TargetState.VOTED: "badge",
    TargetState.OPEN: "badge badge-done",
    TargetState.DEFERRED: "badge badge-to-do",
    TargetState.FROZEN: "badge badge-to-do",
    TargetState.CLOSED: "badge badge-over",
}
# What is authorised and looked for by nobody, in the singular and in the plural.
_PUT_OFF = {
    TargetState.VOTED: (
        "voté, pas encore ouvert au recrutement",
        "votés, pas encore ouverts au recrutement",
    ),
    TargetState.DEFERRED: ("différé, et non vacant", "différés, et non vacants"),
    TargetState.FROZEN: ("gelé, et non vacant", "gelés, et non vacants"),
}


def post_panel(request: HttpRequest, row: Post) -> Panel:
    """Return where a post stands today, who holds it, what comes next; four queries."""
    post = with_standing(Post.objects.filter(pk=row.pk)).get()
    today = timezone.localdate()
    now = standing_of(post, today)
    context = {
        "today": today,
        "place": place_of(post),
        "figures": _figures(now),
        "put_off": _put_off(now),
        "overfilled": fte_words(now.overfilled) if now.overfilled else "",
        "sees_people": may_see_assignments(request),
        "holders": [_holder(one) for one in now.holders],
        "to_come": [_holder(one) for one in post.assignments.all() if one.start > today],
        "steps": [_step(request, step) for step in steps_of(post, today)],
        "heads": counted(now.level.heads, "personne", "personnes"),
    }
    return Panel(PANEL, context)


@require_http_methods(["GET", "POST"])
def target_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Change what a post is authorised for from a day on, by the act that decides it."""
    row = editable(request, page, pk)
    post = with_standing(Post.objects.filter(pk=row.pk)).get()
    now = standing_of(post, timezone.localdate())
    initial = {"start": timezone.localdate()}
    if now.target:
        initial |= {"fte": now.target.fte, "state": now.target.state}
    form = TargetForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            line = set_target(post=post, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            said = "poste fermé" if line.state == TargetState.CLOSED else fte_words(line.fte)
            day = long_date(line.start)
            messages.success(request, f"Effectif autorisé à partir du {day}\u00a0: {said}.")
            return change_page(page, post)
    context = {
        "form": form,
        "title": "Changer l’effectif autorisé",
        "figures": _figures(now),
        "state": now.state,
    }
    return own_page(request, page, "admin/staffing/post/target.html", context, post)


def _figures(now: Standing) -> list[dict[str, str]]:
    """Return the figures of today, each under its name."""
    level = now.level
    shown = [("Autorisés", level.authorised), ("Pourvus", level.filled)]
    if level.open:
        shown.append(("Vacants", level.vacant))
    return [{"name": name, "value": fte_figures(value)} for name, value in shown]


def _put_off(now: Standing) -> str:
    """Return, as a sentence, that what is authorised is not looked for; empty where it is."""
    if now.target is None or now.target.state not in _PUT_OFF:
        return ""
    reason = f" ({now.target.reason})" if now.target.reason else ""
    said = plural(now.target.fte, *_PUT_OFF[TargetState(now.target.state)])
    return f"{fte_words(now.target.fte)} {said}{reason}."


def _holder(row: Assignment) -> dict[str, Any]:
    """Return what a line says of somebody on the post."""
    return {
        "name": str(row.person),
        "url": reverse("admin:staffing_assignment_change", args=[row.pk]),
        "fte": fte_words(row.fte),
        "days": period(row.start, row.end),
        "contract": row.get_contract_display(),
        "overlap": row.overlap_reason,
    }


def _step(request: HttpRequest, step: Step) -> dict[str, Any]:
    """Return what the history says of a decision; its act is a link where it can be read."""
    target = step.target
    return {
        "days": step.days,
        "said": step.said,
        "is_now": step.is_now,
        "is_to_come": step.is_to_come,
        "reason": target.reason,
        "act": target.act_number,
        "act_date": target.act_date,
        "act_url": act_address(request, target.act_number),
    }
