"""What all facts about a case have in common."""

from dataclasses import dataclass

from muhatap.kernel.facts import Fact, StreamKey


@dataclass(frozen=True, kw_only=True)
class CaseFact(Fact):
    """A fact about one case."""

    brand: int
    case: int

    @property
    def stream(self) -> StreamKey:
        """The case's own stream."""
        return StreamKey("case", self.case)

    @property
    def brand_id(self) -> int:
        """The brand of the case."""
        return self.brand
