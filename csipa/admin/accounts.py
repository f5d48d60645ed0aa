"""Accounts and groups: the stock pages on our base, with permissions named in French.

Imported once every application has registered its pages, to take the place of the stock ones.
"""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, Permission, User

from csipa.admin.navigation import Section
from csipa.admin.pages import ModelAdmin
from csipa.french.grammar import upper_first

# Applications whose rows nobody edits: the journal, sessions, names of models.
INNER_APPS = ("admin", "contenttypes", "sessions")
VERBS = {"add": "ajouter", "change": "modifier", "delete": "supprimer", "view": "voir"}


class PermissionsField(forms.ModelMultipleChoiceField):
    """Permissions as « Site : modifier », where Django stores English sentences."""

    def label_from_instance(self, obj):
        """Name a permission by its model and its verb; others keep their own name."""
        model = obj.content_type.model_class()
        verb, _, name = obj.codename.partition("_")
        if model is None or verb not in VERBS or name != model._meta.model_name:
            return obj.name
        return f"{upper_first(str(model._meta.verbose_name))}\u00a0: {VERBS[verb]}"


admin.site.unregister([User, Group])


class FrenchJournalMixin:
    """Writes the journal of Django's own models with the labels that people read."""

    def construct_change_message(self, request, form, formsets, add=False):  # noqa: FBT002
        """Name the changed fields in French; Django names those of its models in English."""
        message = super().construct_change_message(request, form, formsets, add)
        labels = [str(form.fields[name].label) for name in form.changed_data if name in form.fields]
        for part in message:
            if labels and "fields" in part.get("changed", {}):
                part["changed"]["fields"] = labels
        return message


@admin.register(User)
class UserAdmin(FrenchJournalMixin, ModelAdmin, auth_admin.UserAdmin):
    """Who may enter the back office; rights come through groups."""

    section = Section.SETTINGS
    section_rank = 10
    description = "Les personnes qui se connectent, leur mot de passe et leurs groupes."
    add_form = UserCreationForm
    list_display = ("username", "last_name", "first_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    filter_horizontal = ("groups",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (
            "Identité",
            {"fields": ("username", "password", ("first_name", "last_name"), "email")},
        ),
        ("Droits", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Dates", {"fields": (("last_login", "date_joined"),)}),
    )
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

    def has_delete_permission(self, request, obj=None):
        """Keep every account: histories name it, and would no longer say who did what.

        Somebody who leaves is made inactive.
        """
        return False


@admin.register(Group)
class GroupAdmin(FrenchJournalMixin, ModelAdmin, auth_admin.GroupAdmin):
    """What the people of a group may see and do."""

    section = Section.SETTINGS
    section_rank = 11
    description = "Ce que chaque groupe de personnes peut voir et faire."
    list_display = ("name",)

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
