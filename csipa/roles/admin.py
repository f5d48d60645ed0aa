"""« Rôles »: what each job may do and who holds it; « Mes droits »: one’s own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.finding import call_page
from csipa.roles.keeping import roles_of
from csipa.roles.telling import told_reach, told_roles

TEMPLATE = "admin/roles/roles.html"


@require_GET
def roles_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show every role, what it may do, and who holds it."""
    may_open_accounts = request.user.has_perm("auth.view_user")
    context = {
        "title": "Rôles",
        "told": told_roles(),
        "shows_holders": True,
        "may_open_accounts": may_open_accounts,
    }
    return own_page(request, page, TEMPLATE, context)


@require_GET
def mine_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show somebody what their own role lets them do."""
    user: Any = request.user
    context = {
        "title": "Mes droits",
        "told": told_roles(roles_of(user)),
        "reach": told_reach(user),
        "shows_holders": False,
        "is_own": True,
    }
    return own_page(request, page, TEMPLATE, context)


register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=11,
        title="Rôles",
        route="roles/",
        name="roles",
        view=roles_view,
        permissions=("auth.view_group", "auth.view_user"),
        description="Ce que chaque métier peut voir et faire, et qui l’exerce ici.",
        guide="comptes-et-roles#ce-que-chacun-voit",
    )
)
register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=13,
        title="Mes droits",
        route="mes-droits/",
        name="my_rights",
        view=mine_view,
        permissions=(),
        for_all=True,
        description="Ce que votre rôle vous permet de voir et de faire.",
        guide="comptes-et-roles#ce-que-chacun-voit",
    )
)
call_page("my_rights", "rôle permissions droits sites accès", main=80)
call_page("roles", "droits permissions qui peut quoi")
call_page("auth.user", "utilisateurs comptes mots de passe invitations")
