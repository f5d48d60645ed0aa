"""Reads files again with frictionless, as re-users do; no network."""

import csv
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from frictionless import Dialect, Resource, Schema, formats, system
    from frictionless import validate as _validate

from csipa.opendata.schemas import table_schema

# Importing frictionless lifts the limit of the whole process, which our own readers rely on.
csv.field_size_limit(131_072)


def faults_of(content, dataset, *, descriptor=None):
    """Return what frictionless reproaches to a CSV, by its schema: a sentence a fault."""
    control = formats.CsvControl(delimiter=dataset.delimiter)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        resource = Resource(
            data=content,
            format="csv",
            encoding="utf-8",
            dialect=Dialect(controls=[control]),
            schema=Schema.from_descriptor(descriptor or table_schema(dataset)),
        )
        return _told(resource.validate())


def package_faults(folder):
    """Return what frictionless reproaches to a folder, sizes and hashes included."""
    with warnings.catch_warnings(), system.use_context(trusted=True):
        warnings.simplefilter("ignore")
        return _told(_validate(str(folder / "datapackage.json")))


def _told(report):
    found = [f"{error.type}: {error.note}" for task in report.tasks for error in task.errors]
    return found + [f"{error.type}: {error.note}" for error in report.errors]
