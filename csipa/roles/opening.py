"""Opening an account: with a password, or without, for a person who will be invited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User


class OpeningForm(UserCreationForm):
    """The stock form, whose password may stay empty: the person chooses it, after an invitation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].required = False
        # The address is somebody else’s: a browser would offer one’s own.
        if "email" in self.fields:
            self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields[
            "password1"
        ].help_text = (
            "Laissez vide pour inviter la personne par courriel\u00a0: elle le choisira elle-même."
        )

    def clean(self) -> dict[str, Any] | None:
        """Ask for the password twice or not at all, and then for the address to write to."""
        cleaned = super().clean()
        typed = [bool(self.cleaned_data.get(name)) for name in ("password1", "password2")]
        if any(typed) and not all(typed) and "password2" not in self.errors:
            self.add_error("password2", "Tapez le mot de passe deux fois, ou pas du tout.")
        if not any(typed) and "email" in self.fields and not self.cleaned_data.get("email"):
            self.add_error("email", "Écrivez l’adresse où envoyer l’invitation.")
        return cleaned

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        """Keep the account; without a password, nobody enters before the invitation."""
        user = super().save(commit=False)
        if not self.cleaned_data.get("password1"):
            user.set_unusable_password()
        if commit:
            user.save()
            self.save_m2m()
        return user
