"""The admin site: its name, and a navigation by job rather than by Django application."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpResponseRedirect
from django.urls import get_script_prefix, reverse
from django.views.i18n import JavaScriptCatalog

from csipa.admin.deletion_pages import confirm_deletion
from csipa.admin.navigation import Section
from csipa.admin.own_pages import site_pages


class ChoiceView(AutocompleteJsonView):
    """Choices told apart: `choice_label` of a model says more than its name where it must."""

    def serialize_result(self, obj, to_field_name):
        """Return one choice as the widget wants it."""
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": getattr(obj, "choice_label", result["text"])}


_MENU = "_csipa_menu"
_MENUS_KEPT = 64
_TICKED_KEY = "%(sel)s of %(cnt)s selected"
_TICKED = "%(sel)s sur %(cnt)s dans la sélection"


class ScriptCatalog(JavaScriptCatalog):
    """The words of the stock scripts, in a wording that suits feminine names too."""

    def get_catalog(self):
        """Return the stock catalogue with our words for what is ticked, in every plural form."""
        words = super().get_catalog()
        forms = words.get(_TICKED_KEY)
        if isinstance(forms, list):
            words[_TICKED_KEY] = [_TICKED] * len(forms)
        return words


@admin.action(permissions=["delete"], description="Supprimer la sélection")
def delete_selection(modeladmin, request, queryset):
    """Delete as the stock action does; its name agrees with rows of any gender."""
    return confirm_deletion(modeladmin, request, queryset)


class CsipaAdminSite(admin.AdminSite):
    """The back office; every page says where it belongs through `ModelAdmin.section`."""

    site_title = "CSIPA"
    site_header = "CSIPA"
    index_title = "Accueil"
    site_url = None
    enable_nav_sidebar = True
    empty_value_display = "–"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._menus: dict[tuple, list] = {}
        self.add_action(delete_selection, "delete_selected")  # the name its confirmation posts

    def i18n_javascript(self, request, extra_context=None):
        """Send the words of the scripts."""
        return ScriptCatalog.as_view(packages=["django.contrib.admin"])(request)

    def autocomplete_view(self, request):
        """Answer what somebody types in a list with autocompletion."""
        return ChoiceView.as_view(admin_site=self)(request)

    def get_urls(self):
        """Add the pages of no single model to the stock ones."""
        return [*(url for page in site_pages() for url in page.urls()), *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """Return the sections that the user may see something of, in the stock format.

        `app_label` keeps only the pages of that Django application. No query of its own
        (permissions are cached on the user). The frame and the start page both ask for all of it:
        the request keeps it.
        """
        if app_label is not None:
            return self._sections(request, app_label)
        if getattr(request, _MENU, None) is None:
            setattr(request, _MENU, self._menu(request))
        return getattr(request, _MENU)

    def _menu(self, request):
        """Return the sections for this request, its own page marked.

        They follow from the permissions of the account alone: people of a role share them.
        """
        user = request.user
        rights = None if user.is_superuser else frozenset(user.get_all_permissions())
        key = (user.is_active, rights, get_script_prefix(), len(self._registry), len(site_pages()))
        if key not in self._menus:
            if len(self._menus) >= _MENUS_KEPT:
                self._menus.clear()
            self._menus[key] = self._sections(request, None)
        kept = self._menus[key]
        menu = [{**part, "models": [dict(entry) for entry in part["models"]]} for part in kept]
        _mark_current(request.path, [entry for part in menu for entry in part["models"]])
        return menu

    def _sections(self, request, app_label):
        """Build what `get_app_list` returns."""
        sections = {section: [] for section in Section}
        for page in site_pages() if app_label is None else ():
            if page.may_open(request.user) and not page.for_all:
                sections[page.section].append((page, page.entry()))
        for app in super().get_app_list(request, app_label):
            for entry in app["models"]:
                page = self.get_model_admin(entry["model"])
                if not getattr(page, "hidden_in_menu", False):
                    sections[getattr(page, "section", Section.SETTINGS)].append((page, entry))
        return [self._section(section, pages) for section, pages in sections.items() if pages]

    def _section(self, section, pages):
        """Describe one section as the stock templates expect an application."""
        named = [(page, {**entry, "name": _menu_name(page, entry)}) for page, entry in pages]
        named.sort(key=lambda pair: (getattr(pair[0], "section_rank", 0), pair[1]["name"]))
        url = f"{reverse('admin:plan', current_app=self.name)}#{section.slug}"
        return {
            "name": section.value,
            "app_label": section.slug,
            "app_url": url,
            "has_module_perms": True,
            "models": [
                {**entry, "description": getattr(page, "description", "")} for page, entry in named
            ],
        }

    def app_index(self, request, app_label, extra_context=None):
        """Send to the start page: Django applications mean nothing to those who work here."""
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))


def _mark_current(path, entries):
    """Mark the entry under which `path` lies: the longest address, for one may begin another."""
    above = [
        entry for entry in entries if entry["admin_url"] and path.startswith(entry["admin_url"])
    ]
    if above:
        max(above, key=lambda entry: len(entry["admin_url"]))["is_current"] = True


def _menu_name(page, entry):
    """Return what the menu calls a page."""
    return getattr(page, "menu_name", "") or entry["name"]
