"""What can be done with staff and with the keys of programs."""

from muhatap.accounts.operations.tokens import UnknownScope, create_token, revoke_token

__all__ = ["UnknownScope", "create_token", "revoke_token"]
