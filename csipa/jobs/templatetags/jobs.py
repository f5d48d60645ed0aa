"""What templates of the back office ask about jobs."""

from django import template
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from csipa.jobs.kinds import may_ask

register = template.Library()


@register.filter
def may_have_jobs(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether the list of jobs is of any use to a person."""
    return may_ask(user)
