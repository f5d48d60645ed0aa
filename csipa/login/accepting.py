"""The page that a link of invitation opens."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from csipa.french.grammar import enumeration
from csipa.login.invitations import accept, find
from csipa.login.journal import Event, note
from csipa.roles.keeping import roles_of


class FirstPasswordForm(SetPasswordForm):
    """The first password of an account, twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Votre mot de passe"
        self.fields["new_password1"].help_text = password_validators_help_text_html()
        self.fields["new_password2"].label = "Le même, une seconde fois"
        self.fields["new_password2"].help_text = ""


@sensitive_post_parameters()
@never_cache
def invitation_view(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the invited person choose a password, then let her in; a used link opens nothing."""
    found = find(secret, now=timezone.now())
    if found is None:
        return render(request, "login/invitation_over.html", status=410)
    form = FirstPasswordForm(found.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = accept(
            secret=secret, password=form.cleaned_data["new_password1"], now=timezone.now()
        )
        if user is None:
            return render(request, "login/invitation_over.html", status=410)
        logout(request)  # whoever was logged in on this machine is somebody else
        note(Event.INVITATION_ACCEPTED, request, user)
        record_authentication(request, user, "password")
        return perform_login(request, Login(user=user))
    roles = [role.name for role in roles_of(found.user)]
    context = {
        "form": form,
        "invitation": found,
        "account": found.user,
        "by": found.invited_by.get_full_name() or found.invited_by.get_username(),
        "roles": enumeration([f"«\u00a0{name}\u00a0»" for name in roles]) if roles else "",
    }
    return render(request, "login/invitation.html", context)
