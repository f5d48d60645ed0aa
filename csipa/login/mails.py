"""Messages about access: plain text and HTML, in the style of the other messages of the house."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

# Nobody answers a message that a machine sends; nor must a machine that is away.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def send(text: str, html: str, *, to: str, subject: str, context: dict[str, Any]) -> None:
    """Send a message made of two templates; errors of the mail server are raised."""
    told = {**context, "subject": subject, "site": settings.SITE_ADDRESS}
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(text, told),
        to=[to],
        headers=_HEADERS,
    )
    message.attach_alternative(render_to_string(html, told), "text/html")
    message.send()


def mail_leaves() -> bool:
    """Tell whether the settings name a server of mail: without one, messages go to the screen."""
    kind = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    return kind not in ("console", "dummy")
