"""The identity provider as it is known here."""

from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509

from muhatap.accounts.group_table import GroupTable


@dataclass(frozen=True, slots=True)
class SamlProvider:
    """An identity provider: its name, where browsers go, its certificates, and what has to be signed."""

    entity_id: str
    sign_in_url: str
    certificates: tuple[x509.Certificate, ...]
    signed: str = "assertion"
    valid_until: datetime | None = None
    groups: GroupTable = field(default_factory=GroupTable)
