"""Foreign keys point down, and a lower floor does not use the names that they leave behind."""

import ast
from functools import cache

from django.apps import apps

from tests.architecture.source import complain, domain, height, place, python_files, tree

IN_A_QUERY = "a query"
ORM_CALLS = {
    "filter",
    "exclude",
    "get",
    "Q",
    "prefetch_related",
    "select_related",
    "values",
    "values_list",
    "annotate",
    "order_by",
    "Prefetch",
}


def owned_relations():
    for model in apps.get_models():
        if not model.__module__.startswith("muhatap."):
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.is_relation and (field.related_model.__module__).startswith("muhatap."):
                yield model, field, package_of(model), package_of(field.related_model)


def package_of(model) -> str:
    return model.__module__.split(".")[1]


def test_foreign_keys_point_down():
    complain(
        [
            f"{model.__module__}.{model.__name__}.{field.name} points from {own} to {other}"
            for model, field, own, other in owned_relations()
            if own != other and height(other) >= height(own)
        ],
        "A table knows only tables of lower floors: turn the relation around, or keep an id without a key.",
    )


def test_reverse_names_are_used_only_upstairs():
    findings = []
    for model, field, own, other in owned_relations():
        name = field.remote_field.get_accessor_name()
        if own == other or name is None:
            continue
        left_by = f"{own}.{model.__name__}.{field.name} leaves it on {other}"
        for path in python_files():
            if height(domain(path)) < height(own):
                owners = {field.related_model.__name__.lower(), "self" if domain(path) == other else ""}
                findings += [
                    f"{place(path, line)} uses {name}: {left_by}"
                    for owner, used, line in names_used(path)
                    if used == name and (owner in owners or owner == IN_A_QUERY)
                ]
    complain(findings, "A lower floor does not know who points at it: move the code up; related_name='+'.")


@cache
def names_used(path) -> list[tuple[str, str, int]]:
    """What a module reads off its variables (`case.clocks`) and asks of the database (`"clocks__queue"`)."""
    used = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
            used.append((owner, node.attr, node.lineno))
        elif isinstance(node, ast.Call) and called(node) in ORM_CALLS:
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            texts += [keyword.arg or "" for keyword in node.keywords]
            parts = (part for text in texts for part in str(text).lstrip("-").split("__"))
            used += [(IN_A_QUERY, part, node.lineno) for part in parts]
    return used


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
