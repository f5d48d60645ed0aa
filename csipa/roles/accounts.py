"""The pages of accounts and of groups, in the place of the stock ones.

Whoever opens accounts without having every right gains none by it: the account that has them all
and one’s own are closed to them, and what they give is a role of the catalogue, nothing else.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from csipa.admin import ModelAdmin, Panel, Section, TabularInline, ToolbarLink
from csipa.admin.history import Entry
from csipa.french.grammar import upper_first
from csipa.roles.catalogue import ROLES, role_named
from csipa.roles.history import account_history
from csipa.roles.opening import OpeningForm
from csipa.roles.telling import blind_roles, told_reach
from sites.models import Community, CommunityScope, SiteScope

# Applications whose rows nobody edits: the journal, sessions, names of models.
INNER_APPS = ("admin", "contenttypes", "sessions")
# What a person types to enter, as the page where they do calls it.
IDENTIFIER = "Identifiant"
VERBS = {"add": "ajouter", "change": "modifier", "delete": "supprimer", "view": "voir"}


def permission_name(permission: Permission) -> str:
    """Name a permission by its model and its verb, in French; others keep their own name."""
    model = permission.content_type.model_class()
    verb, _, name = permission.codename.partition("_")
    if model is None or verb not in VERBS or name != model._meta.model_name:
        return permission.name
    return f"{upper_first(str(model._meta.verbose_name))}\u00a0: {VERBS[verb]}"


class PermissionsField(forms.ModelMultipleChoiceField):
    """Permissions as « Site : modifier », where Django stores English sentences."""

    def label_from_instance(self, obj: Permission) -> str:
        """Name a permission in French."""
        return permission_name(obj)


class RolesField(forms.ModelMultipleChoiceField):
    """Roles with what each does."""

    def label_from_instance(self, obj: Group) -> str:
        """Tell what the role is for; a group made by hand has its name alone."""
        role = role_named(obj.name)
        return format_html("<strong>{}</strong> – {}", obj.name, role.told) if role else obj.name


class FrenchJournalMixin:
    """Writes the journal of Django's own models with the labels that people read."""

    def construct_change_message(self, request, form, formsets, add=False):  # noqa: FBT002
        """Name the changed fields in French; Django names those of its models in English."""
        message = super().construct_change_message(request, form, formsets, add)
        labels = [str(form.fields[name].label) for name in form.changed_data if name in form.fields]
        for part in message:
            if labels and "fields" in part.get("changed", {}) and "object" not in part["changed"]:
                part["changed"]["fields"] = labels
        return message


class SiteScopeInline(TabularInline):
    """The sites that the account works for."""

    model = SiteScope
    fields = ("site",)
    verbose_name = "site"
    verbose_name_plural = "Sites de ce compte"


class CommunityScopeInline(TabularInline):
    """The CPTS that the account works for."""

    model = CommunityScope
    fields = ("community",)
    verbose_name = "CPTS"
    verbose_name_plural = "CPTS de ce compte"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer each CPTS with its association, whose name it bears."""
        kwargs.setdefault("queryset", Community.objects.select_related("organisation__commune"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RolesFilter(admin.RelatedFieldListFilter):
    """The accounts of a role, under the name that roles have everywhere else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "rôles"


admin.site.unregister([User, Group])


