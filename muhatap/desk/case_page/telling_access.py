"""What was done for the account of a customer, as the timeline tells it to staff."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = {
    "lock": gettext_lazy("The customer’s account was locked"),
    "unlock": gettext_lazy("Two people opened the customer’s account again"),
    "factors": gettext_lazy("Two people took the customer’s sign-in codes off"),
    "payee": gettext_lazy("Two people agreed to pass on that she wants to be paid to another account"),
}


def _helped(told: Mapping[str, Any], names: Any) -> str:
    return str(_WORDS.get(told["what"]) or _("The account of the customer was changed"))


ACCESS_WORDS: dict[str, tuple[str, Callable[..., str]]] = {"account.help_agreed": ("key", _helped)}
