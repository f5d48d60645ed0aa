"""The pages of jobs: those one asked for, how far each one is, its file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_tasks_db.admin import DBTaskResult

from csipa.admin import ModelAdmin, Section, own_page
from csipa.admin.finding import OWN, Command, register_commands
from csipa.french.numbers import counted
from csipa.jobs.actions import NotResumable, cancel, reap, resume
from csipa.jobs.kinds import JobFailed, kind_of, may_ask
from csipa.jobs.models import Job, JobResult, JobState
from csipa.jobs.progress import progress

# The queue's own page shows tickets, in English; jobs say more.
admin.site.unregister(DBTaskResult)


@require_GET
def state_view(request: HttpRequest, pk: int, page: Any) -> JsonResponse:
    """Answer how far a job is, for the script of the page."""
    response = JsonResponse(progress(page.seen(request, pk), timezone.now()))
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def file_view(request: HttpRequest, pk: int, page: Any) -> StreamingHttpResponse:
    """Send the file of a job that is done, to somebody who may still have it."""
    job = page.seen(request, pk)
    result = _result(job)
    if result is None:
        raise Http404
    _check_right(request, job)
    response = StreamingHttpResponse(result.stream(), content_type=result.content_type)
    response["Content-Disposition"] = f'attachment; filename="{result.name}"'
    response["Content-Length"] = str(result.size)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def cancel_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Stop a job."""
    job = page.seen(request, pk)
    if not cancel(job=job, now=timezone.now()):
        messages.info(
            request,
            "Il n’y a plus rien à arrêter : ce travail est fini, ou sur le point de l’être.",
        )
    return redirect("admin:jobs_job_change", pk)


@require_POST
def resume_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take a job up again where it stopped."""
    job = page.seen(request, pk)
    _check_right(request, job)
    try:
        resume(job=job)
    except NotResumable:
        messages.info(request, "Ce travail n’est pas arrêté : il n’y a rien à reprendre.")
    return redirect("admin:jobs_job_change", pk)


def _check_right(request: HttpRequest, job: Job) -> None:
    """Raise PermissionDenied when the person may not do this kind of job any more."""
    try:
        allowed = kind_of(job.kind).is_open_to(request.user)
    except JobFailed:
        allowed = False
    if not allowed:
        raise PermissionDenied


def _result(job: Job) -> JobResult | None:
    """Return the file of a job that is done, None if it gave none."""
    return getattr(job, "result", None) if job.state == JobState.DONE else None


@admin.register(Job)
class JobAdmin(ModelAdmin):
    """Read by those who asked for them, and by administrators; written by the workers."""

    section = Section.SETTINGS
    first_step = (
        "Un travail paraît quand une page lance quelque chose de long : un registre, un "
        "import, un dossier de preuve."
    )
    hidden_in_menu = True
    guide = "toutes-les-pages#les-travaux-longs"
    description = "Ce que le programme fait en arrière-plan, et les fichiers qu’il a produits."
    actions = None
    views = (
        ("<int:pk>/etat/", "state", state_view),
        ("<int:pk>/fichier/", "file", file_view),
        ("<int:pk>/arreter/", "cancel", cancel_view),
        ("<int:pk>/reprendre/", "resume", resume_view),
    )
    list_display = ("label", "state", "advancement", "created_at")
    list_filter = ("state",)

    @admin.display(description="avancement")
    def advancement(self, job: Job) -> str:
        """Show how much is done."""
        return f"{job.percent} %"

    # Permissions ------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return one's own jobs, or all of them for an administrator."""
        return super().get_queryset(request).seen_by(request.user)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Tell an administrator whose job it is."""
        whose = ("created_by",) if request.user.is_superuser else ()
        return (*self.list_display, *whose)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Keep jobs out of the menu of sections: they are in the menu of the person."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Show a job to who asked for it, the list to those who may ask for some."""
        user = request.user
        if obj is None:
            return may_ask(user)
        return user.is_superuser or obj.created_by_id == user.pk

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Jobs come from the pages that need them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Only workers write jobs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Old jobs go by `purge_jobs`."""
        return False

    # Pages ------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """List the jobs, the latest first."""
        reap(now=timezone.now())
        days = counted(settings.JOB_KEEP_DAYS, "jour", "jours")
        told = f"{self.description} Ils sont gardés {days}."
        title = {"title": "Travaux en cours", "description": told}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show how far a job is."""
        job = self.seen(request, unquote(object_id))
        context = {
            "title": job.label,
            "progress": progress(job, timezone.now()),
            "result": _result(job),
            "media": Media(js=["csipa/js/progress.js"]),
        }
        return own_page(request, self, "admin/jobs/job/progress.html", context, job)

    def seen(self, request: HttpRequest, pk: Any) -> Job:
        """Return a job, once those left by a dead worker are back in the queue.

        Raises PermissionDenied for who may ask for none, Http404 for the job of somebody else.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        reap(now=timezone.now())
        job = self.get_object(request, str(pk))
        if job is None:
            raise Http404
        return job


def _commands(request: HttpRequest) -> list[Command]:
    """Lead to the jobs of the person, who may ask for some."""
    if not may_ask(request.user):
        return []
    words = "travaux tâches fichiers produits progression"
    return [Command("Travaux en cours", OWN, reverse("admin:jobs_job_changelist"), words)]


register_commands(_commands)
