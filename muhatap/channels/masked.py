"""What is shown in place of an identity number or account."""

from typing import Any


def shown_masked(value: Any) -> str:
    """The last four characters of a secret, dots before them; of a short one nothing."""
    text = str(value).replace(" ", "")
    return "•" * max(len(text) - 4, 4) + text[-4:] if len(text) > 6 else "••••"
