"""The forms of the door, in our words and with the names of fields that browsers know."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as StockChange
from allauth.account.forms import LoginForm as StockLogin
from allauth.account.forms import ReauthenticateForm as StockAgain
from allauth.account.forms import ResetPasswordForm as StockReset
from allauth.account.forms import ResetPasswordKeyForm as StockResetKey
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as StockCode
from allauth.mfa.base.forms import ReauthenticateForm as StockCodeAgain
from allauth.mfa.totp.forms import ActivateTOTPForm as StockActivate
from allauth.mfa.webauthn.forms import AddWebAuthnForm as StockKey
from allauth.mfa.webauthn.forms import EditWebAuthnForm as StockKeyName
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.http import HttpRequest

from csipa.login.journal import Event, note
from csipa.login.tasks import send_reset
from csipa.login.waiting import locked, seconds_to_wait


def without_hints(form: forms.Form) -> None:
    """Take the grey words out of the boxes: they vanish when somebody types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(StockLogin):
    """User name or mail address, and password."""

    username = forms.CharField(
        label="Identifiant ou adresse électronique",
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username webauthn",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": "Tapez votre identifiant."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["login"]
        self.order_fields(["username", "password"])
        self.fields["password"].label = "Mot de passe"
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = "Tapez votre mot de passe."
        without_hints(self)

    def clean(self) -> dict[str, Any] | None:
        """Check the password, unless too many were tried."""
        self.cleaned_data["login"] = self.cleaned_data.get("username", "").strip()
        return super().clean()


def _chosen_passwords(form: forms.Form) -> None:
    without_hints(form)
    form.fields["password1"].label = "Nouveau mot de passe"
    form.fields["password1"].help_text = password_validators_help_text_html()
    form.fields["password2"].label = "Le même, une seconde fois"


class ChangePasswordForm(StockChange):
    """The password of today, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Mot de passe actuel"
        _chosen_passwords(self)


class ResetPasswordKeyForm(StockResetKey):
    """A new password, twice, for whoever followed a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _chosen_passwords(self)


class ReauthenticateForm(StockAgain):
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Mot de passe"
        self.fields["password"].widget.attrs["autofocus"] = True
        without_hints(self)


class ResetPasswordForm(StockReset):
    """A mail address; the answer and its time are the same whether it is known or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Adresse électronique"
        self.fields["email"].widget.attrs["autofocus"] = True
        without_hints(self)

    def clean_email(self) -> str:
        """Return the address; nothing is looked for here."""
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave to a worker whether a message goes: nothing of it shows in the answer."""
        note(Event.RESET_ASKED, request)
        send_reset.enqueue(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class _Code(forms.Form):
    """One box for a code; wrong ones are noted, and counted before any is checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "autofocus": True,
        }
        self.fields["code"].error_messages["required"] = "Tapez le code."
        without_hints(self)

    def clean_code(self) -> str:
        """Return a right code; raise ValidationError, with the delay after too many wrong ones."""
        request = context.request
        try:
            return super().clean_code()
        except forms.ValidationError as refusal:
            if refusal.code in {"too_many_login_attempts", "rate_limited"}:
                note(Event.LOCKED, request, self.user, about="code")
                key = f"mfa-auth-user-{self.user.pk}"
                raise locked(seconds_to_wait(request, key)) from refusal
            note(Event.REFUSED, request, self.user, about="code")
            raise


class CodeForm(_Code, StockCode):
    """A code of the application, or a recovery code, at login."""


class CodeAgainForm(_Code, StockCodeAgain):
    """The same, for somebody already logged in."""


class ActivateCodesForm(_Code, StockActivate):
    """The first code of an application."""


class AddKeyForm(StockKey):
    """The name of a new passkey; the rest comes from the browser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nom de la clé"
        self.fields["name"].max_length = 60
        self.fields["name"].help_text = "Pour la reconnaître\u00a0: « Téléphone », « Clé bleue »."
        self.fields["passwordless"].label = "Se connecter sans mot de passe avec cette clé"
        self.fields["passwordless"].initial = True
        self.fields[
            "passwordless"
        ].help_text = "Le téléphone ou la clé demande alors une empreinte, un visage ou un code."


class KeyNameForm(StockKeyName):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nom de la clé"
