"""Which account and which transaction somebody named in her own words: pure.

Only a number behind its own name counts, so that an amount or a date is never taken for one.
"""

import re
from dataclasses import dataclass

_SIGN = r"(?:\s*(?:numaram|numarası|numarasi|numara|number|kodu|no|nr|id|#)\.?['’]?(?:si|sı|su|m|mız|miz)?)+"
_IS = r"\s*(?:[:=#]|is\b|olan\b)?\s*"
_NUMBER = r"([A-Z]{0,4}[-/]?\d[\dA-Z/-]{3,30}\d)(?![\dA-Z])"
_ACCOUNT = re.compile(rf"\b(?:müşteri|musteri|customer|üye|uye|hesap|account){_SIGN}{_IS}{_NUMBER}", re.I)
_TRANSACTION = re.compile(rf"\b(?:işlem|islem|transaction|ödeme|odeme|payment){_SIGN}{_IS}{_NUMBER}", re.I)
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Named:
    """The first customer number and the first transaction number in a text, empty for none."""

    account_no: str = ""
    transaction_no: str = ""


def named_in(text: str) -> Named:
    """The numbers that a text names; Turkish and English."""
    words = text[:_MOST].replace("İ", "i").replace("I\u0307", "i")
    account, transaction = _ACCOUNT.search(words), _TRANSACTION.search(words)
    return Named(account[1] if account else "", transaction[1] if transaction else "")
