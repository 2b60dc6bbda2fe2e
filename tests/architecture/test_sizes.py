"""Files, classes and functions stay small enough to be read in one go. There is no list of exceptions."""

import ast

from tests.architecture.source import FUNCTIONS, complain, place, python_files, tree

FILE_LINES = 400
CLASS_LINES = 250
FUNCTION_LINES = 60


def test_files_are_short():
    lengths = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in python_files()]
    complain(
        [f"{place(path, 1)} has {length} lines" for path, length in lengths if length > FILE_LINES],
        f"A file has at most {FILE_LINES} lines: split it by idea.",
    )


def test_classes_and_functions_are_short():
    findings = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            limit = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
            if isinstance(node, (ast.ClassDef, *FUNCTIONS)) and node.end_lineno - node.lineno + 1 > limit:
                length = node.end_lineno - node.lineno + 1
                findings.append(f"{place(path, node.lineno)} {node.name} has {length} lines, at most {limit}")
    complain(findings, "Give a part of it a name of its own.")
