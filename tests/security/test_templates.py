"""What somebody types is a text: it is never a template, nor a format."""

import ast
import re

import pytest

from conventions.rules.placeholders.filling import Unfilled, Values, fill, missing
from csipa.richtext import clean
from tests.security.poison import TEMPLATES
from tests.security.sources import modules

RUNNING = {"Template", "from_string", "format_map", "vformat", "eval", "exec", "Formatter"}
CONSTANT = re.compile(r"_?[A-Z][A-Z_]*")
# Formats that are no constant of their module by name, and where they come from.
KNOWN = {
    ("csipa/constraints.py", "self.owner.format"): "SQL written in a migration or a model",
    ("csipa/constraints.py", "self.broken.format"): "SQL written in a model",
    ("csipa/constraints.py", "self.lock.format"): "SQL written in a model",
    ("csipa/totals.py", "said.format"): "SQL written in a model",
    ("csipa/logs.py", "super().format"): "a line of the journal, not a text’s format",
    ("csipa/overlaps.py", "self.unless.format"): "SQL written in a model",
    ("csipa/backup/moving.py", "_FORMS.get(column.kind, '{0}').format"): "a constant of the module",
    ("csipa/pdf/door.py", "sentence.format"): "a constant of the module",
    ("staffing/review/stated.py", "said.format"): "a constant of the module",
    ("conventions/documents/word/skeleton.py", "mark.format"): "marks of lists, constants",
    ("conventions/documents/word/skeleton.py", "RGBColor.from_string"): "a colour, no template",
}


def is_constant(node):
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        return bool(CONSTANT.fullmatch(node.id))
    return isinstance(node, ast.Constant | ast.JoinedStr)


def suspects(tree):
    """Yield each call that reads a text as a template, and each format of what may be typed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            last = name.rpartition(".")[2]
            is_format = last == "format" and isinstance(node.func, ast.Attribute)
            if last in RUNNING or (is_format and not is_constant(node.func.value)):
                yield name
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            texts = isinstance(node.right, ast.Tuple | ast.Dict)
            if texts and not is_constant(node.left):
                yield f"{ast.unparse(node.left)} %"


def test_no_text_of_somebody_reaches_a_template_or_a_format():
    found = {(file, name) for file, tree in modules() for name in suspects(tree)}
    assert found == set(KNOWN)


@pytest.mark.parametrize(
    "source",
    ["Template(x)", "engine.from_string(x)", "eval(x)", "row.title.format(a=1)", "x % (1, 2)"],
)
def test_the_reader_of_our_code_sees_what_it_looks_for(source):
    assert list(suspects(ast.parse(source)))


@pytest.mark.parametrize("payload", TEMPLATES)
@pytest.mark.parametrize("rich", [False, True])
def test_words_put_in_a_clause_stay_as_they_are_typed(payload, rich):
    typed = f"{payload} {{la commune}}"
    values = Values({"le site": typed})
    told = fill("Dans {le site}.", values, rich=rich)
    if rich:
        typed = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert told == f"Dans {typed}."


@pytest.mark.parametrize("payload", TEMPLATES)
def test_a_clause_holds_no_other_placeholder_than_those_of_the_list(payload):
    values = Values({"le site": "la maison"})
    if "{" not in payload:
        assert fill(f"{payload} {{le site}}", values) == f"{payload} la maison"
        return
    # Braces are for the fields of the list: a sentence says so, and nothing is filled.
    assert all(reason.startswith(("«", "L’")) for reason in missing(payload, values))
    with pytest.raises(Unfilled):
        fill(payload, values)


@pytest.mark.parametrize("payload", TEMPLATES)
def test_a_body_keeps_what_was_typed(payload):
    escaped = payload.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert clean(f"<p>{escaped}</p>") == f"<p>{escaped}</p>"
