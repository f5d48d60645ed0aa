"""Django application « Accès »."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib import admin

# The libraries show their tables in the back office; what they hold is shown elsewhere, or secret.
_LIBRARIES = ("account", "mfa", "socialaccount")


class LoginConfig(AppConfig):
    """Label and French name; installed after the back office has found every page."""

    name = "csipa.login"
    label = "login"
    verbose_name = "Accès"

    def ready(self) -> None:
        """Take the pages of the libraries away, and tell on accounts what invitations became."""
        for label in _LIBRARIES:
            for model in apps.get_app_config(label).get_models():
                if admin.site.is_registered(model):
                    admin.site.unregister(model)
        import_module("csipa.login.admin")
