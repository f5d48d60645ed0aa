"""No write of many rows passes over the history: each call that could is named here, with why.

`save()` and `delete()` tell the history by themselves; the calls below do not.
"""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from csipa.audit.sources import our_models

OURS = ("csipa", "sites", "staffing", "conventions", "consultations")
SILENT = {"bulk_create", "bulk_update", "update", "_raw_delete", "execute", "executemany", "raw"}
# Ways of writing SQL that change rows; a query may be read as it likes.
_WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE")

SEALED = "kept once and for ever, without versions: the row itself is linked"
NO_HISTORY = "a model that says why it keeps none (`not_audited`)"
APART = "a column that the model declares in `not_in_history`"
PASSING = "a value that lasts for one statement; the rows are saved right after, with their history"
READS = "a query put together from the names of our tables, that writes nothing"

ALLOWED = {
    "csipa/admin/restoring.py:with_deletions:execute": READS,
    "csipa/kept.py:how_far:execute": READS,
    "csipa/audit/sealing.py:_write:bulk_create": SEALED,
    "csipa/jobs/actions.py:enqueue:bulk_create": NO_HISTORY,
    "csipa/jobs/actions.py:cancel:update": NO_HISTORY,
    "csipa/jobs/actions.py:resume:update": NO_HISTORY,
    "csipa/jobs/actions.py:end_chore:update": NO_HISTORY,
    "csipa/jobs/claims.py:claim:update": NO_HISTORY,
    "csipa/jobs/claims.py:release:update": NO_HISTORY,
    "csipa/jobs/claims.py:beat:update": NO_HISTORY,
    "csipa/jobs/claims.py:_write:update": NO_HISTORY,
    "csipa/demo/publishing.py:read_for_days:bulk_create": SEALED,
    "csipa/upsert.py:versioned_upsert:execute": "`keep_history` follows, in the same transaction",
    "staffing/actions/erasing.py:_forget:update": "the right to be erased: versions are blanked, "
    "and linked again with the reason",
    "staffing/actions/register_batches.py:checkpoint:update": NO_HISTORY,
    "staffing/actions/register_batches.py:checkpoint:bulk_create": NO_HISTORY,
    "staffing/actions/register_writing.py:create:bulk_create": "`_history` follows",
    "staffing/actions/register_writing.py:update:bulk_update": "`_history` follows",
    "staffing/actions/register_writing.py:write_people:update": APART,
    "conventions/actions/agreeing.py:_keep_texts:bulk_create": SEALED,
    "conventions/actions/digest.py:_send:update": APART,
    "conventions/actions/ending.py:_keep:update": APART,
    "conventions/actions/feeds.py:note_use:update": APART,
    "conventions/actions/indexing.py:index_publication:bulk_create": NO_HISTORY,
    "conventions/actions/numbers.py:take_number:execute": "the history of the series is written "
    "from what the statement returns",
    "conventions/actions/numbers.py:reach_number:execute": "the same",
    "conventions/actions/objectives.py:set_objectives:update": PASSING,
    "conventions/actions/programmes.py:_give_numbers:update": PASSING,
    "conventions/actions/sealing.py:seal_rows:update": "the history of the seal is written first: "
    "after it the row is closed",
    "conventions/actions/storing.py:store_file:bulk_create": SEALED,
    "consultations/actions/feeds.py:note_session_use:update": APART,
    "consultations/actions/recording.py:hold_months:bulk_create": "history of a new month",
    "consultations/actions/rollup.py:rebuild_totals:execute": NO_HISTORY,
}
# These move whole bases, histories with the rest, or write the triggers themselves.
OF_BASES = ("csipa/backup/", "csipa/constraints.py", "csipa/overlaps.py", "csipa/totals.py")


class _Calls(ast.NodeVisitor):
    """Collects the calls of one file that may write without history."""

    def __init__(self, path):
        self.path, self.function, self.found = path, "", set()

    def visit_FunctionDef(self, node):
        outer, self.function = self.function, node.name
        self.generic_visit(node)
        self.function = outer

    def visit_Call(self, node):
        name = getattr(node.func, "attr", "")
        if name in SILENT and not self._is_harmless(name, node):
            self.found.add(f"{self.path}:{self.function}:{name}")
        self.generic_visit(node)

    @staticmethod
    def _is_harmless(name, node):
        """Tell whether a call is that of a dictionary or of a hash, or only reads."""
        if name == "update":
            return bool(node.args)
        if name in ("execute", "raw"):
            texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
            words = [text.strip().upper() for text in texts if isinstance(text, str)]
            is_plain = bool(words) and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
            return is_plain and not any(verb in text for text in words for verb in _WRITES)
        return False


def calls():
    found = set()
    for top in OURS:
        for path in sorted((Path(settings.BASE_DIR) / top).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            if "/migrations/" in name or name.startswith(OF_BASES):
                continue
            visitor = _Calls(name)
            visitor.visit(ast.parse(path.read_text(encoding="utf-8")))
            found |= visitor.found
    return found


def test_every_write_without_history_is_named_with_its_reason():
    assert sorted(calls() - ALLOWED.keys()) == []


def test_no_reason_outlives_its_call():
    assert sorted(ALLOWED.keys() - calls()) == []


@pytest.mark.parametrize(
    ("source", "is_seen"),
    [
        ("def f(): Act.objects.filter(pk=1).update(title='x')", True),
        ("def f(): Act.objects.bulk_create(rows)", True),
        ("def f(): cursor.execute('UPDATE act SET title = 1')", True),
        ("def f(): cursor.execute(statement)", True),
        ("def f(): cursor.execute('SELECT 1')", False),
        ("def f(): query.update({'a': 1})", False),
    ],
)
def test_a_new_call_would_be_seen(source, is_seen):
    visitor = _Calls("x.py")
    visitor.visit(ast.parse(source))
    assert bool(visitor.found) is is_seen


def test_lists_of_a_model_with_history_are_followed_too():
    """A relation of many to many has a table of its own, that the history must be told of."""
    left_out = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if hasattr(model, "history") and not hasattr(model, "instance_type")
        for field in model._meta.many_to_many
        if field.name
        not in {one.name for one in getattr(model.history.model, "_history_m2m_fields", ())}
    ]
    assert left_out == []
