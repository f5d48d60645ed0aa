"""The public page where anybody checks a file: nothing of it is kept.

There is no cache to count the visits of one address: what protects the server is the size of a
file, the few that are read at once, and the time that each may take (`csipa.pdf.checking`).
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from conventions.review.verifying import answer_of
from csipa.pdf.checking import LARGEST_FILE, Checked, check_pdf

TEMPLATE = "public/verify.html"
# What a browser adds around a file when it sends a form.
_ENVELOPE = 100_000
_TOO_LARGE = f"Ce fichier dépasse {LARGEST_FILE // 1_000_000} Mo : tapez plutôt son empreinte."
_HASH = re.compile(r"[0-9a-f]{64}")
_SEPARATORS = re.compile(r"[\s:\u00a0\u202f]+")


class VerifyForm(forms.Form):
    """A file, or its hash as a certificate prints it."""

    file = forms.FileField(
        label="Un fichier PDF",
        required=False,
        allow_empty_file=True,
        help_text=f"{LARGEST_FILE // 1_000_000} Mo au plus. Il est lu, comparé, et rien n’en est "
        "gardé.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    empreinte = forms.CharField(
        label="ou son empreinte SHA-256",
        required=False,
        max_length=200,
        help_text="64 signes, chiffres et lettres de a à f, tels qu’un certificat les imprime.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        sent = self.cleaned_data["file"]
        if sent and sent.size > LARGEST_FILE:
            raise forms.ValidationError(_TOO_LARGE)
        return sent

    def clean_empreinte(self) -> str:
        """Return the hash as it is stored, whatever spaces and capitals it was typed with."""
        typed = _SEPARATORS.sub("", self.cleaned_data["empreinte"]).lower()
        if typed and not _HASH.fullmatch(typed):
            raise forms.ValidationError(
                "Une empreinte SHA-256 a 64 signes, chiffres et lettres de a à f : recopiez-la en "
                "entier."
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """Ask for something to check."""
        said = super().clean()
        if not self.errors and not said.get("file") and not said.get("empreinte"):
            raise forms.ValidationError("Choisissez un fichier ou tapez une empreinte.")
        return said


@csrf_exempt  # the answer to an enormous file must not wait for its last byte: see _verify
def verify_view(request: HttpRequest) -> HttpResponse:
    """Say what a file or a hash is to the register; 413 for a file that is too large."""
    if _announced(request) > LARGEST_FILE + _ENVELOPE:
        form = VerifyForm()
        page = {"form": form, "here": "verifier", "too_large": _TOO_LARGE}
        return render(request, TEMPLATE, page, status=413)
    return _verify(request)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _verify(request: HttpRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    asked = request.method == "POST" or "empreinte" in given
    form = VerifyForm(given if asked else None, request.FILES if asked else None)
    page: dict[str, Any] = {"form": form, "here": "verifier"}
    if asked and form.is_valid():
        page |= _result(request, form.cleaned_data)
    return render(request, TEMPLATE, page)


def _result(request: HttpRequest, said: dict[str, Any]) -> dict[str, Any]:
    """Return what the page tells of the file, or else of the hash."""
    checked: Checked | None = None
    sha256 = said["empreinte"]
    if said["file"]:
        content = said["file"].read()
        sha256 = hashlib.sha256(content).hexdigest()
        checked = check_pdf(content)
    answer = answer_of(sha256, request.user, checked)
    return {"answer": answer, "checked": checked}


def _announced(request: HttpRequest) -> int:
    """Return how many bytes the request says it brings."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
