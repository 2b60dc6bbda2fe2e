"""Names say what a thing is; some names say nothing."""

import ast

from tests.architecture.source import PACKAGE, complain, place, python_files, tree

EMPTY_FILE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "service",
    "services",
}
EMPTY_CLASS_ENDINGS = ("Manager", "Handler", "Processor", "Data", "Info", "Helper", "Util", "Utils")


def test_files_are_named_after_an_idea():
    complain(
        [
            place(path, 1)
            for path in python_files()
            if {*path.relative_to(PACKAGE).parts, path.stem} & EMPTY_FILE_NAMES
        ],
        "Name the file after what is in it: a noun for things, a gerund for a family of verbs.",
    )


def test_classes_are_named_after_an_idea():
    complain(
        [
            f"{place(path, node.lineno)} {node.name}"
            for path in python_files()
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_CLASS_ENDINGS)
        ],
        "Name the class after what it is in the glossary.",
    )
