"""For which purposes data of cases are used: those of the notice that every form shows. Pure."""

from enum import StrEnum

# Where a customer's preferences say since when her data are not worked with.
RESTRICTED = "restricted_at"


class Purpose(StrEnum):
    """What people are told when they write: their matter, our duties, and how well we do."""

    THE_MATTER = "the_matter"
    LEGAL_DUTY = "legal_duty"
    DEFENCE = "defence"
    QUALITY = "quality"


# Asked for often, stated nowhere: whoever writes about a complaint does not agree to be sold to.
UNSTATED = ("marketing", "profiling", "other")


def is_stated(purpose: str) -> bool:
    """Whether people were told that their data serve this."""
    return purpose in set(Purpose)
