"""Receipt codes: sixty bits of the hash of a case's first event, for a person to keep, read out and type.

Whoever has the code can tell later whether the history that is shown still begins as it began.
"""

import hmac

# Crockford's base 32: no letter that is taken for a digit.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011", " -·")
_LENGTH = 12


def receipt_code(first_hash: str) -> str:
    """The code for a first event's hash (hex), in groups of four."""
    bits = int(first_hash[:15], 16)
    letters = "".join(_LETTERS[bits >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def is_receipt_of(typed: str, first_hash: str) -> bool:
    """Whether what somebody typed is the code for this hash; gaps, capitals and look-alikes do not matter."""
    plain = typed.upper().translate(_MISREAD)
    return hmac.compare_digest(plain.encode(), receipt_code(first_hash).replace("-", "").encode())
