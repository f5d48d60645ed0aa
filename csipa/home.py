"""The start page of the back office; it asks, and computes nothing itself."""

from django.contrib import admin


def index(request):
    """Show what the user may do, by part of the work."""
    name = request.user.get_short_name() or request.user.get_username()
    return admin.site.index(request, {"title": f"Bonjour {name}"})
