"""The privacy notice in three layers, wherever something is asked: a line, more of it, and the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from muhatap.brands.models import Brand
from muhatap.portal import faces
from muhatap.privacy.uses import POINTS

WISH = gettext_lazy("Your consent, which you can take back at any time.")
UNTIL = gettext_lazy("Until you end it.")


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """What is said at one place: the line, what unfolds, the basis, how long, and the notice's version."""

    line: str
    more: str
    basis: str
    kept: str
    version: str


def why_asked(brand: Brand, point: str, languages: Sequence[str]) -> WhyAsked | None:
    """The layers of one place; what is wished for freely rests on the wish and ends with it."""
    purpose = POINTS.get(point)
    if purpose is None:
        return None
    notice = faces.notice_face(brand.notices, languages)
    basis, kept = notice["legal_basis"], notice["retention"]
    if purpose.code == "standing":
        basis, kept = str(WISH), str(UNTIL)
    return WhyAsked(str(purpose.line), str(purpose.more), basis, kept, notice["version"])