@admin.register(User)
class UserAdmin(FrenchJournalMixin, ModelAdmin, auth_admin.UserAdmin):
    """Who may enter the back office, with what role, for which sites and which CPTS."""

    section = Section.SETTINGS
    section_rank = 10
    guide = "comptes-et-roles"
    description = "Les personnes qui se connectent, leur rôle, leurs sites et leurs CPTS."
    add_form = OpeningForm
    list_display = ("identifier", "last_name", "first_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser", ("groups", RolesFilter))
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (
            "Identité",
            {"fields": ("username", "password", ("first_name", "last_name"), "email")},
        ),
        ("Droits", {"fields": ("is_active", "is_superuser", "groups")}),
        ("Dates", {"fields": (("last_login", "date_joined"),)}),
    )
    layout = ("Identité", "Droits", SiteScopeInline, CommunityScopeInline, "Dates")
    inlines = (SiteScopeInline, CommunityScopeInline)
    add_fieldsets = (
        (
            "Identité",
            {
                "fields": (
                    "username",
                    ("first_name", "last_name"),
                    "email",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    @admin.display(description=IDENTIFIER.lower(), ordering="username")
    def identifier(self, user: User) -> str:
        """Return what the person types to enter, named as where they type it."""
        return user.username

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Call « Identifiant » what entering calls so."""
        if db_field.name == "username":
            kwargs["label"] = IDENTIFIER
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        """Keep every account: histories name it, and would no longer say who did what.

        Somebody who leaves is made inactive.
        """
        return False

    def locked_reason(self, request: HttpRequest, obj: User) -> str:
        """Close to whoever has not every right the accounts that do, and their own."""
        if request.user.is_superuser:
            return ""
        if obj.is_superuser:
            return "Ce compte a tous les droits\u00a0: seul un compte qui les a aussi le modifie."
        if obj.pk == request.user.pk:
            return "C’est votre compte\u00a0: un autre administrateur peut en changer les droits."
        return ""

    def get_fieldsets(self, request, obj=None):
        """Leave « tous les droits » to those who have them."""
        declared = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return declared
        fields = ("is_active", "groups")
        return [
            (name, {**options, "fields": fields} if name == "Droits" else options)
            for name, options in declared
        ]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple:
        """Ask for sites and CPTS once there is an account, unless it has every right anyway."""
        return () if obj is None or obj.is_superuser else self.inlines

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer the roles with what they do, and to superusers the groups made by hand."""
        if db_field.name == "groups":
            kwargs |= {"form_class": RolesField, "widget": forms.CheckboxSelectMultiple()}
            kwargs |= {"queryset": _groups_to_give(request), "label": "Rôles", "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        """Let whoever has a role enter, and nobody else."""
        super().save_related(request, form, formsets, change)
        account = form.instance
        enters = account.is_superuser or (
            account.groups.exists() or account.user_permissions.exists()
        )
        if account.is_staff != enters:
            account.is_staff = enters
            account.save(update_fields=["is_staff"])

    def history_entries(self, request: HttpRequest, obj: User) -> list[Entry]:
        """Tell what changed in the account, its roles, its sites and its CPTS."""
        return account_history(obj)

    def panels(self, request: HttpRequest, obj: User) -> list[Panel]:
        """Tell what the account sees, and warn when its role sees nothing."""
        context = {"account": obj, "reach": told_reach(obj), "blind": blind_roles(obj)}
        return [Panel("admin/roles/_account.html", context), *super().panels(request, obj)]

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Lead to what each role does."""
        return [ToolbarLink("Les rôles", reverse("admin:roles")), *super().list_toolbar(request)]


def _groups_to_give(request: HttpRequest) -> Any:
    """Return the roles that this person may give: those of the catalogue, or every group.

    A group made by hand that the account already has stays among the choices.
    """
    groups = Group.objects.order_by("name")
    if request.user.is_superuser:
        return groups
    known = Q(name__in=[role.name for role in ROLES])
    match = request.resolver_match
    held = match.kwargs.get("object_id") if match else None
    if held is not None:
        known |= Q(pk__in=User.groups.through.objects.filter(user=held).values("group"))
    return groups.filter(known)


@admin.register(Group)
class GroupAdmin(FrenchJournalMixin, ModelAdmin, auth_admin.GroupAdmin):
    """What the people of a group may see and do; those of the roles are kept by the program."""

    section = Section.SETTINGS
    section_rank = 12
    guide = "comptes-et-roles#ce-que-chacun-voit"
    menu_name = "Groupes"
    description = "Les groupes des rôles, tenus par le programme, et ceux faits à la main."
    list_display = ("name",)

    def locked_reason(self, request: HttpRequest, obj: Group) -> str:
        """Close the groups of the roles: they are made again at each new version."""
        if role_named(obj.name) is None:
            return ""
        return (
            "Ce groupe est un rôle tenu par le programme\u00a0: il ne se renomme, ne se modifie "
            "et ne se supprime pas. Pour d’autres droits, créez un groupe à la main."
        )

    def get_fields(self, request, obj=None):
        """Leave what a role may do to « Rôles », which says it in words."""
        return ("name",) if obj and role_named(obj.name) else ("name", "permissions")

    def has_add_permission(self, request):
        """Leave groups to superusers: who makes a group gives any right."""
        return request.user.is_superuser and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        """Leave groups to superusers."""
        return request.user.is_superuser and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Leave groups to superusers."""
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        """Show permissions in French."""
        if db_field.name == "permissions":
            kwargs["form_class"] = PermissionsField
            kwargs["queryset"] = (
                Permission.objects.exclude(content_type__app_label__in=INNER_APPS)
                .exclude(content_type__model__startswith="historical")
                .select_related("content_type")
                .order_by("content_type__app_label", "content_type__model", "pk")
            )
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)
