"""What a worker sends: the link of whoever forgot a password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django_tasks import task

from csipa.french.numbers import counted
from csipa.login.mails import send


@task()
def send_reset(email: str) -> None:
    """Send a link to the active accounts of that address that have a password; else nothing.

    An account that was invited, or enters through the provider of identity, has none to change.
    """
    for user in User.objects.filter(email__iexact=email, is_active=True):
        if not user.has_usable_password():
            continue
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        send(
            "login/mail/reset.txt",
            "login/mail/reset.html",
            to=user.email,
            subject="CSIPA\u00a0: choisir un nouveau mot de passe",
            context={
                "name": user.get_short_name() or user.get_username(),
                "username": user.get_username(),
                "address": get_adapter().get_reset_password_from_key_url(key),
                "delay": counted(settings.PASSWORD_RESET_TIMEOUT // 3600, "heure", "heures"),
            },
        )
