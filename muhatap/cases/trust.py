"""How sure it is who writes, and what is done for whom: levels 0 to 3 of the charter (process C9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases.models import Case, IdentityProof

NEVER = 4


class Sensitive(StrEnum):
    """What needs to be sure who asks; the words of the charter's `identity_levels`."""

    DOCUMENTS = "documents"
    WITHDRAWAL = "withdrawal_enquiry"
    CHANGE = "change_request"
    VERIFICATION = "verification"
    UNLOCK = "unlock"
    DELIVERY = "data_delivery"


# A proved address or telephone is level 2; two factors, or two of our people instead of them, level 3.
LEVEL_OF_PROOF: Mapping[str, int] = {
    "link": 2,
    "callback": 2,
    "questions": 2,
    "document": 2,
    "account": 3,
    "assisted": 3,
}
# What a channel is where the charter does not say: a public post, an app that vouches, else unproved words.
_LEVEL_OF_CHANNEL: Mapping[str, int] = {"social": 0, "in_app": 3}


class LevelTooLow(Exception):
    """It is not sure enough who asks: the action, the level of the case, and the one that it takes."""

    def __init__(self, action: Sensitive, level: int, needed: int) -> None:
        super().__init__(f"{action}: {level} < {needed}")
        self.action, self.level, self.needed = action, level, needed


@dataclass(frozen=True, slots=True)
class Standing:
    """One sensitive action on a case: whether it may be done, and which level it takes."""

    action: Sensitive
    level: int
    needed: int

    @property
    def is_open(self) -> bool:
        """Whether it may be done now."""
        return self.level >= self.needed


def level_of(case: Case) -> int:
    """How sure it is who writes: by the channel, or by what was proved for this case, whichever is more."""
    proof = IdentityProof.objects.filter(case_id=case.id).values_list("how", flat=True).first()
    return max(level_of_channel(case.brand, case.channel), LEVEL_OF_PROOF.get(proof or "", 0))


def level_of_channel(brand: Brand, channel: str) -> int:
    """What a channel alone proves."""
    said = (section_of(brand, "channels") or {}).get(channel) or {}
    return int(said.get("identity_level", _LEVEL_OF_CHANNEL.get(channel, 1)))


def level_needed(brand: Brand, action: Sensitive) -> int:
    """The lowest level at which the charter allows it; 0 where the charter names no levels."""
    levels = section_of(brand, "identity_levels")
    if not levels:
        return 0
    return min((int(level) for level, said in levels.items() if action in said["allows"]), default=NEVER)


def level_name(brand: Brand, level: int, language: str) -> str:
    """The name that the charter gives a level; empty without one."""
    said = (section_of(brand, "identity_levels") or {}).get(str(level)) or {}
    return brand.in_language(said.get("name") or {}, language)


def standing_of(case: Case) -> list[Standing]:
    """Every sensitive action with the level that it takes; empty where the charter names no levels."""
    if not section_of(case.brand, "identity_levels"):
        return []
    level = level_of(case)
    return [Standing(action, level, level_needed(case.brand, action)) for action in Sensitive]


def may_tell(case: Case) -> bool:
    """Whether how another case of this customer stands may be told here; always without levels."""
    levels = section_of(case.brand, "identity_levels")
    if not levels:
        return True
    return "status" in levels.get(str(level_of(case)), {}).get("allows", ())


def refuse_low(case: Case, action: Sensitive) -> int:
    """The level of the case; `LevelTooLow` where the action takes a higher one."""
    needed = level_needed(case.brand, action)
    level = level_of(case) if needed else 0
    if level < needed:
        raise LevelTooLow(action, level, needed)
    return level
