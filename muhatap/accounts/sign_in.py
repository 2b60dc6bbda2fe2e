"""How staff sign in: by e-mail address, password and second factor; nobody can sign herself up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from muhatap.kernel.sealing import seal, unseal


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the console or an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class StaffFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(settings.MUHATAP_KEYRING, "second-factor", text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(settings.MUHATAP_KEYRING, "second-factor", bytes.fromhex(encrypted_text)).decode()
