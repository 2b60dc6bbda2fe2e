"""Founding an empty database: the tables that all migrations end in, made at once.

Walking every migration draws the models anew at each step, hundreds of times; for a database without a row
only the end counts. Steps that are not about tables (triggers, search tables, sequences) are run in order.
A test compares the tables and triggers with those of the long way, on both databases.
"""

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps


def found(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Make all tables of an empty database and note every migration as done; False when it is not empty."""
    connection = connections[using]
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    apps = executor.loader.project_state().apps
    # One transaction: a start that is killed leaves nothing, and the next one founds anew.
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
                editor.create_model(model)
        for step, app in _other_steps(plan):
            _take(step, app, editor, apps)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for migration, _ in plan:
            recorder.record_applied(migration.app_label, migration.name)
    return True


def _other_steps(plan: list[tuple[Migration, bool]]) -> Iterator[tuple[migrations.RunSQL, str]]:
    """Steps of ours that are not about tables; those of libraries only carry data over."""
    for migration, _ in plan:
        if type(migration).__module__.startswith("muhatap."):
            for step in migration.operations:
                if isinstance(step, migrations.RunSQL | migrations.RunPython):
                    yield step, migration.app_label


def _take(step, app: str, editor, apps: StateApps) -> None:
    try:
        if isinstance(step, migrations.RunPython):
            step.code(apps, editor)
        else:
            step.database_forwards(app, editor, None, None)
    except LookupError:
        # It carries rows out of a table that is gone in the end; here there are none.
        return
