"""The contracts in `pyproject.toml` hold, and every package is placed and described."""

import subprocess
import sys

from tests.architecture.source import PACKAGE, ROOT, floors


def test_contracts_are_kept():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_stands_on_a_floor():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= frozenset().union(*floors())


def test_every_package_says_what_it_is_for():
    silent = [
        path.parent.name for path in PACKAGE.glob("*/__init__.py") if not path.read_text().startswith('"""')
    ]
    assert not silent, f"give each a docstring in __init__.py: {silent}"
