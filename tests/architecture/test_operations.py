"""Operations are told everything: keyword-only, who acts (`by`), when (`at`); they own no clock."""

import ast

from tests.architecture.source import complain, layer_files, place, public_functions, tree

CLOCKS = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
}
REQUIRED = {"by", "at"}


def test_operations_are_keyword_only_and_take_by_and_at():
    findings = []
    for path in layer_files("operations"):
        for function in public_functions(path):
            arguments = function.args
            if arguments.posonlyargs or arguments.args or arguments.vararg or arguments.kwarg:
                findings.append(f"{place(path, function.lineno)} {function.name} takes arguments by position")
            if missing := REQUIRED - {argument.arg for argument in arguments.kwonlyargs}:
                findings.append(
                    f"{place(path, function.lineno)} {function.name} lacks {', '.join(sorted(missing))}"
                )
    complain(
        findings, "def verb(*, thing, by: Actor, at: datetime); what needs neither is a query or a pure rule."
    )


def test_operations_say_what_they_do():
    complain(
        [
            f"{place(path, function.lineno)} {function.name}"
            for path in layer_files("operations", "queries")
            for function in public_functions(path)
            if not ast.get_docstring(function)
        ],
        "One sentence: what it does, what it raises.",
    )


def test_operations_read_no_clock():
    complain(
        [
            f"{place(path, node.lineno)} {node.value.id}.{node.attr}"
            for path in layer_files("operations", "queries", "models")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in CLOCKS
        ],
        "Time is an argument: take `at` and let the door read the clock.",
    )
