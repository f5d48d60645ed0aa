"""Members of the CPTS: who joined, in what role, with what consent, and what they paid."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from csipa.admin import ModelAdmin, Section, TabularInline, ToolbarLink
from csipa.admin.responses import whole_number
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from sites.admin.search import TolerantSearchMixin
from sites.rules.care_professions import name_of
from staffing.actions.fees import pay_fees
from staffing.admin import members_views as views
from staffing.admin.community_filter import CommunityFilter
from staffing.admin.community_rows import only_community, own_providers
from staffing.admin.members_filters import ConsentFilter, FeeFilter, MomentFilter, TieFilter
from staffing.admin.members_forms import MembershipForm
from staffing.bulk.booklets import SEE_CONTACTS
from staffing.models import Membership, MembershipFee
from staffing.review.members import doubles_of, identity_of
from staffing.rules.rpps import has_right_key

CONTACTS = "Coordonnées"
LEAVING = "Départ"


class MembershipFeeInline(TabularInline):
    """What the member owed and paid, year by year."""

    model = MembershipFee
    fields = ("year", "amount", "paid_on")
    ordering = ("-year",)


@admin.register(Membership)
class MembershipAdmin(TolerantSearchMixin, ModelAdmin):
    """A membership; one per stay in the CPTS."""

    section = Section.NETWORK
    section_rank = 4
    guide = "adherents-et-annuaires#ajouter-un-adhérent"
    guides = {
        "consent": "adherents-et-annuaires#laccord",
        "fees": "adherents-et-annuaires#les-cotisations",
        "leave": "adherents-et-annuaires#un-départ",
    }
    description = "Qui a adhéré à une CPTS, avec quel rôle, quel accord et quelle cotisation."
    scoped_by = ("community",)
    form = MembershipForm
    list_display = ("name", "profession_name", "commune", "role", "community", "stay", "fee_now")
    list_filter = (
        MomentFilter,
        CommunityFilter,
        "profession",
        "role",
        FeeFilter,
        ConsentFilter,
        TieFilter,
    )
    list_select_related = ("community__organisation__commune", "organisation__commune", "commune")
    search_fields = ("last_name",)
    search_help_text = "Nom, prénom, organisme ou début du numéro RPPS."
    ordering = ("last_name", "first_name", "pk")
    autocomplete_fields = ("provider", "organisation", "commune")
    actions = ("note_paid",)
    fieldsets = (
        (
            "Personne",
            {
                "fields": (
                    ("community", "provider"),
                    ("title", "first_name", "last_name"),
                    ("profession", "rpps"),
                    "commune",
                )
            },
        ),
        (
            "Organisme",
            {
                "fields": ("organisation",),
                "description": "Pour l’adhésion d’un établissement ou d’une association : "
                "laissez alors vides le nom et la profession.",
            },
        ),
        ("Adhésion", {"fields": (("start", "role", "founder"),)}),
        (LEAVING, {"fields": (("end", "leave_reason"),)}),
        (
            "Accord pour l’annuaire",
            {
                "fields": (("listed", "contacts_listed", "consent_on"),),
                "description": "Sans accord daté, rien ne paraît à l’annuaire imprimé ni dans "
                "les exports.",
            },
        ),
        (CONTACTS, {"fields": (("email", "phone"),)}),
    )
    inlines = (MembershipFeeInline,)
    layout = ("Personne", "Organisme", "Adhésion", LEAVING, MembershipFeeInline)
    views = (
        ("cotisation/", "fees", views.fees_view),
        ("identite/", "identity", views.identity_view),
        ("<int:pk>/depart/", "leave", views.leave_view),
        ("<int:pk>/retour/", "join", views.join_view),
        ("<int:pk>/accord/", "consent", views.consent_view),
    )

    @property
    def media(self):
        """Add the script that fills the form from the care offer."""
        return super().media + forms.Media(js=["csipa/js/member-identity.js"])

    def get_queryset(self, request):
        """Load the fee of this year, for the list."""
        fees = MembershipFee.objects.filter(year=timezone.localdate().year)
        rows = super().get_queryset(request)
        return rows.prefetch_related(Prefetch("fees", fees, to_attr="fees_now"))

    def get_list_display(self, request):
        """Name the CPTS of each member only where there are several."""
        columns = super().get_list_display(request)
        if only_community(request) is None:
            return columns
        return [name for name in columns if name != "community"]

    def get_fieldsets(self, request, obj=None):
        """Leave out the contacts for those who may not see them, and a departure not noted."""
        hidden = set() if request.user.has_perm(SEE_CONTACTS) else {CONTACTS}
        if obj is None or obj.end is None:
            hidden.add(LEAVING)
        return [pair for pair in super().get_fieldsets(request, obj) if pair[0] not in hidden]

    def get_readonly_fields(self, request, obj=None):
        """Keep a membership in its CPTS."""
        fixed = ("community",) if obj else ()
        return [*super().get_readonly_fields(request, obj), *fixed]

    def hidden_in_history(self, request):
        """Hide the contacts from those who may not see them."""
        return set() if request.user.has_perm(SEE_CONTACTS) else {"email", "phone"}

    def lookup_allowed(self, lookup, value, request):
        """Keep an address from asking for contacts that the page hides."""
        column = lookup.split("__")[0]
        if column in {"email", "phone"} and not request.user.has_perm(SEE_CONTACTS):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_changeform_initial_data(self, request):
        """Fill a new membership from the care offer (`?provider=`), in the only CPTS if so."""
        known = super().get_changeform_initial_data(request)
        provider = own_providers(request).filter(pk=whole_number(str(known.get("provider", ""))))
        told = identity_of(provider[0]) if provider else {}
        community = only_community(request)
        only = {} if community is None else {"community": community}
        return {"start": timezone.localdate(), **only, **told, **known}

    def list_toolbar(self, request):
        """Lead to the directories and to the call of fees."""
        links = [ToolbarLink("Annuaires", reverse("admin:staffing_directories"))]
        if request.user.has_perm(views.CALL):
            url = reverse("admin:staffing_membership_fees")
            links.append(ToolbarLink("Appeler la cotisation", url))
        return links

    def toolbar(self, request, obj):
        """Offer to note a departure or a return, and to withdraw a consent."""
        links = [
            ToolbarLink(
                "Annuaires de la CPTS",
                reverse("admin:staffing_directories_one", args=[obj.community_id]),
            )
        ]
        if not self.has_change_permission(request, obj):
            return links
        if obj.end is None:
            url = reverse("admin:staffing_membership_leave", args=[obj.pk])
            links.insert(0, ToolbarLink("Noter un départ", url))
        elif self.has_add_permission(request):
            url = reverse("admin:staffing_membership_join", args=[obj.pk])
            links.insert(0, ToolbarLink("Adhérer de nouveau", url, primary=True))
        if obj.listed:
            url = reverse("admin:staffing_membership_consent", args=[obj.pk])
            links.append(ToolbarLink("Retirer de l’annuaire", url))
        return links

    def panels(self, request, obj):
        """Tell what the register knows of the member, and possible doubles."""
        return views.member_panels(self, request, obj)

    def save_related(self, request, form, formsets, change):
        """Save, and warn about what deserves a second look."""
        super().save_related(request, form, formsets, change)
        row = form.instance
        if row.rpps and "rpps" in form.changed_data and not has_right_key(row.rpps):
            messages.warning(
                request,
                f"La clé du numéro RPPS {row.rpps} ne suit pas la formule usuelle : relisez-le. "
                "Il est enregistré tel quel.",
            )
        if not change and (others := doubles_of(row, timezone.localdate())):
            messages.warning(
                request,
                f"Un adhérent porte déjà ce nom : {others[0]}, depuis le "
                f"{long_date(others[0].start)}. Si c’est la même personne, supprimez l’une des "
                "deux adhésions.",
            )

    @admin.action(description="Noter la cotisation comme payée", permissions=["change"])
    def note_paid(self, request, queryset):
        """Note the fees of this year of the members chosen as paid today."""
        if not request.user.has_perm(views.PAY):
            messages.error(request, "Votre compte ne permet pas de noter les cotisations.")
            return
        today = timezone.localdate()
        done = pay_fees(memberships=list(queryset), year=today.year, on=today, by=request.user)
        said = counted(
            done.noted, "cotisation notée comme payée", "cotisations notées comme payées"
        )
        if done.known:
            said += f" ; {done.known} déjà payées" if done.known > 1 else " ; une déjà payée"
        messages.success(request, f"{said}.")
        if done.lacking:
            messages.warning(
                request,
                f"{counted(done.lacking, 'adhérent', 'adhérents')} sans cotisation appelée pour "
                f"{today.year} : appelez-la d’abord.",
            )

    @admin.display(description="adhérent", ordering="last_name")
    def name(self, row):
        """Show the name as a directory does, last name first."""
        if row.organisation_id:
            return str(row.organisation)
        return f"{row.last_name.upper()} {row.first_name}".strip()

    @admin.display(description="profession", ordering="profession")
    def profession_name(self, row):
        """Show the profession in the singular."""
        return upper_first(name_of(row.profession)) if row.profession else None

    @admin.display(description="adhésion", ordering="start")
    def stay(self, row):
        """Show since when, or until when."""
        if row.end is not None:
            return f"jusqu’au {long_date(row.end)}"
        return f"depuis le {long_date(row.start)}"

    @admin.display(description="cotisation de l’année")
    def fee_now(self, row):
        """Show the fee of this year as a word that stands out while it is due."""
        if not row.fees_now:
            return "pas encore appelée"
        paid = row.fees_now[0].paid_on
        if paid is None:
            return format_html('<span class="badge badge-to-do">{}</span>', "À payer")
        return f"payée le {long_date(paid)}"
