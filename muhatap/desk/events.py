"""What happens on the desk beside its cases."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class SharedViewSaved(BrandFact):
    """A view that others work by was made or changed; `condition` is its text."""

    kind: ClassVar[str] = "shared_view.saved"

    view: int
    name: str
    condition: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SharedViewRemoved(BrandFact):
    """A view that others worked by is shared no longer."""

    kind: ClassVar[str] = "shared_view.removed"

    view: int
    name: str
