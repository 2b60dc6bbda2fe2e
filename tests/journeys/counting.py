"""Counting what a task costs a person: a step is one click, one chord of keys, or one field filled in."""

import re
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "user-tasks.md"
ROW = re.compile(
    r"^\| (?P<task>[^|]+?) \|[^|]*\|[^|]*\| (?P<measured>\d+) \| (?P<budget>\d+) \|$", re.MULTILINE
)


class Steps:
    """A page whose steps are counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, selector: str) -> None:
        """Click, or touch, one thing."""
        self.count += 1
        self.page.locator(selector).first.click()

    def press(self, chord: str) -> None:
        """Press keys together."""
        self.count += 1
        self.page.keyboard.press(chord)

    def write(self, selector: str, text: str) -> None:
        """Fill in one field."""
        self.count += 1
        self.page.fill(selector, text)

    def type(self, text: str) -> None:
        """Write where the cursor stands."""
        self.count += 1
        self.page.keyboard.type(text)

    def choose(self, selector: str, label: str) -> None:
        """Choose from a list."""
        self.count += 1
        self.page.select_option(selector, label=label)

    def attach(self, selector: str, file: dict) -> None:
        """Choose a file."""
        self.count += 1
        self.page.set_input_files(selector, file)


def budgets() -> dict[str, tuple[int, int]]:
    """Measured steps and budget of every task, as the guide states them."""
    rows = ROW.finditer(GUIDE.read_text(encoding="utf-8"))
    return {row["task"]: (int(row["measured"]), int(row["budget"])) for row in rows}
