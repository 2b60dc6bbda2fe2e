"""What can be done with the record itself."""

from muhatap.audit.operations.erasing import erase_fields
from muhatap.audit.operations.listening import try_listener_again
from muhatap.audit.operations.signing import SignedMeanwhile, sign_heads, sign_heads_if_due
from muhatap.audit.operations.stamping import stamp_logs

__all__ = [
    "SignedMeanwhile",
    "erase_fields",
    "sign_heads",
    "sign_heads_if_due",
    "stamp_logs",
    "try_listener_again",
]
