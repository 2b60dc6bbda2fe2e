"""Notices about access in words, and where they lead."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

KINDS = frozenset(
    {"glass_broken", "glass_judged", "device_seen", "factors_asked", "factors_taken_off", "sso_conflict"}
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
        case _:
            return "shield", _("The second factor of %(name)s was taken off") % said


def place_of_access(kind: str, params: Mapping[str, Any]) -> str:
    """The page that a notice leads to."""
    match kind:
        case "glass_broken" | "glass_judged":
            return "/desk/emergency/"
        case "device_seen":
            return "/desk/profile/sessions/"
        case _:
            return "/desk/access/"
