"""Migrations that say the same thing to two databases in their own words."""

from collections.abc import Sequence

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def per_database(
    *, sqlite: Sequence[str], postgresql: Sequence[str], undo: Sequence[str] = ()
) -> migrations.RunPython:
    """A migration step with one list of statements for each database; `undo` serves both."""

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
            editor.execute(statement, params=None)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in undo:
            editor.execute(statement, params=None)

    return migrations.RunPython(forwards, backwards)
