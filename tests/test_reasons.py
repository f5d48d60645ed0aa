"""Every file says in one line why it exists, and no two say the same."""

import ast
import re
from collections import defaultdict

from tests.files import ROOT, tracked

# How a comment begins, or a docstring.
OPENINGS = re.compile(r"\s*(?:/\*+|//|#(?!!)|<!--|\"{3})\s*(?P<said>.*?)\s*(?:\*/|-->|\"{3})?\s*")
TEMPLATE = re.compile(r"\{# (?P<said>.+?) #\}")
# What checks, starts and serves the program from outside.
SCRIPTS = (".ci/*", "deploy/*", "Makefile", "Procfile")


def reason_of_module(path):
    """Return the first line of the docstring; None for an empty file, which says nothing."""
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        return None
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]


def reason_of_template(path):
    """Return what the comment of the first two lines says."""
    head = path.read_text(encoding="utf-8").split("\n", 2)[:2]
    found = TEMPLATE.search("\n".join(head))
    return found["said"] if found else ""


def reason_of_script(path):
    """Return what the comment of the first two lines says, the line of the shell aside."""
    for line in path.read_text(encoding="utf-8").split("\n", 2)[:2]:
        if found := OPENINGS.fullmatch(line):
            return found["said"]
    return ""


def failures(reasons):
    """Return the files without a reason, and those that give the reason of another."""
    said = defaultdict(list)
    for path, reason in reasons.items():
        if reason is not None:
            said[reason].append(path.relative_to(ROOT).as_posix())
    return {one: paths for one, paths in said.items() if not one or len(paths) > 1}


def test_every_module_says_why_it_exists():
    assert not failures({path: reason_of_module(path) for path in tracked("*.py")})


def test_every_template_says_why_it_exists():
    assert not failures({path: reason_of_template(path) for path in tracked("templates/*")})


def test_every_stylesheet_and_script_of_a_page_says_why_it_exists():
    files = tracked("static/csipa/*.css", "static/csipa/*.js")
    assert not failures({path: reason_of_script(path) for path in files})


def test_every_script_and_service_says_why_it_exists():
    assert not failures({path: reason_of_script(path) for path in tracked(*SCRIPTS)})
