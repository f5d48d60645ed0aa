"""Floor of the back office: the admin site and the classes every app declares its pages with."""

from django.contrib import admin


class CsipaAdminSite(admin.AdminSite):
    """The back office."""
