"""The product as source: its files, their syntax trees, and the floors that `pyproject.toml` names."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "muhatap"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def python_files() -> tuple[Path, ...]:
    """Every module of a domain except migrations, which a machine writes."""
    return tuple(sorted(path for path in PACKAGE.glob("*/**/*.py") if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def templates() -> tuple[Path, ...]:
    """Every template of the product."""
    return tuple(sorted(path for path in PACKAGE.glob("**/templates/**/*") if path.is_file()))


def domain(path: Path) -> str:
    """The package of a file: `cases` for `muhatap/cases/models.py`."""
    return path.relative_to(PACKAGE).parts[0]


def layer_files(*names: str) -> Iterator[Path]:
    """The files of an inner layer, whether it is a module (`views.py`) or a package (`views/`)."""
    for path in python_files():
        inside = path.relative_to(PACKAGE).with_suffix("").parts[1:]
        if set(inside) & set(names):
            yield path


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions on the top level of a module whose names do not begin with an underscore."""
    for node in tree(path).body:
        if isinstance(node, FUNCTIONS) and not node.name.startswith("_"):
            yield node


def place(path: Path, line: int) -> str:
    """`muhatap/cases/models.py:12`."""
    return f"{path.relative_to(ROOT)}:{line}"


def complain(findings: list[str], remedy: str):
    """Fail with every finding and, once, what to do about it."""
    if findings:
        pytest.fail("\n".join([f"{len(findings)} found. {remedy}", *sorted(set(findings))]), pytrace=False)


@cache
def height(package: str) -> int:
    """The floor of a package, counted from the ground; a package without a floor is a KeyError."""
    for number, floor in enumerate(reversed(floors())):
        if package in floor:
            return number
    raise KeyError(f"muhatap/{package} stands on no floor: place it in pyproject.toml, [tool.importlinter]")


@cache
def floors() -> tuple[frozenset[str], ...]:
    """The packages of each floor, top to ground, as the layers contract lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == ["muhatap"])
    return tuple(frozenset(re.findall(r"\w+", layer)) for layer in layers)
