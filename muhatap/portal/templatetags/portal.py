"""Small helpers of the portal's templates."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.bot import queries as bots
from muhatap.brands.models import Brand
from muhatap.channels.call_queries import room_of
from muhatap.portal.forms import Block, DetailsForm
from muhatap.portal.models import DraftFile
from muhatap.portal.noticing import WhyAsked
from muhatap.portal.noticing import why_asked as layers_of
from muhatap.portal.standing.drawing import days_markup
from muhatap.portal.standing.telling import Day
from muhatap.topics.questions import words
from muhatap.ui.furniture import evidence_markup
from muhatap.ui.icons import icon_markup

register = template.Library()
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@register.filter
def said(texts: Mapping[str, str] | str) -> str:
    """A text of the charter in the reader's language."""
    return words(texts, (get_language() or "",))


@register.filter
def days_drawn(days: Iterable[Day]) -> SafeString:
    """Ninety days as bars: full where it worked, half where slow, dark where it could not be reached."""
    return days_markup(list(days))


@register.simple_tag(takes_context=True)
def why_asked(context: template.Context, point: str) -> WhyAsked | None:
    """The layers of the privacy notice for a place at which something is asked."""
    brand = context.get("brand")
    return layers_of(brand, point, (get_language() or "", brand.default_language)) if brand else None


@register.filter
def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


@register.filter
def after_first_sentence(text: str) -> str:
    """What follows the first sentence."""
    return "".join(_SENTENCE_END.split(text, maxsplit=1)[1:])


@register.filter
def is_web_address(link: str) -> bool:
    """Whether a link leads to a page of the web."""
    return link.startswith(("https://", "http://"))


@register.simple_tag
def offers_calls(brand: Brand) -> bool:
    """Whether the brand promises to call back."""
    return room_of(brand) is not None


@register.simple_tag
def inputs(form: DetailsForm, block: Block) -> list[BoundField]:
    """The inputs of one question."""
    return form.bound_inputs(block)


@register.simple_tag
def reason(form: DetailsForm, block: Block) -> BoundField:
    """The input for the reason why something is missing."""
    return form[block.reason]


@register.simple_tag
def files_for(attached: Iterable[DraftFile], evidence: str) -> list[DraftFile]:
    """The files that were kept for one item of evidence."""
    return [each for each in attached if each.evidence == evidence]


@register.simple_tag
def draft_file(attached: DraftFile) -> SafeString:
    """One kept file with a button that removes it."""
    stored = attached.file
    remove: Any = format_html(
        '<button class="btn btn-quiet btn-icon" name="action" value="drop-file:{}" aria-label="{}">'
        "{}</button>",
        attached.id,
        _("Remove %(name)s") % {"name": stored.name},
        icon_markup("x"),
    )
    return evidence_markup(stored.name, stored.size, stored.content_type, stored.sha256, remove)


@register.filter
def kind_name(kind: str) -> str:
    """What sort of case it is, in the customer's words."""
    match kind:
        case "complaint":
            return _("Complaint")
        case "emergency":
            return _("Emergency")
        case "identity":
            return _("Verification")
        case "refund":
            return _("Refund")
        case "privacy":
            return _("Personal data")
        case _:
            return _("Request")


@register.filter
def has_assistant(brand: Brand) -> bool:
    """Whether the charter lets the built-in assistant answer."""
    return bots.has_assistant(brand)
