"""Lists whose number of rows has no limit: counted up to a bound, and not turned beyond it."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Paginator

MOST_COUNTED = 10_000
"""Rows counted and shown at most; beyond, a list is narrowed by its filters."""


class BoundedPaginator(Paginator):
    """Counts at most one row more than MOST_COUNTED, whatever the size of the table.

    Pages beyond do not exist: reaching them would read all the rows before.
    """

    @cached_property
    def count(self) -> int:
        """Return the number of rows, MOST_COUNTED + 1 standing for « more »."""
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()

    @cached_property
    def num_pages(self) -> int:
        """Return the number of pages up to MOST_COUNTED rows."""
        rows = max(1, min(self.count, MOST_COUNTED))
        return -(-rows // self.per_page)

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more rows than are counted."""
        return self.count > MOST_COUNTED
