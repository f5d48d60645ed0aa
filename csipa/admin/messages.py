"""What the back office says once something is saved or deleted, in a few plain words."""

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.html import format_html

from csipa.admin.restoring import address_of_deleted


class MessageMixin:
    """Says « Enregistré : … » and « Supprimé : … » in the place of the stock sentences."""

    def response_add(self, request, obj, post_url_continue=None):
        """Answer to a new object."""
        request.done = self._saved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """Answer to a changed object."""
        request.done = self._saved(request, obj)
        return super().response_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        """Answer to a deletion."""
        request.done = f"Supprimé\u00a0: {obj_display}."
        if address := address_of_deleted(self.model, obj_id, request.user):
            request.done = format_html(
                'Supprimé\u00a0: {}. <a href="{}">Annuler la suppression</a>', obj_display, address
            )
        return super().response_delete(request, obj_display, obj_id)

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Show a message; a success of Django's own pages is told in our words."""
        if level == messages.SUCCESS and hasattr(request, "done"):
            message = request.done
            del request.done
        super().message_user(request, message, level, *args, **kwargs)

    def _saved(self, request, obj) -> str:
        if not self.has_view_permission(request, obj):
            return f"Enregistré\u00a0: {obj}."
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        address = reverse(name, args=[quote(obj.pk)], current_app=self.admin_site.name)
        return format_html('Enregistré\u00a0: <a href="{}">{}</a>.', address, obj)
