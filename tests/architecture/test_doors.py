"""Doors ask who may, make one call and answer: they neither fetch around the queries nor write tables."""

import ast

from tests.architecture.source import complain, layer_files, place, tree

TABLE_ACCESS = {"objects", "_default_manager", "_base_manager"}
WRITES = {"save", "delete", "bulk_create", "bulk_update"}
FORMS = {"form", "formset", "serializer"}


def test_doors_do_not_reach_into_tables():
    complain(
        [
            f"{place(path, node.lineno)} .{node.attr}"
            for path in layer_files("views", "api", "edge")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute) and node.attr in TABLE_ACCESS
        ],
        "Fetch through a query (`…_visible_to(staff)` for what is protected).",
    )


def test_doors_do_not_write_rows():
    complain(
        [
            f"{place(path, node.lineno)} .{node.func.attr}()"
            for path in layer_files("views", "api", "edge")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id not in FORMS
            and not node.args
        ],
        "Write through an operation, which records who and when.",
    )
