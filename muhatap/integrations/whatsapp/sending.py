"""The way out by WhatsApp: our words while they may go, else an approved template that names the case."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.channels.adapters.whatsapp.accounts import Account, WrongAccount, account_of
from muhatap.channels.contract import Held, NotReady, OutboundMessage, Rendered
from muhatap.integrations.whatsapp import graph

# What one message of WhatsApp holds.
_LONGEST = 4096


def ready() -> None:
    """Return when any brand has a number; a brand without one is told at each of its messages."""
    if not settings.MUHATAP_WHATSAPP:
        raise NotReady("no_whatsapp")


def render(message: OutboundMessage) -> Rendered:
    """The message as JSON, the same at every call; the delivery's number comes back with what they tell."""
    said = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.recipient.removeprefix("+"),
        "biz_opaque_callback_data": str(message.delivery_id),
    }
    said |= _template(message) if message.is_notice else _text(message)
    raw = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Rendered(raw, message.message_id)


@contextmanager
def line() -> Iterator["Line"]:
    """A way to all numbers."""
    yield Line()


class Line:
    """Sends one message after the other."""

    def send(self, message: OutboundMessage, rendered: Rendered) -> str:
        """Hand over a message in the name of its brand's number; returns the id that it got."""
        return graph.send(_account(message), rendered.raw)


def _account(message: OutboundMessage) -> Account:
    code = Brand.objects.values_list("code", flat=True).get(id=message.brand_id)
    try:
        account = account_of(code)
    except WrongAccount:
        raise NotReady("whatsapp_file") from None
    if account is None:
        raise NotReady("no_whatsapp")
    return account


def _text(message: OutboundMessage) -> dict[str, object]:
    with translation.override(message.language):
        words = message.words.strip()
        more = [_("You find the files here: %(url)s") % {"url": message.case_url}] if message.files else []
        text = "\n\n".join([words, *more])
        if message.only_link or len(text) > _LONGEST:
            said = {"number": message.number, "url": message.case_url}
            text = _("We have written you a letter on your case %(number)s. Read it here: %(url)s") % said
    return {"type": "text", "text": {"preview_url": False, "body": text}}


def _template(message: OutboundMessage) -> dict[str, object]:
    name, _slash, code = _account(message).templates.get(message.language, "").partition("/")
    if not name:
        raise Held("window_closed")
    parameters = [{"type": "text", "text": message.number}]
    return {
        "type": "template",
        "template": {
            "name": name,
            "language": {"code": code or message.language},
            "components": [{"type": "body", "parameters": parameters}],
        },
    }
