"""Django application « Rôles »: groups are what the catalogue says after every migration."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class RolesConfig(AppConfig):
    """Keeps the groups; installed last, so that every permission exists when they are made."""

    name = "csipa.roles"
    label = "roles"
    verbose_name = "Rôles"

    def ready(self) -> None:
        """Put our pages in the place of Django’s; make the groups again after each migration.

        Groups wait for the last application with models, which has its permissions by then. It is
        the one signal of the project: Django makes permissions in the same way, and a group that
        waited for a command of its own would be forgotten on some server.
        """
        import_module("csipa.roles.accounts")
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(_keep, sender=last, dispatch_uid="csipa.roles")


def _keep(*, using: str, **_: object) -> None:
    import_module("csipa.roles.keeping").keep_groups(using=using)
