"""The drawing of ARCHITECTURE.md is what the import linter holds and what the packages are."""

import ast
import re
import tomllib
from pathlib import Path

from tests.files import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
APPS = ("sites", "staffing", "conventions", "consultations")
(STACK, JOBS, INSIDE) = (0, 2, 1)
# What Django asks for in every app; it knows nothing of its own.
ASKED_BY_DJANGO = {"apps", "migrations"}
HOLDERS = {"management", "commands", "templatetags", "migrations"}


def contract(rank):
    """Return the layers of a contract from the top down, each as the set of its names."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = told["tool"]["importlinter"]["contracts"][rank]["layers"]
    return [{name.strip("( )") for name in re.split("[:|]", layer)} for layer in layers]


def drawing():
    """Return the lines of the drawing: the stack, then what is in an app, then in the jobs."""
    block = PAGE.split("```")[1]
    stack, _, rest = block.partition(" in an app ")
    inside, _, jobs = rest.partition(" in the jobs ")
    return stack, inside, jobs


def drawn_stack():
    """Return the layers that are drawn; a line that begins without « csipa. » goes on with one."""
    layers = []
    for line in drawing()[0].splitlines():
        names = re.findall(r"[a-z_.]+", re.split(r"\s{4,}", line[10:].strip())[0])
        if not names:
            continue
        if names[0] in APPS:
            layers.append(set(names))
            continue
        if names[0].startswith("csipa."):
            layers.append(set())
        layers[-1] |= {f"csipa.{name.removeprefix('csipa.')}" for name in names}
    return layers


def drawn_chain(text):
    """Return the steps of a chain « a → b │ c → d »."""
    return [set(re.findall(r"[a-z_]+", step)) for step in text.split("→")]


def children(package):
    """Return the modules and packages that are right inside a package."""
    folder = ROOT / package.replace(".", "/")
    found = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return found | {path.parent.name for path in folder.glob("*/__init__.py")}


def reason(path):
    """Return the first line of the docstring of a module."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def in_one_line():
    """Return the rows of the table of packages: the apps and the project, then the floor."""
    roots = [ROOT / name for name in ("csipa", *APPS)]
    packages = [path for root in roots for path in root.rglob("__init__.py")]
    kept = [path for path in packages if not HOLDERS & set(path.relative_to(ROOT).parts)]
    modules = [path for path in (ROOT / "csipa").glob("*.py") if path.name != "__init__.py"]
    named = {dotted(path): reason(path) for path in (*kept, *modules)}
    return [f"| `{name}` | {named[name]} |" for name in sorted(named)]


def dotted(path: Path):
    """Return the name by which Python imports a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_the_stack_is_drawn_as_the_linter_holds_it():
    assert drawn_stack() == contract(STACK)


def test_every_part_of_the_project_package_is_in_the_stack():
    held = {name for layer in contract(STACK) for name in layer if name.startswith("csipa.")}
    assert held == {f"csipa.{name}" for name in children("csipa")}


def test_the_inside_of_an_app_is_drawn_as_the_linter_holds_it():
    assert drawn_chain(drawing()[1]) == contract(INSIDE)


def test_every_part_of_an_app_has_its_layer_and_every_layer_a_part():
    held = set().union(*contract(INSIDE))
    found = set().union(*(children(app) for app in APPS)) - ASKED_BY_DJANGO
    assert held == found


def test_the_inside_of_the_jobs_is_drawn_as_the_linter_holds_it():
    short = [{name.removeprefix("csipa.jobs.") for name in layer} for layer in contract(JOBS)]
    assert drawn_chain(drawing()[2]) == short
    assert set().union(*short) == children("csipa.jobs") - ASKED_BY_DJANGO


def test_every_package_is_told_in_one_line_which_is_its_own():
    told = [line for line in PAGE.partition("## Every package")[2].splitlines() if "| `" in line]
    assert told == in_one_line(), "the table should be:\n" + "\n".join(in_one_line())
