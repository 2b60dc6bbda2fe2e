"""Letters by name: their sorts, and the template and version that a message was begun from."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.letters.linting.facts import Sort

SORTS: Mapping[str, Promise] = {
    Sort.FINAL: gettext_lazy("Letter with our decision"),
    Sort.HOLDING: gettext_lazy("Letter: the answer is late"),
    Sort.DEADLOCK: gettext_lazy("Letter with our final decision on appeal"),
}
_AUTOMATIC: Mapping[str, Promise] = {
    "acknowledgement": gettext_lazy("Acknowledgement"),
    "complaint_acknowledged": gettext_lazy("Acknowledgement of a complaint"),
    "complaint_confirm": gettext_lazy("Question whether it has arrived"),
    "complaint_question": gettext_lazy("Question to the customer"),
    "complaint_unanswered": gettext_lazy("Reminder of our decision"),
    "complaint_update": gettext_lazy("Word on where it stands"),
    "escalated": gettext_lazy("Notice of escalation"),
    "later_limit": gettext_lazy("Notice of a later time"),
    "missing": gettext_lazy("Question about what is missing"),
    "promise_missed": gettext_lazy("Notice of a missed promise"),
}


def sort_words(sort: str) -> str:
    """A sort of letter by name."""
    return str(SORTS.get(sort) or _AUTOMATIC.get(sort) or sort)


def template_words(mark: str) -> str:
    """The template that a mark names with its version; empty without one."""
    sort, _at, version = mark.partition("@")
    if not version:
        return ""
    if version.startswith("0:"):
        return _("Template: %(name)s, as it comes with the product (%(version)s)") % {
            "name": sort_words(sort),
            "version": version[2:],
        }
    return _("Template: %(name)s, version %(version)s") % {"name": sort_words(sort), "version": version}
