"""Why a promise takes longer: reasons that staff choose and the customer reads."""

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

NEUTRAL = ""

_SENTENCES: dict[str, Lazy] = {
    NEUTRAL: _("The work on your case is not finished yet."),
    "checks": _("Your case needs a closer look before we can decide."),
    "third_party": _("We are waiting for an answer from another company that takes part in this."),
    "fault": _("A technical fault on our side slowed us down."),
    "volume": _("More people than usual have written to us."),
}
REASONS = tuple(_SENTENCES)


def delay_sentence(reason: str) -> Lazy:
    """The sentence that the customer reads; the neutral one for a reason that is not known."""
    return _SENTENCES.get(reason, _SENTENCES[NEUTRAL])
