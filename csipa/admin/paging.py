"""Lists whose number of rows has no limit: counted up to a bound, and not turned beyond it."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Page, Paginator

MOST_COUNTED = 10_000
"""Rows counted and shown at most; beyond, a list is narrowed by its filters."""

FAR = 1_000
"""Rows from which on a page is read by its keys: the rows before it are not joined for nothing."""


class BoundedPaginator(Paginator):
    """Counts at most one row more than MOST_COUNTED, whatever the size of the table.

    Pages beyond do not exist: reaching them would read all the rows before.
    """

    @cached_property
    def count(self) -> int:
        """Return the number of rows, MOST_COUNTED + 1 standing for « more »."""
        rows = self.object_list.order_by()
        # What each row says beside its columns is not worked out for a count.
        rows = rows if rows.query.combinator or rows.query.distinct else rows.values("pk")
        return rows[: MOST_COUNTED + 1].count()

    @cached_property
    def num_pages(self) -> int:
        """Return the number of pages up to MOST_COUNTED rows."""
        rows = max(1, min(self.count, MOST_COUNTED))
        return -(-rows // self.per_page)

    def page(self, number: int | str) -> Page:
        """Return a page; of one far down, the keys are found first, in an index alone."""
        shown = super().page(number)
        start, rows = shown.start_index() - 1, self.object_list
        if start >= FAR and not rows.query.combinator:
            keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
            shown.object_list = rows.filter(pk__in=keys)
        return shown

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more rows than are counted."""
        return self.count > MOST_COUNTED
