"""What of a message may be stored: nothing secret in readable form, and no HTML that does anything."""

from dataclasses import dataclass
from typing import Any

from muhatap.channels.contract import InboundMessage
from muhatap.channels.masked import shown_masked
from muhatap.kernel.masking import mask, mask_json
from muhatap.kernel.safe_html import html_to_text, sanitise

_SUBJECT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What of a message may be stored: masked words, harmless HTML, and what was masked where."""

    subject: str
    text: str
    html: str
    quoted: str
    fields: dict[str, Any]
    found: list[dict[str, object]]


def clean(inbound: InboundMessage) -> Cleaned:
    """Mask card, account and identity numbers and make the HTML harmless, before anything is stored."""
    text = mask(inbound.text or html_to_text(inbound.html))
    subject = mask(inbound.subject or text.text.strip().split("\n")[0][:_SUBJECT_LENGTH])
    found = [{"kind": item.kind, "start": item.start, "end": item.end} for item in text.found]
    html = sanitise(inbound.html) if inbound.html else ""
    # Tags may stand inside a number, so HTML that shows one is dropped for its masked text.
    if html and (text.found or mask(html_to_text(html)).found):
        html = ""
    plain = {name: value for name, value in inbound.fields.items() if name not in inbound.sensitive}
    hidden = {
        name: shown_masked(inbound.fields[name]) for name in inbound.sensitive if name in inbound.fields
    }
    return Cleaned(
        subject=subject.text,
        text=text.text,
        html=html,
        quoted=mask(inbound.quoted).text,
        fields={**mask_json(plain), **hidden},
        found=found,
    )
