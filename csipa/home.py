"""The start page of the back office; it asks, and computes nothing itself."""

from django.contrib import admin
from django.utils import timezone

from conventions.admin.watch_home import watch_panel


def index(request):
    """Show what is to be done, then what the user may do, by part of the work."""
    name = request.user.get_short_name() or request.user.get_username()
    context = {
        "title": f"Bonjour {name}",
        "watch": watch_panel(request.user, today=timezone.localdate()),
    }
    return admin.site.index(request, context)
