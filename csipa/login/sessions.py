"""Sessions that end: some minutes after the last page, and at most some hours after the login.

The limits are kept by whatever reads a session, so that no page can forget them.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db

_BEGAN, _SEEN = "began", "seen"
# The last page is noted once a minute at most: a page read is not a write.
_STEP = 60


def now() -> float:
    """Return the moment, in seconds; tests put another in its place."""
    return time.time()


class SessionStore(db.SessionStore):
    """A session of the database that remembers when it began and when it was last used."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing once it is over."""
        data = super().load()
        if not data:
            return data
        moment = now()
        if _is_over(data, moment):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if moment - data[_SEEN] >= _STEP:
            data[_SEEN] = moment
            self.modified = True
        return data

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002
        """Keep the session, with the moments of its first and of its last use."""
        data = self._get_session(no_load=must_create)
        data.setdefault(_BEGAN, now())
        data.setdefault(_SEEN, now())
        super().save(must_create)

    def cycle_key(self) -> None:
        """Begin again under another name: somebody has just logged in."""
        for moment in (_BEGAN, _SEEN):
            self.pop(moment, None)
        super().cycle_key()


def _is_over(data: dict[str, Any], moment: float) -> bool:
    """Tell whether a session is past one of its limits; one of before the limits is."""
    began, seen = data.get(_BEGAN), data.get(_SEEN)
    if began is None or seen is None:
        return True
    idle = settings.SESSION_IDLE_MINUTES * 60
    return moment - began > settings.SESSION_COOKIE_AGE or (0 < idle < moment - seen)
