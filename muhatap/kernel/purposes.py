"""What sort of personal data something is, and for which purposes data of that sort are used. Pure.

Columns say their sort on the pages `personal_data`; what leaves the desk is asked for its purpose.
"""

from collections.abc import Iterable
from enum import StrEnum


class Sort(StrEnum):
    """What data tell of a person; the same words as in the record of processing (GDPR art. 30)."""

    NAME = "name"
    CONTACT = "contact"
    CORRESPONDENCE = "correspondence"
    DOCUMENTS = "documents"
    TRANSACTIONS = "transactions"
    DEVICE = "device"
    IDENTITY = "identity"
    OPINIONS = "opinions"
    CREDENTIALS = "credentials"
    ACTIONS = "actions"


class Purpose(StrEnum):
    """What people are told when they write: their matter, our duties, and how well we do."""

    THE_MATTER = "the_matter"
    LEGAL_DUTY = "legal_duty"
    DEFENCE = "defence"
    QUALITY = "quality"


# Asked for often, stated nowhere: whoever writes about a complaint does not agree to be sold to.
UNSTATED = ("marketing", "profiling", "other")
# How well we work is seen without knowing whose matter it was; no court needs how somebody signs in.
_SERVED: dict[Purpose, frozenset[Sort]] = {
    Purpose.THE_MATTER: frozenset(Sort),
    Purpose.LEGAL_DUTY: frozenset(Sort) - {Sort.CREDENTIALS, Sort.DEVICE, Sort.OPINIONS},
    Purpose.DEFENCE: frozenset(Sort) - {Sort.CREDENTIALS, Sort.OPINIONS},
    Purpose.QUALITY: frozenset({Sort.CORRESPONDENCE, Sort.TRANSACTIONS, Sort.OPINIONS, Sort.ACTIONS}),
}


def is_stated(purpose: str) -> bool:
    """Whether people were told that their data serve this."""
    return purpose in set(Purpose)


def is_served(purpose: str, sort: Sort) -> bool:
    """Whether data of this sort serve a purpose; none serve one that is not stated."""
    return is_stated(purpose) and sort in _SERVED[Purpose(purpose)]


def purposes_served(sorts: Iterable[Sort]) -> list[Purpose]:
    """The purposes that data of all these sorts serve."""
    wanted = frozenset(sorts)
    return [each for each in Purpose if wanted <= _SERVED[each]]
