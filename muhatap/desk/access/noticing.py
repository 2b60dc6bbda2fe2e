"""Notices about access in words, and where they lead."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

KINDS = frozenset(
    {"glass_broken", "glass_judged", "device_seen", "factors_asked", "factors_taken_off", "sso_conflict"}
    | {"account_help_asked", "role_asked", "key_asked"}
)


def access_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The icon and the words of a notice."""
    said = {name: params.get(name, "") for name in ("name", "device", "network", "reason")}
    match kind:
        case "glass_broken":
            return "key", _("%(name)s opened a case in an emergency: %(reason)s") % said
        case "glass_judged":
            return "key", _("An emergency opening of yours was judged")
        case "device_seen":
            return "shield", _(
                "Signed in by a new device: %(device)s, %(network)s. If it was not you, end the session"
            ) % said
        case "factors_asked":
            return "shield", _(
                "The second factor of %(name)s is to be taken off; a second person decides"
            ) % said
        case "account_help_asked":
            return "key", _("A customer’s account: a second person decides")
        case "role_asked":
            return "shield", _("%(name)s is to get another role; a second person decides") % said
        case "key_asked":
            return "key", _("A key that may write waits for a second person: %(name)s") % said
        case _:
            return "shield", _("The second factor of %(name)s was taken off") % said


def place_of_access(kind: str, params: Mapping[str, Any]) -> str:
    """The page that a notice leads to."""
    match kind:
        case "glass_broken" | "glass_judged":
            return "/desk/emergency/"
        case "device_seen":
            return "/desk/profile/sessions/"
        case "account_help_asked":
            return f"/desk/cases/{params.get('number', '')}/account-help/"
        case "key_asked":
            return "/desk/keys/"
        case _:
            return "/desk/access/"
