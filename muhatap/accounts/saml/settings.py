"""What the surroundings say of the provider; its description is read only where there is one."""

from typing import Final

from muhatap.accounts.group_table import GroupTable, WrongProvider
from muhatap.accounts.saml.provider import SamlProvider

SIGNED: Final = ("assertion", "response", "both")


def provider_of(description: str, groups: str, signed: str) -> SamlProvider | None:
    """The provider that a description names, or none without one; `WrongProvider` where it cannot be used."""
    if not description:
        return None
    if signed not in SIGNED:
        raise WrongProvider(signed)
    # Without a provider nobody has to carry a library for XML.
    from muhatap.accounts.saml.description import provider_in

    return provider_in(description, GroupTable.written(groups), signed)
