"""What a session is for, and how far it has come."""

from __future__ import annotations

from enum import Enum


class Purpose(Enum):
    """What a room is used for; UNSCHEDULED is held under a convention."""

    CONSULTATION = "consultation"
    UNSCHEDULED = "unscheduled"
    PREVENTION = "prevention"
    MEETING = "meeting"
    OTHER = "other"


class SessionState(Enum):
    """How far a session has come."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"
