"""« Agendas des séances »: addresses under which calendars read the planning."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from consultations.actions.feeds import PERMISSION, create_session_feed, revoke_session_feed
from consultations.models import SessionFeed
from consultations.review.scope import bookable_sites, sessions_of
from csipa.admin import Section, SitePage, own_page, register_page
from staffing.models import Person

TEMPLATE = "admin/consultations/session_feeds.html"
SITE, PERSON = "site", "person"


class FeedForm(forms.Form):
    """Whose sessions, and the name under which somebody will know the address again."""

    of = forms.ChoiceField(label="Les séances de")
    name = forms.CharField(
        label="Nom de l’adresse",
        max_length=80,
        help_text="Ce qui la lira : « Téléphone du cabinet », « Agenda de l’accueil ».",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = bookable_sites(user, today=timezone.localdate()).order_by("name")
        self.sites = {f"{SITE}-{one.pk}": one for one in sites}
        booked = sessions_of(user).values("person")
        people = Person.objects.filter(pk__in=booked).order_by("last_name", "first_name", "pk")
        self.people = {f"{PERSON}-{one.pk}": one for one in people}
        self.fields["of"].choices = [
            (label, [(key, str(one)) for key, one in rows.items()])
            for label, rows in (("Un site", self.sites), ("Une personne", self.people))
            if rows
        ]

    def chosen(self) -> dict[str, Any]:
        """Return the site or the person chosen, under its name."""
        key = self.cleaned_data["of"]
        return {SITE: self.sites[key]} if key in self.sites else {PERSON: self.people[key]}


@require_GET
def feeds_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the addresses of this account, and the form of a new one."""
    return _show(request, page, FeedForm(user=request.user))


@never_cache
@require_POST
def create_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Create an address and show it: the only time, for its secret is not kept."""
    form = FeedForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show(request, page, form)
    name = form.cleaned_data["name"]
    feed, secret = create_session_feed(
        by=request.user, name=name, now=timezone.now(), **form.chosen()
    )
    address = request.build_absolute_uri(reverse("sessions-feed", args=[secret]))
    created = {
        "feed": feed,
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
    }
    return _show(request, page, FeedForm(user=request.user), created=created)


@require_POST
def revoke_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Close one of the addresses that this account may see."""
    feed = get_object_or_404(_feeds(request), pk=pk)
    revoke_session_feed(feed=feed, by=request.user, now=timezone.now())
    messages.success(request, f"Adresse révoquée : {feed.name}. Elle n’ouvre plus rien.")
    return redirect(f"admin:{page.name}")


def _feeds(request: HttpRequest) -> Any:
    """Return the open addresses of this account, all of them for a superuser."""
    found = SessionFeed.objects.filter(revoked_at=None).select_related("site", "person", "author")
    return found if request.user.is_superuser else found.filter(author=request.user)


def _show(request: HttpRequest, page: Any, form: FeedForm, **context: Any) -> HttpResponse:
    shown = {
        "title": page.title,
        "form": form,
        "feeds": _feeds(request).order_by("name", "pk"),
    }
    return own_page(request, page, TEMPLATE, {**shown, **context})


FEEDS = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=7,
        title="Agendas des séances",
        route="activite/agendas/",
        name="consultations_feeds",
        view=feeds_view,
        permissions=(PERMISSION,),
        description="Les séances d’un site ou d’une personne, dans l’agenda de votre téléphone.",
        views=(
            ("adresse/", "create", create_view),
            ("<int:pk>/revoquer/", "revoke", revoke_view),
        ),
        guide="planning#dans-votre-agenda",
    )
)
