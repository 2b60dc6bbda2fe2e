"""The documents keep up with the code: links lead somewhere, and what can be set or called is described."""

import ast
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from muhatap.charters.reference import markdown
from muhatap.charters.schema import charter_schema
from muhatap.wiring.console import COMMANDS
from tests.architecture.source import PACKAGE, ROOT, complain, python_files, tree

OPERATOR_GUIDE = ROOT / "docs" / "guides" / "operator.md"
LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?[^)\n]*\)")
PATH = re.compile(r"`((?:muhatap|tests|docs|bench|bin|charters|deploy|locale|\.ci)/[\w./-]*\w/?)`")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"^\W*status\W*(built|partly built)\b", re.MULTILINE | re.IGNORECASE)


@cache
def documents() -> tuple[Path, ...]:
    """Every Markdown page of the project."""
    return tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md")]))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The fragments of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ +(.+?) *#*$", FENCE.sub("", text_of(page)), re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def broken_links(page: Path) -> list[str]:
    """The links of a page that lead to no file, or to no heading of it."""
    broken = []
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = unquote(link).partition("#")
        goal = (page.parent / path) if path else page
        if not goal.exists() or (fragment and goal.suffix == ".md" and fragment not in anchors(goal)):
            broken.append(f"{page.relative_to(ROOT)}: {link}")
    return broken


def test_links_lead_somewhere():
    complain([broken for page in documents() for broken in broken_links(page)], "Repair or drop the link.")


def test_a_broken_link_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# A *page*, here\n[ok](#a-page-here) [gone](gone.md) [no](#nowhere) [far](https://x.example)\n"
    )
    assert broken_links(page) == ["page.md: gone.md", "page.md: #nowhere"]


def test_named_paths_exist():
    complain(
        [
            f"{page.relative_to(ROOT)}: {path}"
            for page in documents()
            for path in PATH.findall(text_of(page))
            if not (ROOT / path).exists()
        ],
        "A page names a file or folder that is not there.",
    )


def test_every_package_has_its_line_in_the_architecture():
    page = text_of(ROOT / "docs" / "architecture.md")
    complain(
        [path.parent.name for path in PACKAGE.glob("*/__init__.py") if f"`{path.parent.name}/`" not in page],
        "Give the package a line in docs/architecture.md, in the table of floors.",
    )


def test_every_variable_of_the_environment_stands_in_the_operator_guide():
    guide = text_of(OPERATOR_GUIDE)
    complain(
        [name for name in variables() if f"`{name}`" not in guide], "Describe it in docs/guides/operator.md."
    )


def test_variables_are_found_where_they_are_read():
    assert {"MUHATAP_DATA", "MUHATAP_DATABASE_URL", "MUHATAP_KEYRING", "MUHATAP_PYTHON"} <= variables()
    assert "MUHATAP_REACTIONS" not in variables()


def variables() -> set[str]:
    """The variables that the product's code and commands take from their surroundings."""
    in_code = {
        node.value
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"MUHATAP_[A-Z_]+", node.value)
    }
    in_commands = {
        name
        for path in (ROOT / "bin").iterdir()
        for name in re.findall(r"\$\{?(MUHATAP_[A-Z_]+)", path.read_text(encoding="utf-8"))
    }
    return in_code | in_commands


def test_every_command_stands_in_the_operator_guide():
    guide = text_of(OPERATOR_GUIDE)
    complain(
        [f"muhatap {name}" for name in COMMANDS if not re.search(rf"\bmuhatap {name}\b", guide)],
        "Describe the command in docs/guides/operator.md.",
    )


def test_every_module_of_the_console_with_a_run_is_a_command():
    modules = (PACKAGE / "wiring" / "commands").glob("[a-z]*.py")
    complain(
        [path.stem for path in modules if has_run(path) and path.stem not in COMMANDS], "List it in COMMANDS."
    )


def has_run(path: Path) -> bool:
    """Whether a module of the console answers a sub-command."""
    return any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree(path).body)


def test_decisions_are_numbered_once_and_say_how_far_they_are_built():
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [page.name[:4] for page in pages]
    findings = [f"{number} is used twice" for number in numbers if numbers.count(number) > 1]
    findings += [f"{page.name} has no status" for page in pages if not STATUS.search(text_of(page))]
    index = text_of(ROOT / "docs" / "decisions" / "README.md")
    findings += [f"{page.name} is not in the list" for page in pages if f"({page.name})" not in index]
    complain(
        findings, "A decision is one page, `Status: built` or `Status: partly built`, listed in README.md."
    )


def test_the_charter_reference_is_what_the_schema_says():
    written = text_of(ROOT / "docs" / "charter.md")
    assert written.strip() == markdown(charter_schema()).strip(), (
        "Write it anew: muhatap charter schema --markdown > docs/charter.md"
    )
