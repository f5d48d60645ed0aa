"""The code tests itself: foreign keys point down, files stay small, words are right."""

import ast
import re

import pytest
from django.apps import apps
from django.db import connection

from csipa.constraints import Sealed
from tests.files import ROOT, tracked

STACK = {"auth": 0, "contenttypes": 0, "jobs": 1, "audit": 2, "sites": 3, "staffing": 4}
STACK |= {"conventions": 4, "consultations": 5, "roles": 6}
OUR_APPS = ("jobs", "audit", "sites", "staffing", "conventions", "consultations", "roles")
OUR_MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in OUR_APPS and not model.__name__.startswith("Historical")
]
# What never changes is its own history; what workers write is thrown away after some days.
WORK = {"ChoreRun", "Job", "JobPart", "JobResult", "ResultChunk"}
WORK |= {"RegisterImport", "RegisterStagedPlace"}
SEALED_FOR_EVER = {"CancelledNumber", "FrozenDocument", "SignatureOverride"}
SEALED_FOR_EVER |= {"MonthEvent", "SignedText", "StoredFile"}
SEALED_FOR_EVER |= {"PublicationCheck", "Receipt", "Transmission"}
SEALED_FOR_EVER |= {"Link", "Shape", "Verification"}
# Sums that triggers keep: the history is that of the rows they add up.
SUMS = {"MonthlyTotal"}
# Made again at will from what is published.
INDEX = {"Mark", "PublishedWord"}
WITHOUT_HISTORY = {*SEALED_FOR_EVER, *WORK, *SUMS, *INDEX}
# Rows that only their own action writes: the tests go through it.
WITHOUT_FACTORY = {"CancelledNumber", "Execution", "FrozenDocument", "SignatureOverride"}
WITHOUT_FACTORY |= WORK - {"Job", "RegisterImport", "RegisterStagedPlace"}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_relations_point_down_the_stack(model):
    here = model._meta.app_label
    for field in model._meta.get_fields(include_hidden=True):
        if field.concrete and field.is_relation and field.related_model:
            there = field.related_model._meta.app_label
            assert there == here or STACK[there] < STACK[here], f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_business_model_keeps_its_history(model):
    assert hasattr(model, "history") or model.__name__ in WITHOUT_HISTORY


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_factory(model):
    if model.__name__ in WITHOUT_FACTORY:
        return
    files = (ROOT / "tests" / model._meta.app_label).glob("factories*.py")
    assert any(f"class {model.__name__}Factory(" in file.read_text() for file in files)


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_names_are_french_words_in_lower_case(model):
    acronyms = ("SIREN", "SIRET", "RNA", "FINESS", "RPPS", "INSEE", "ETP", "CPTS")
    names = [model._meta.verbose_name, model._meta.verbose_name_plural]
    names += [f.verbose_name for f in model._meta.concrete_fields if f.name != "id"]
    for name in map(str, names):
        assert name[0].islower() or name.startswith(acronyms), name


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_text_is_never_null(model):
    for field in model._meta.concrete_fields:
        if field.get_internal_type() in ("CharField", "TextField"):
            assert not field.null, f"{model.__name__}.{field.name}"


def test_no_file_is_long():
    long = {
        path.relative_to(ROOT): lines
        for path in tracked("*.py", "*.html", "*.css", "*.js")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_every_template_is_used():
    code = "\n".join(p.read_text(encoding="utf-8") for p in tracked("*.py", "*.html", "*.svg"))
    named = set(re.findall(r"[\w.-]+\.(?:html|svg)", code))
    for path in tracked("templates/*.html", "templates/*.svg"):
        name = path.relative_to(ROOT / "templates").as_posix()
        stock = (
            name.startswith(("admin/", "registration/", "auth/", "account/", "mfa/"))
            and "/_" not in name
        )
        by_django = re.fullmatch(r"(400|403|403_csrf|404|429|500)\.html", name)
        if stock or by_django or path.name in named:
            continue
        by_kind = f'kind="{path.stem}"' in code or f'"{path.stem}",' in code
        assert by_kind, name
        assert name.startswith("csipa/charts/"), name


def test_no_template_holds_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"")
    for path in tracked("templates/*.html"):
        # No policy bears on a document, a message or a file read offline.
        if not {"pdf", "mail", "proof"} & set(path.parts):
            found = inline.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path.name}: {found}"


def french_strings(path):
    """Yield the texts of a module that people read: its strings, docstrings aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.lineno, node.value


def test_french_strings_of_the_code_are_right_to_the_sign():
    wrong = re.compile(r"[a-zàéèêù] [;:!?»](?!\S)|« |[a-zéèê]'[a-zéèêàh]|\bA l’|\bEtat\b")
    sources = ("csipa/*.py", "sites/*.py", "staffing/*.py", "conventions/*.py")
    sources += ("consultations/*.py",)
    for path in tracked(*sources):
        if "migrations" in path.parts or "french" in path.parts:
            continue
        for line, text in french_strings(path):
            found = wrong.search(text)
            assert not found, f"{path.relative_to(ROOT)}:{line}: {text!r}"


def test_the_project_names_no_package_index():
    for path in tracked("*"):
        if path.suffix in {".ttf", ".woff2", ".webp"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert "--index" + "-url" not in text, path


@pytest.mark.django_db
def test_sqlite_keeps_its_references_whole_after_every_migration():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%\"new\\_\\_%' ESCAPE '\\'")
        assert cursor.fetchall() == []
        cursor.execute("PRAGMA foreign_key_check")
        assert cursor.fetchall() == []


FREE_SEALS = [
    (model, seal)
    for model in OUR_MODELS
    for seal in model._meta.constraints
    if isinstance(seal, Sealed) and seal.free
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "seal"), FREE_SEALS, ids=lambda part: getattr(part, "name", ""))
def test_a_seal_watches_every_column_but_those_it_leaves_free(model, seal):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{seal.name}_update"])
        (sql,) = cursor.fetchone()
    watched = set(re.findall(r'"(\w+)"', sql.split(" ON ")[0]))
    assert watched == {f.column for f in model._meta.concrete_fields} - set(seal.free)
