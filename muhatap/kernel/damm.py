"""Damm's check digit: catches every single wrong digit and every swap of two neighbours.

Source: H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004 (the quasigroup of order 10).
"""

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

OWN_LENGTH = 12


def check_digit(digits: str) -> str:
    """The digit to append to a string of ASCII digits; ValueError for anything else."""
    return str(_interim(digits))


def is_valid(digits: str) -> bool:
    """Whether a string of ASCII digits ends in its own check digit."""
    return len(digits) > 1 and digits.isascii() and digits.isdigit() and _interim(digits) == 0


def is_own_number(digits: str) -> bool:
    """Whether twelve bare digits form a reference number that this installation could have given out."""
    return len(digits) == OWN_LENGTH and is_valid(digits)


def _interim(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("a check digit is computed over ASCII digits only")
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][ord(digit) - 48]
    return interim
