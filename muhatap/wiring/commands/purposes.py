"""What a file of the console is for: said, kept on record, refused where nobody was told of it."""

import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from muhatap.kernel.purposes import Purpose, Sort

PURPOSES = ", ".join(Purpose)


def told_purpose(
    brands: Iterable[Any], what: str, purpose: str, at: datetime, whole: Iterable[Sort] = ()
) -> bool:
    """Whether data of these brands may leave for a purpose; why not is printed."""
    from muhatap.kernel.actors import Actor
    from muhatap.privacy import operations as privacy

    if not purpose:
        print(f"--purpose says what it is for: {PURPOSES}", file=sys.stderr)
        return False
    try:
        for brand in brands:
            privacy.state_purpose(
                brand=brand, what=what, purpose=purpose, whole=whole, by=Actor.system("console"), at=at
            )
    except privacy.PurposeNotStated:
        print(f"data do not leave for {purpose!r}; the refusal is on record", file=sys.stderr)
        return False
    return True
