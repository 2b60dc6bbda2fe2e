"""A person by name and address, and what two spellings of one address have in common."""

from dataclasses import dataclass

from muhatap.kernel.identifiers import normal_email


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be written to; the name may be empty."""

    email: str
    name: str = ""


def folded(address: str) -> str:
    """The address as it is kept and compared, empty when it is none."""
    # No mail system in use tells local parts apart by their case.
    return (normal_email(address) or "").lower()
