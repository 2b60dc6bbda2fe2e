"""What can be wrong with a condition: a code, the place in the text, and what the words need: pure."""

from typing import Any


class BadCondition(ValueError):
    """A condition that cannot be read; `wording.words_of_fault` says it with a remedy.

    `at` and `end` are offsets in the text, or in a stored condition the number of its part.
    """

    def __init__(self, code: str, at: int = 0, end: int = 0, **params: Any) -> None:
        super().__init__(f"{code} at {at}")
        self.code = code
        self.at = at
        self.end = max(end, at)
        self.params = params
