"""Which of the operator's systems answers for a brand."""

from django.conf import settings

from muhatap.integrations.calling import Peer


def account_peer_of(brand_code: str) -> Peer | None:
    """The system that knows the brand's accounts, if the installation names one."""
    named = settings.MUHATAP_ACCOUNT_CARDS.get(brand_code)
    return Peer(*named) if named else None


def telephone_peer_of(brand_code: str) -> Peer | None:
    """The telephone system that makes the brand's calls, if the installation names one."""
    named = settings.MUHATAP_TELEPHONE.get(brand_code)
    return Peer(*named) if named else None


def affected_peer_of(brand_code: str) -> Peer | None:
    """The system that knows whom a problem affects, if the installation names one."""
    named = settings.MUHATAP_AFFECTED.get(brand_code)
    return Peer(*named) if named else None


def ledger_peer_of(brand_code: str) -> Peer | None:
    """The system that knows the movements of the brand's accounts, if the installation names one."""
    named = settings.MUHATAP_LEDGERS.get(brand_code)
    return Peer(*named) if named else None


def social_peer_of(brand_code: str) -> Peer | None:
    """The connector that posts for the brand in public, if the installation names one."""
    named = settings.MUHATAP_SOCIAL_POSTS.get(brand_code)
    return Peer(*named) if named else None
