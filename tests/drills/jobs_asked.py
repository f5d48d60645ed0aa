"""Long work that a drill asks for, and its results; runs in a process of the house."""

import io
import zipfile

from django.contrib.auth import get_user_model
from django.utils import timezone
from pypdf import PdfReader

from conventions.bulk.prints import print_acts
from conventions.models import Act
from conventions.proof.yearly import prove_year, years_to_prove
from csipa.jobs.models import Job, JobPart, JobState


def ask():
    """Queue a print and an archive of every act, and the proof of a year; return their keys."""
    by, now = get_user_model().objects.get(username="admin"), timezone.now()
    acts = list(Act.objects.order_by("pk").values_list("pk", flat=True))
    asked = {"recto": False, "contents": True, "by": by, "now": now}
    return [
        print_acts(acts=acts, archive=False, **asked).pk,
        print_acts(acts=acts, archive=True, **asked).pk,
        prove_year(year=years_to_prove()[0], by=by, now=now).pk,
    ]


def results(jobs):
    """Return what the jobs gave, in words, and what is not as it should be."""
    faults, told = [], []
    acts = Act.objects.count()
    for job in Job.objects.filter(pk__in=jobs).order_by("pk"):
        if job.state != JobState.DONE:
            faults.append(f"{job} : {job.state} {job.message}")
            continue
        content = io.BytesIO(b"".join(job.result.stream()))
        if len(content.getvalue()) != job.result.size:
            faults.append(f"{job} : taille")
        if job.result.name.endswith(".pdf"):
            pages = len(PdfReader(content).pages)
            told.append(f"un PDF de {pages} pages")
            faults += [f"{job} : {pages} pages"] if pages < acts else []
        else:
            archive = zipfile.ZipFile(content)
            names = archive.namelist()
            told.append(f"une archive de {len(names)} fichiers")
            faults += [f"{job} : abîmée"] if archive.testzip() else []
            faults += [f"{job} : en double"] if len(set(names)) != len(names) else []
    if JobPart.objects.filter(job__in=jobs).exists():
        faults.append("des morceaux restent")
    return {"faults": faults, "told": ", ".join(told)}
