"""Posts: what is authorised, what became of it, who holds it today."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from csipa.admin import (
    FoldedSearchMixin,
    ModelAdmin,
    Section,
    StackedInline,
    TabularInline,
    ToolbarLink,
)
from sites.models import Site
from staffing.admin.post_views import STATE_BADGES, post_panel, target_view
from staffing.admin_forms import FTE_OVERRIDES, PostShareFormSet, TargetFormSet
from staffing.models import Post, PostShare, PostTarget, TargetState
from staffing.review.posts import (
    of_whole_centre,
    on_site,
    place_of,
    shared_between_sites,
    standing_of,
    with_standing,
    with_today,
)
from staffing.rules.capacity import fte_figures

_VACANT = "vacant"
_SHARED = "partages"
_WHOLE = "centre"


class StateFilter(admin.SimpleListFilter):
    """What became of the post, on the day the list is read."""

    title = "état aujourd’hui"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        """Offer the vacant ones first, then every state."""
        return [(_VACANT, "Avec des ETP vacants"), *TargetState.choices, ("none", "Sans effectif")]

    def queryset(self, request, queryset):
        """Keep the posts of that state; only an open post can be vacant."""
        posts = with_today(queryset, timezone.localdate())
        if self.value() == _VACANT:
            return posts.filter(state_today=TargetState.OPEN, fte_today__gt=F("filled_today"))
        if self.value() == "none":
            return posts.filter(state_today=None)
        if self.value() in TargetState.values:
            return posts.filter(state_today=self.value())
        return queryset


class PlaceFilter(admin.SimpleListFilter):
    """Where the post is exercised, in part or in whole."""

    title = "site"
    parameter_name = "site"

    def lookups(self, request, model_admin):
        """Offer every site, the shared posts, and those of no site."""
        sites = Site.objects.order_by("-kind", "search_key").values_list("pk", "name")
        return [
            *((str(pk), name) for pk, name in sites),
            (_SHARED, "Partagés entre plusieurs sites"),
            (_WHOLE, "De tout le centre"),
        ]

    def queryset(self, request, queryset):
        """Keep the posts of that place."""
        if self.value() == _SHARED:
            return shared_between_sites(queryset)
        if self.value() == _WHOLE:
            return of_whole_centre(queryset)
        chosen = self.value() in {value for value, _ in self.lookup_choices}
        return on_site(queryset, self.value()) if chosen else queryset


class PostList(ChangeList):
    """The rows of the list, with what the columns read."""

    def get_queryset(self, request, exclude_parameters=None):
        """Return the rows asked for."""
        posts = super().get_queryset(request, exclude_parameters)
        return with_standing(posts)


class TargetInline(StackedInline):
    """What the post is authorised for, from which day, by which act."""

    model = PostTarget
    formset = TargetFormSet
    formfield_overrides = FTE_OVERRIDES
    fields = (("start", "fte", "state"), ("act_number", "act_date"), "reason")
    ordering = ("-start",)


class ShareInline(TabularInline):
    """The part that each site receives of a shared post."""

    model = PostShare
    formset = PostShareFormSet
    fields = ("site", "percent")
    ordering = ("-percent", "pk")


@admin.register(Post)
class PostAdmin(FoldedSearchMixin, ModelAdmin):
    """A line of the table of posts."""

    section = Section.STAFFING
    section_rank = 10
    guide = "postes-et-affectations"
    guides = {"target": "postes-et-affectations#différé-nest-pas-vacant"}
    description = "Les postes\u00a0: ce qui est autorisé, différé, pourvu et vacant aujourd’hui."
    list_display = (
        "label",
        "profession",
        "place",
        "state",
        "authorised",
        "filled",
        "vacant",
        "heads",
    )
    list_filter = (StateFilter, "profession", PlaceFilter)
    search_fields = ("label", "profession__search_key", "site__search_key")
    search_help_text = "Intitulé, profession ou site."
    ordering = ("profession__position", "profession__search_key", "label")
    fieldsets = (("Poste", {"fields": ("label", ("profession", "site"))}),)
    inlines = (TargetInline, ShareInline)
    views = (("<int:pk>/effectif/", "target", target_view),)

    def get_changelist(self, request, **kwargs):
        """Return the list that loads what the columns read."""
        return PostList

    def toolbar(self, request, obj):
        """Offer to put somebody on the post, and to change what it is authorised for."""
        links = []
        if request.user.has_perm("staffing.add_assignment"):
            links.append(ToolbarLink("Affecter quelqu’un", self._assign_url(obj), primary=True))
        if request.user.has_perm("staffing.change_post"):
            url = reverse("admin:staffing_post_target", args=[obj.pk])
            links.append(ToolbarLink("Changer l’effectif autorisé", url))
        return links

    def panels(self, request, obj):
        """Tell where the post stands today and its history."""
        return [post_panel(request, obj)]

    @staticmethod
    def _assign_url(post):
        """Return the page that adds an assignment, filled with what is known."""
        known = {"post": post.pk, "start": timezone.localdate().isoformat()}
        return f"{reverse('admin:staffing_assignment_add')}?{urlencode(known)}"

    @admin.display(description="où")
    def place(self, post):
        """Show the site, the sites that share it, or that it is of the whole centre."""
        return place_of(post, with_parts=False)

    @admin.display(description="état")
    def state(self, post):
        """Show the state of today in words."""
        now = _standing(post)
        if now.target is None:
            return None
        return format_html('<span class="{}">{}</span>', STATE_BADGES[now.target.state], now.state)

    @admin.display(description="ETP autorisés")
    def authorised(self, post):
        """Show what is authorised today, whatever its state."""
        return fte_figures(_standing(post).level.authorised)

    @admin.display(description="pourvus")
    def filled(self, post):
        """Show what is held today."""
        return fte_figures(_standing(post).level.filled)

    @admin.display(description="vacants")
    def vacant(self, post):
        """Show what is open and held by nobody; what is deferred is no vacancy."""
        level = _standing(post).level
        if level.vacant:
            return format_html("<strong>{}</strong>", fte_figures(level.vacant))
        return fte_figures(level.vacant) if level.open else None

    @admin.display(description="personnes")
    def heads(self, post):
        """Show how many people are there."""
        return _standing(post).level.heads


def _standing(post):
    """Return where the post stands today, worked out once a row."""
    known = post.__dict__
    if "standing_today" not in known:
        known["standing_today"] = standing_of(post, timezone.localdate())
    return known["standing_today"]
