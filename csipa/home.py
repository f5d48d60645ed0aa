"""The start page of the back office; it asks, and computes nothing itself."""

from django.contrib import admin
from django.utils import timezone

from consultations.admin.home import completeness_panel
from conventions.admin.committee_home import committees_panel
from conventions.admin.watch_home import watch_panel
from csipa.audit.admin import integrity_panel
from sites.admin.communities_home import communities_panel
from sites.admin.duties import duties_panel
from staffing.admin.home import staffing_panel


def index(request):
    """Show what is to be done, then what the user may do, by part of the work."""
    name = request.user.get_short_name() or request.user.get_username()
    today = timezone.localdate()
    context = {
        "title": f"Bonjour {name}",
        "integrity": integrity_panel(request.user),
        "watch": watch_panel(request.user, today=today),
        "communities": communities_panel(request.user, today=today),
        "committees": committees_panel(request.user, today=today),
        "completeness": completeness_panel(request.user, today=today),
        "staffing": staffing_panel(request.user, today=today),
        "duties": duties_panel(request.user, today=today),
    }
    return admin.site.index(request, context)
