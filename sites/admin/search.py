"""The search box and the autocompletion ask the QuerySet, which forgives accents and hyphens."""


class TolerantSearchMixin:
    """Searches through `QuerySet.search` of the model; `search_fields` only shows the box."""

    search_fields = ("search_key",)

    def get_search_results(self, request, queryset, search_term):
        """Return the rows found; none comes twice."""
        return queryset.search(search_term), False
