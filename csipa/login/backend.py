"""Finds the account behind what was typed, and checks one password, whatever was typed."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.http import HttpRequest


def account_of(login: str) -> User | None:
    """Return the account that this user name, or this mail address, belongs to.

    A user name wins. An address that two active accounts share opens neither.
    """
    login = login.strip()
    if not login:
        return None
    named = User.objects.filter(username__iexact=login)[:2]
    exact = [user for user in named if user.username == login]
    if found := exact or (named if len(named) == 1 else []):
        return found[0]
    if "@" not in login:
        return None
    mailed = User.objects.filter(email__iexact=login, is_active=True)[:2]
    return mailed[0] if len(mailed) == 1 else None


class AccountBackend(AuthenticationBackend):
    """Hashes exactly one password an attempt.

    The stock one hashes once more for a known address than for an unknown one: the time of the
    answer would tell which addresses have an account.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        login = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(account_of(login), credentials.get("password") or "")
