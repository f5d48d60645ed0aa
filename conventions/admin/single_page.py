"""A model shown as one page, on which people see and keep their own rows only."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from csipa.admin import ModelAdmin


class SinglePageAdmin(ModelAdmin):
    """One page for whoever has `permission`; rows change by its own views, never by stock pages."""

    permission = ""

    def show(self, request: HttpRequest, **context: Any) -> HttpResponse:
        """Answer with the page; `context` is what one of its views has to tell besides."""
        raise NotImplementedError

    def changelist_view(self, request, extra_context=None):
        """Show the page in the place of the list."""
        self.check_open(request)
        return self.show(request)

    def check_open(self, request: HttpRequest) -> None:
        """Raise PermissionDenied for who may not open the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def get_queryset(self, request):
        """Show people their own rows."""
        return super().get_queryset(request).filter(user=request.user)

    def has_module_permission(self, request):
        """Show the page in the menu to whoever may open it."""
        return request.user.has_perm(self.permission)

    def has_view_permission(self, request, obj=None):
        """Open the page to whoever has its permission."""
        return request.user.has_perm(self.permission)

    def has_add_permission(self, request):
        """Leave the stock page of addition aside: the page has its own form."""
        return False

    def has_change_permission(self, request, obj=None):
        """Let nobody change a row by another way."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Let nobody delete a row by another way."""
        return False
