"""What the page of a person tells: the posts of today, those to come, those that are over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from csipa.admin import Panel
from csipa.french.dates import period
from staffing.models import Assignment, Person
from staffing.review.posts import course_of
from staffing.review.workload import overwork_words
from staffing.rules.capacity import fte_words

COURSE = "admin/staffing/person/_course.html"
_PERMISSIONS = ("staffing.view_assignment", "staffing.change_assignment")


def may_see_assignments(request: HttpRequest) -> bool:
    """Tell whether this person may read who holds what."""
    return any(request.user.has_perm(permission) for permission in _PERMISSIONS)


def course_panel(request: HttpRequest, person: Person) -> list[Panel]:
    """Return the course of a person, for who may read assignments; two queries."""
    if not may_see_assignments(request):
        return []
    rows = Assignment.objects.filter(person=person).select_related("post__profession")
    course = course_of(rows, timezone.localdate())
    context = {
        "now": [_told(row) for row in course.current()],
        "to_come": [_told(row) for row in course.to_come()],
        "past": [_told(row) for row in course.past()],
        "total": fte_words(course.total) if len(course.current()) > 1 else "",
        "overwork": overwork_words(person),
    }
    return [Panel(COURSE, context)]


def _told(row: Assignment) -> dict[str, Any]:
    """Return what a line says of an assignment."""
    return {
        "post": str(row.post),
        "profession": str(row.post.profession),
        "url": reverse("admin:staffing_assignment_change", args=[row.pk]),
        "fte": fte_words(row.fte),
        "days": period(row.start, row.end),
        "contract": row.get_contract_display(),
        "reason": row.get_departure_reason_display(),
        "overlap": row.overlap_reason,
    }
