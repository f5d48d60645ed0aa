"""Columns that put what people type into one form, and texts found whatever their accents."""

from django.db import models
from django.db.models.lookups import IRegex

from csipa.french.keys import accent_glob, accent_pattern
from sites.rules.identifiers import compact


class CodeField(models.CharField):
    """A code such as a SIREN: spaces, dots and hyphens that people type in it are dropped."""

    def to_python(self, value):
        """Return the code in capitals without separators."""
        text = super().to_python(value)
        return compact(text) if isinstance(text, str) else text

    def formfield(self, **kwargs):
        """Leave room in the form for the separators that will be dropped."""
        return super().formfield(**{"max_length": self.max_length + 10, **kwargs})


class KeyField(models.CharField):
    """The key of another column, computed at each write so that it never goes stale.

    `source` names that column; `key` is the function of `sites.rules.names` that computes it.
    `save(update_fields=…)` and `bulk_update` must name this column beside its source.
    """

    def __init__(self, *args, source, key, **kwargs):
        self.source = source
        self.key = key
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Give migrations the source and the function."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, {**kwargs, "source": self.source, "key": self.key}

    def pre_save(self, model_instance, add):
        """Compute the key just before the row is written."""
        value = self.key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


@models.CharField.register_lookup
@models.TextField.register_lookup
class Spelt(models.Lookup):
    """The column holds a word of `search_key`, whatever its accents and its case.

    For columns that keep no key of their own. On SQLite a regular expression is a call of Python
    for each row: the pattern that the database reads by itself takes its place where there is one.
    """

    lookup_name = "spelt"

    def as_sql(self, compiler, connection):
        """Ask for the regular expression."""
        return compiler.compile(IRegex(self.lhs, accent_pattern(self.rhs)))

    def as_sqlite(self, compiler, connection):
        """Ask for the pattern of SQLite."""
        pattern = accent_glob(self.rhs)
        if not pattern:
            return self.as_sql(compiler, connection)
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} GLOB %s", [*params, pattern]
