"""Versions of accounts and of the roles they hold; Django’s own tables keep none."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import m2m_changed
from simple_history import register
from simple_history.models import HistoricalRecords

# What no version tells: the one is secret, the other is noted by the journal of logins.
UNTOLD = ("password", "last_login")
APP = "csipa.roles"
MANAGER = "versions"


class AccountRecords(HistoricalRecords):
    """A version of an account at each save that says something of it."""

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        """Attach the versions, without handing them to the pages.

        The page of an account compares what it showed, roles included, which a version does not
        hold (`csipa.admin.marks`); its history is put together by `csipa.roles.history`.
        """
        super().finalize(sender, **kwargs)
        del sender._meta.simple_history_manager_attribute

    def post_save(self, instance: Any, created: Any, using: Any = None, **kwargs: Any) -> None:
        """Write a version, unless only what no version tells was saved."""
        named = kwargs.get("update_fields")
        if named is None or not set(named) <= set(UNTOLD):
            super().post_save(instance, created, using=using, **kwargs)


class HeldRecords(AccountRecords):
    """A version of the link between an account and a role, when it is given or taken back."""

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        """Follow the links, that Django writes in one statement without saving each."""
        super().finalize(sender, **kwargs)
        m2m_changed.connect(self.held_changed, sender=sender, weak=False)

    def held_changed(self, instance: Any, action: str, pk_set: Any, **given: Any) -> None:
        """Write what is added, and what is about to go."""
        deed = {"post_add": "+", "pre_remove": "-", "pre_clear": "-"}.get(action)
        if deed is None:
            return
        here, there = ("group", "user") if given["reverse"] else ("user", "group")
        links = self.cls.objects.filter(**{here: instance})
        if pk_set is not None:
            links = links.filter(**{f"{there}__in": pk_set})
        for link in links:
            self.create_historical_record(link, deed)


register(
    User,
    app=APP,
    manager_name=MANAGER,
    records_class=AccountRecords,
    excluded_fields=list(UNTOLD),
    verbose_name="version d’un compte",
    verbose_name_plural="versions des comptes",
)
register(
    User.groups.through,
    app=APP,
    manager_name=MANAGER,
    records_class=HeldRecords,
    verbose_name="version d’un rôle donné",
    verbose_name_plural="versions des rôles donnés",
)
