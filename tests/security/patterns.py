"""Tries every pattern of the program against long texts; run as a program of its own.

Arguments: the length of a text, the seconds for a pattern, then patterns (all of ours if none).
Prints, as JSON, how many patterns were tried and those that a text keeps busy too long.
"""

import ast
import importlib
import json
import re
import signal
import sys
import time
from pathlib import Path

APPS = ("csipa", "sites", "staffing", "conventions", "consultations")
LENGTH, SECONDS = int(sys.argv[1]), float(sys.argv[2])
UNITS = (
    *(
        "a",
        "A",
        "1",
        " ",
        "-",
        "(",
        ")",
        "<",
        ">",
        "&",
        "{",
        "}",
        "«",
        "é",
        "\n",
        ".",
        ",",
        "_",
        "/",
    ),
    *(
        "a ",
        "1 ",
        "a-",
        "a.",
        "a,",
        "l’",
        "<a",
        "<a ",
        "&a",
        "&#",
        "a@",
        "=",
        '"',
        "''",
        "et ",
        "de ",
    ),
    *("1er ", "12/", "2026-", "\u00a0", "\t", " \n", "article 1, ", "M. ", "10 h "),
)
USES = {"compile", "match", "search", "fullmatch", "sub", "subn", "findall", "finditer", "split"}
ANCHORED = {"match", "fullmatch"}
# Given to a function that calls `match`.
PASSED = {
    "conventions/rules/commitments.py:_BULLET",
    "conventions/rules/lint/grounds.py:_SEEN",
    "conventions/rules/lint/grounds.py:_CONSIDERING",
}
found = {}
named = {}  # the place of a pattern: the name of its constant
uses = {}  # the name of a constant: what is asked of it
compiling = re._compile


def noting(pattern, flags):
    """Compile a pattern, and keep it when the code of the house asked for it."""
    frame = sys._getframe(2)
    while frame and frame.f_code.co_filename.startswith(("<frozen", re.__file__)):
        frame = frame.f_back
    if frame and is_ours(frame.f_code.co_filename) and isinstance(pattern, str):
        found.setdefault((pattern, int(flags)), f"{frame.f_code.co_filename}:{frame.f_lineno}")
    return compiling(pattern, flags)


def is_ours(file):
    """Tell whether a file is one of the program."""
    root = Path.cwd()
    return any(file.startswith(f"{root / app}/") for app in APPS)


def collect():
    """Import everything, then read patterns used in functions, of fields and of addresses."""
    re._compile = noting
    django = importlib.import_module("django")
    django.setup()
    for app in APPS:
        for file in sorted(Path(app).rglob("*.py")):
            if "migrations" in file.parts or file.stem in ("wsgi", "worker"):
                continue
            importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
            written_in(file)
    re._compile = compiling
    of_fields()
    of_addresses(importlib.import_module("django.urls").get_resolver())


def written_in(file):
    """Keep the patterns that functions write where they use them, and how constants are used."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses.setdefault(f"{file}:{node.value.id}", set()).add(node.attr)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            for line in range(node.lineno, node.end_lineno + 1):
                named[f"{Path.cwd() / file}:{line}"] = f"{file}:{node.targets[0].id}"
        if not isinstance(node, ast.Call) or not ast.unparse(node.func).startswith("re."):
            continue
        first = node.args[0] if node.args else None
        method = ast.unparse(node.func)[3:]
        if method in USES - {"compile"} and isinstance(first, ast.Constant):
            found.setdefault((first.value, 0), f"{file}:{node.lineno}:{method}")


def of_fields():
    """Keep the patterns of validators, of columns and of forms."""
    apps = importlib.import_module("django.apps").apps
    forms = importlib.import_module("django.forms")
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    waiting = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        fields += getattr(kind, "base_fields", {}).values()
    for field in fields:
        for validator in getattr(field, "validators", ()):
            regex = getattr(validator, "regex", None)
            if regex is not None:
                found.setdefault((regex.pattern, regex.flags & ~32), str(field))
    published = importlib.import_module("csipa.opendata.datasets").published
    for dataset in published():
        for column in dataset.columns:
            if column.pattern:
                place = f"{dataset.name}.{column.name}:fullmatch"
                found.setdefault((column.pattern, 0), place)


def of_addresses(resolver):
    """Keep the patterns of addresses."""
    for entry in resolver.url_patterns:
        found.setdefault((entry.pattern.regex.pattern, 0), f"address {entry.pattern}")
        if hasattr(entry, "url_patterns"):
            of_addresses(entry)


class TooLong(Exception):
    """A text keeps a pattern busy."""


def stop(*_signal):
    raise TooLong


def only_anchored(where):
    """Tell whether a pattern is only ever tried from the beginning of a text."""
    name = named.get(where, "")
    methods = uses.get(name, set()) & USES
    return (
        name in PASSED
        or where.endswith((":match", ":fullmatch"))
        or (bool(methods) and methods <= ANCHORED)
    )


def tried(pattern, text, *, anchored):
    """Return how long a pattern took over a text; None when it was stopped."""
    began = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        if not anchored:
            pattern.search(text)
        pattern.match(text)
        pattern.fullmatch(text)
    except TooLong:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - began


def main():
    """Try each, and tell."""
    signal.signal(signal.SIGALRM, stop)
    if len(sys.argv) > 3:
        found.update({(pattern, 0): "given" for pattern in sys.argv[3:]})
    else:
        collect()
    slow = []
    for (source, flags), where in found.items():
        pattern = compiling(source, flags)
        for unit in UNITS:
            text = unit * (LENGTH // len(unit)) + "\x01"
            if isinstance(source, bytes):
                text = text.encode()
            if tried(pattern, text, anchored=only_anchored(where)) is None:
                slow.append([where, str(source), unit])
                break
    sys.stdout.write(json.dumps({"tried": len(found), "slow": slow}))


if __name__ == "__main__":
    main()
