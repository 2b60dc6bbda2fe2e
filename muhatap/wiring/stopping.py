"""When a command cannot go on with these data: words for the operator, and a code for the shell."""

# An upgrade failed and was undone; the data are of a newer version; an upgrade was not begun.
ROLLED_BACK, NEWER_DATA, NOT_BEGUN = 3, 4, 5


class UpgradeStopped(Exception):
    """The desk does not start with these data; the message says why and what to do."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code
