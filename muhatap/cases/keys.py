"""The numbering of this installation and the secrets that open cases on the portal."""

from functools import lru_cache

from django.conf import settings

from muhatap.cases.models import Case
from muhatap.cases.numbers import Numbering


@lru_cache(maxsize=1)
def numbering() -> Numbering:
    """The installation's numbering, keyed by the founding key, so that a rotation changes no number."""
    keyring = settings.MUHATAP_KEYRING
    return Numbering(keyring.derive("case-numbers", key_id=keyring.key_ids[0]))


# Stands in every stored letter where the secret was told, so that no copy, export or colleague shows it.
HIDDEN_SECRET = "••••-••••-••••-••••-••••"  # noqa: S105


def told_secret(case: Case, letter: str) -> str:
    """A letter as it goes to the customer: with the secret that the case was opened with."""
    return letter.replace(HIDDEN_SECRET, numbering().secret(case.number, 0))


def secret_of(case: Case) -> str:
    """The secret that opens the case on the portal, together with its number."""
    return numbering().secret(case.number, case.secret_generation)
