"""Identifiers and amounts as people type them: identity numbers, IBANs, telephones, addresses, money."""

import re
import unicodedata
from functools import lru_cache

import idna
import phonenumbers
from stdnum import iban as iban_rules
from stdnum.exceptions import ValidationError
from stdnum.tr import tckimlik

LARGEST_AMOUNT = 10**15

_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff.-]+")
_CURRENCY = re.compile(
    r"^(?:tl|try|usd|eur|gbp|₺|\$|€|£)|(?:tl|try|usd|eur|gbp|lira|₺|\$|€|£)$", re.IGNORECASE
)
_AMOUNT = re.compile(r"-?\d+(?:[.,]\d+)*", re.ASCII)
_LOCAL_PART = re.compile(r"[^\s@\"(),:;<>\[\]\\\x00-\x1f\x7f]+")
_MINUS = str.maketrans({"−": "-", "–": "-", "٫": ".", "٬": ","})


class AmountError(ValueError):
    """A typed amount that cannot be read; `code` is empty, malformed, grouping, too_precise or too_large."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def is_tckn(text: str) -> bool:
    """Whether this is a valid Turkish identity number: eleven digits, none leading zero, two check digits."""
    digits = _compact(text)
    return bool(re.fullmatch(r"[1-9][0-9]{10}", digits)) and tckimlik.is_valid(digits)


def is_iban(text: str) -> bool:
    """Whether this is a valid IBAN of any country (ISO 13616: length, structure, remainder 1 modulo 97)."""
    return normal_iban(text) is not None


def normal_iban(text: str) -> str | None:
    """The IBAN in capitals without gaps, or None when it is not valid."""
    if len(text) > 100:
        return None
    try:
        return iban_rules.validate(_compact(text).upper(), check_country=False)
    except ValidationError:
        return None


def masked_iban(text: str) -> str:
    """The country and the last four of an IBAN, the rest as stars; only stars when it is too short."""
    plain = _compact(text).upper()
    if len(plain) < 15:
        return "*" * len(plain)
    return plain[:2] + "*" * (len(plain) - 6) + plain[-4:]


# A form's check and the customer's record ask for the same number one after the other.
@lru_cache(maxsize=64)
def normal_phone(text: str, region: str = "TR") -> str | None:
    """The number in E.164 form, read as dialled in the region; None when no such number can exist."""
    if len(text) > 60:
        return None
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_email(text: str) -> str | None:
    """The address with its domain in lower case and IDNA 2008 form (RFC 5321 lengths); None when unusable."""
    local, at, domain = (
        unicodedata.normalize("NFC", text[:400]).strip().removeprefix("mailto:").rpartition("@")
    )
    if not at or not _is_local_part(local):
        return None
    try:
        domain = _idna(domain)
    except (idna.IDNAError, UnicodeError):
        return None
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or len(local) + len(domain) > 253:
        return None
    return f"{local}@{domain}"


def parse_amount(text: str, language: str = "tr", decimals: int = 2) -> int:
    """The amount in minor units; `1.234` is one thousand in `tr` and 1.234 in `en`. AmountError otherwise."""
    typed = unicodedata.normalize("NFKC", text[:100]).translate(_MINUS)
    typed = _CURRENCY.sub("", re.sub(r"\s+|['’]", "", typed))
    if not typed:
        raise AmountError("empty")
    if not _AMOUNT.fullmatch(typed):
        raise AmountError("malformed")
    sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    whole, fraction = _parts(digits, language)
    if len(fraction.rstrip("0")) > decimals:
        raise AmountError("too_precise")
    minor = int(whole + fraction[:decimals].ljust(decimals, "0"))
    if minor > LARGEST_AMOUNT:
        raise AmountError("too_large")
    return sign * minor


def _compact(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text[:200]))


def _is_local_part(local: str) -> bool:
    plain = 0 < len(local.encode("utf-8", "replace")) <= 64 and _LOCAL_PART.fullmatch(local)
    return bool(plain) and not local.startswith(".") and not local.endswith(".") and ".." not in local


def _parts(digits: str, language: str) -> tuple[str, str]:
    """Whole part and fraction: two kinds of sign explain themselves, one is read as the language does."""
    point = "," if language.split("-")[0] == "tr" else "."
    used = {sign for sign in ".," if sign in digits}
    if len(used) == 2:
        point = max(".,", key=digits.rindex)
    elif used and point not in used and _is_plain_fraction(digits, used.copy().pop()):
        point = used.pop()
    group = "," if point == "." else "."
    whole, _, fraction = digits.rpartition(point) if point in digits else (digits, "", "")
    if point in whole or group in fraction:
        raise AmountError("grouping")
    first, *others = whole.split(group)
    if others and (not 1 <= len(first) <= 3 or any(len(other) != 3 for other in others)):
        raise AmountError("grouping")
    return whole.replace(group, ""), fraction


def _is_plain_fraction(digits: str, sign: str) -> bool:
    """Whether a lone foreign sign can only be a decimal point, as in `12.5` or `1234.50`."""
    _, *others = digits.split(sign)
    return len(others) == 1 and len(others[0]) != 3


@lru_cache(maxsize=4096)
def _idna(domain: str) -> str:
    # A Turkish keyboard writes İ where the domain has i; IDNA would keep its dot.
    return idna.encode(domain.replace("İ", "i").removesuffix("."), uts46=True).decode().lower()
