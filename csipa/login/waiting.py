"""How long somebody who typed too many wrong passwords has to wait.

The counters are those of django-allauth, kept in the shared cache: every worker sees the same. An
attempt is counted before any password is hashed, under a lock that only one process can take.
"""

from __future__ import annotations

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from csipa.french.numbers import counted

APP, ACTION = "allauth.account", "login_failed"


def seconds_to_wait(request: HttpRequest, key: str) -> int:
    """Return how many seconds remain before `key` may try again from there; 1 at least."""
    now, longest = time.time(), 1.0
    for rate in ratelimit.get_rates(app=APP, action=ACTION):
        place = ratelimit.get_cache_key(request, app=APP, action=ACTION, rate=rate, key=key)
        history = cache.get(place, [])
        if len(history) >= rate.amount:
            longest = max(longest, history[-1] + rate.duration - now)
    return math.ceil(longest)


def locked(seconds: int) -> ValidationError:
    """Return the refusal told to whoever must wait that many seconds."""
    if seconds < 60:
        delay = counted(seconds, "seconde", "secondes")
    else:
        delay = counted(math.ceil(seconds / 60), "minute", "minutes")
    return ValidationError(
        f"Trop d’essais\u00a0: la connexion est suspendue. Réessayez dans {delay}.",
        code="too_many_login_attempts",
    )
