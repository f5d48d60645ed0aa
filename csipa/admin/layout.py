"""A change page as a list of sections: groups of fields and sets of lines, in one chosen order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.admin import helpers
from django.contrib.admin.utils import flatten_fieldsets
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.text import slugify

from csipa.admin.formsets import NUMBER_MARK
from csipa.french.grammar import upper_first

UNNAMED = "Informations générales"


@dataclass(frozen=True)
class Line:
    """One line of a set; `number` counts from 1, or stands for a line still to be added."""

    admin_form: helpers.InlineAdminForm
    number: int | str

    @property
    def form(self):
        """The form of the line."""
        return self.admin_form.form

    @property
    def rank(self):
        """The input of the rank, None where lines have no order."""
        return self.form[ORDERING_FIELD_NAME] if ORDERING_FIELD_NAME in self.form.fields else None

    @property
    def cells(self) -> list:
        """The fields of the line one after the other."""
        return [field for fieldset in self.admin_form for row in fieldset for field in row]


class LineSet:
    """The lines of one inline as the page shows them."""

    def __init__(self, inline_admin_formset):
        self.stock = inline_admin_formset
        self.opts = inline_admin_formset.opts
        self.formset = inline_admin_formset.formset

    @property
    def title(self) -> str:
        """Heading of the set."""
        alone = self.formset.max_num == 1
        return upper_first(str(self.opts.verbose_name if alone else self.opts.verbose_name_plural))

    @property
    def can_add(self) -> bool:
        """Tell whether lines may be added."""
        return self.stock.has_add_permission and self.formset.max_num > 0

    @property
    def can_delete(self) -> bool:
        """Tell whether lines may be deleted."""
        return self.formset.can_delete and self.stock.has_delete_permission

    @property
    def is_ordered(self) -> bool:
        """Tell whether lines may be moved."""
        return self.formset.can_order and self.stock.has_change_permission

    @property
    def count(self) -> int:
        """How many lines the page shows at first."""
        return len(self.formset.forms)

    def lines(self) -> list[Line]:
        """Return the lines, by rank where they have one (ranks as typed, after an error)."""
        lines = [Line(form, index) for index, form in enumerate(self._forms(), start=1)]
        if self.is_ordered:
            lines.sort(key=_rank_as_typed)
            lines = [Line(line.admin_form, index) for index, line in enumerate(lines, start=1)]
        return lines

    def blank(self) -> Line:
        """Return the line that the browser copies to add one."""
        return Line(self._wrapped(self.formset.empty_form, None), NUMBER_MARK)

    def _forms(self) -> Iterator[helpers.InlineAdminForm]:
        # The stock wrapper pairs forms with rows by place, which is wrong once lines moved.
        for form in self.formset.initial_forms:
            yield self._wrapped(form, form.instance)
        for form in self.formset.extra_forms:
            yield self._wrapped(form, None)

    def _wrapped(self, form, original):
        readonly = list(self.stock.readonly_fields)
        if original is not None and not self.stock.has_change_permission:
            readonly += flatten_fieldsets(self.stock.fieldsets)
        return helpers.InlineAdminForm(
            self.formset,
            form,
            self.stock.fieldsets,
            self.stock.prepopulated_fields,
            original,
            readonly,
            model_admin=self.opts,
        )


def _rank_as_typed(line: Line) -> tuple[int, int]:
    """Sort by the rank as it was typed; a line without one goes last."""
    try:
        return int(line.rank.value()), line.number
    except (TypeError, ValueError):
        return 10**9, line.number


@dataclass(frozen=True)
class PageSection:
    """A part of a change page, with its heading and its anchor."""

    slug: str
    title: str
    fieldset: helpers.Fieldset | None = None
    line_set: LineSet | None = None

    @property
    def has_errors(self) -> bool:
        """Tell whether something in the section was refused."""
        if self.line_set is not None:
            formset = self.line_set.formset
            return formset.is_bound and (any(formset.errors) or bool(formset.non_form_errors()))
        names = flatten_fieldsets([(None, {"fields": self.fieldset.fields})])
        return any(name in self.fieldset.form.errors for name in names)


def page_sections(adminform, inline_admin_formsets, layout: tuple) -> list[PageSection]:
    """Return the sections in the order of `layout`, then whatever it does not name.

    `layout` holds names of fieldsets and inline classes; a name that the page does not have (for
    lack of permission, say) is passed over.
    """
    parts = {(fieldset.name or UNNAMED): fieldset for fieldset in adminform}
    parts |= {type(wrapper.opts): LineSet(wrapper) for wrapper in inline_admin_formsets}
    order = [key for key in layout if key in parts]
    order += [key for key in parts if key not in order]
    sections = []
    for key in order:
        part = parts[key]
        if isinstance(part, LineSet):
            slug = f"section-{part.formset.prefix}"
            sections.append(PageSection(slug, part.title, line_set=part))
        else:
            sections.append(PageSection(f"section-{slugify(key)}", str(key), fieldset=part))
    return sections
