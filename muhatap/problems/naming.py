"""What the answers of a case name that tells one cause from another: pure."""

from collections.abc import Mapping
from typing import Any

_FIELDS = {
    "error_code": ("error_code", "error", "hata_kodu"),
    "provider": ("provider", "payment_provider", "bank", "method", "payment_method"),
    "promotion": ("promo_code", "promotion", "promotion_code", "campaign"),
    "version": ("app_version", "version"),
}
_LONGEST = 80


def signs_named(fields: Mapping[str, Any]) -> dict[str, str]:
    """Error code, provider, promotion and version as the answers of a form name them."""
    found = {name: _first(fields, codes) for name, codes in _FIELDS.items()}
    return {name: said for name, said in found.items() if said}


def code_named(fields: Mapping[str, Any]) -> str:
    """The error code that the answers name, as it was written."""
    return _first(fields, _FIELDS["error_code"])


def _first(fields: Mapping[str, Any], codes: tuple[str, ...]) -> str:
    said = (fields.get(code) for code in codes)
    return next((each.strip()[:_LONGEST] for each in said if isinstance(each, str) and each.strip()), "")
