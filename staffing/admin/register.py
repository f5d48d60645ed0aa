"""« Lecture du répertoire »: a file of the register read for a territory, and the past readings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import FileExtensionValidator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.scope import narrowed
from csipa.french.numbers import integer
from sites.models import Territory
from staffing.bulk.register import PERMISSION, read_register_later, waiting_files
from staffing.models import RegisterImport
from staffing.rules.register.names import extracted_on

_VIEW = "staffing.view_registerimport"
_MOST_SHOWN = 50
_MEGABYTE = 1_000_000
_TEXT_OR_ZIP = FileExtensionValidator(
    ["txt", "zip"], "Choisissez le fichier .txt du répertoire, ou l’archive .zip qui le contient."
)


class RegisterForm(forms.Form):
    """Which file, for which territory."""

    territory = forms.ModelChoiceField(
        Territory.objects.order_by("name"),
        label="Territoire",
        help_text="Les communes lues sont les siennes, au jour de l’extraction.",
    )
    waiting = forms.ChoiceField(label="Fichier présent sur le serveur", required=False)
    file = forms.FileField(
        label="Ou fichier à envoyer",
        required=False,
        validators=[_TEXT_OR_ZIP],
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.zip"}),
    )
    skills = forms.ChoiceField(
        label="Savoir-faire présents sur le serveur",
        required=False,
        help_text="Utile seulement si le fichier des activités n’a plus les colonnes de "
        "savoir-faire\u00a0; l’archive .zip complète les contient déjà.",
    )
    skills_file = forms.FileField(
        label="Ou fichier des savoir-faire à envoyer",
        required=False,
        validators=[_TEXT_OR_ZIP],
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.zip"}),
    )
    as_of = forms.DateField(
        label="Extrait le",
        required=False,
        help_text="À donner seulement si le nom du fichier ne le dit pas (…_202609230000.txt).",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    accept_departures = forms.BooleanField(
        label="Accepter que plus de la moitié des professionnels partent",
        required=False,
        help_text="Sans cela, un fichier qui n’aurait plus la moitié d’entre eux est pris pour "
        "incomplet, et rien ne change.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths = {path.name: path for path in waiting_files()}
        choices = [("", "Aucun"), *((name, name) for name in self.paths)]
        for name in ("waiting", "skills"):
            self.fields[name].choices = choices
            if not self.paths:
                del self.fields[name]
        if not self.paths:
            self.fields["file"].label = "Fichier à envoyer"
            self.fields["skills_file"].label = "Fichier des savoir-faire à envoyer"
            self.fields[
                "skills_file"
            ].help_text = (
                "Utile seulement si le fichier des activités n’a plus les colonnes de savoir-faire."
            )
        most = integer(settings.REGISTER_LARGEST_UPLOAD // _MEGABYTE)
        self.fields["file"].help_text = f"En texte ou en zip, {most}\u00a0Mo au plus."

    def clean_file(self) -> Any:
        """Refuse what is too large to be sent by a page."""
        return self._sized("file")

    def clean_skills_file(self) -> Any:
        """Refuse what is too large to be sent by a page."""
        return self._sized("skills_file")

    def clean(self) -> dict[str, Any]:
        """Ask for one file, and for its day when nothing tells it."""
        data = super().clean() or {}
        chosen, sent = data.get("waiting"), data.get("file")
        if "file" in self.errors:
            return data
        if bool(chosen) == bool(sent):
            self.add_error("file", "Choisissez un fichier, et un seul.")
        elif not data.get("as_of"):
            name = chosen or sent.name
            if extracted_on(name) is None and not name.lower().endswith(".zip"):
                self.add_error(
                    "as_of",
                    "Le nom du fichier ne dit pas quel jour il a été extrait\u00a0: donnez-le.",
                )
        return data

    def _sized(self, name: str) -> Any:
        sent = self.cleaned_data[name]
        if sent and sent.size > settings.REGISTER_LARGEST_UPLOAD:
            most = integer(settings.REGISTER_LARGEST_UPLOAD // _MEGABYTE)
            raise forms.ValidationError(
                f"Ce fichier dépasse {most}\u00a0Mo\u00a0: compressez-le en .zip, ou demandez à un "
                "administrateur de le déposer sur le serveur."
            )
        return sent


@require_http_methods(["GET", "POST"])
def register_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Offer the reading to those who may ask for one, and list the past ones."""
    may_read = request.user.has_perm(PERMISSION)
    if request.method == "POST" and not may_read:
        raise PermissionDenied
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _queued(request, form)
    readings = _readings(request).order_by("-started_at")
    context = {
        "title": page.title,
        "form": form if may_read else None,
        "directory": settings.RPPS_DIRECTORY,
        "waiting": form.paths,
        "readings": readings[:_MOST_SHOWN],
        "no_territory": not Territory.objects.exists(),
    }
    return own_page(request, page, "admin/staffing/register/register.html", context)


@require_GET
def reading_view(request: HttpRequest, page: Any, pk: int) -> HttpResponse:
    """Show what a reading found, and the lines to look at again."""
    reading = get_object_or_404(_readings(request), pk=pk)
    hidden = reading.lines_bad - len(reading.faults)
    context = {
        "title": f"Lecture du répertoire, {reading.territory}",
        "reading": reading,
        "hidden": max(hidden, 0),
    }
    return own_page(request, page, "admin/staffing/register/reading.html", context)


def _readings(request: HttpRequest) -> QuerySet[RegisterImport]:
    """Return the readings for the territories that this person reads of."""
    rows = RegisterImport.objects.select_related("territory")
    return narrowed(request, rows, ("territory",))


def _queued(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    data = form.cleaned_data
    job = read_register_later(
        territory=data["territory"],
        file=_given(form, data.get("waiting"), data["file"]),
        skills=_given(form, data.get("skills"), data["skills_file"]),
        as_of=data["as_of"],
        accept_departures=data["accept_departures"],
        by=request.user,
        now=timezone.now(),
    )
    return redirect("admin:jobs_job_change", job.pk)


def _given(form: RegisterForm, chosen: str | None, sent: Any) -> Any:
    """Return what was sent, or where a file is: one of those listed, never a path typed."""
    return form.paths[chosen] if chosen else sent


REGISTER = register_page(
    SitePage(
        section=Section.NETWORK,
        section_rank=18,
        title="Lecture du répertoire",
        route="territoire/repertoire/",
        name="staffing_register",
        view=register_view,
        permissions=(_VIEW, PERMISSION),
        description="Le répertoire national des professionnels, lu pour un territoire.",
        views=(("<int:pk>/", "reading", reading_view),),
        guide="offre-de-soins#lire-le-répertoire",
    )
)
