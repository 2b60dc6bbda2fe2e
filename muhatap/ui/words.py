"""The words that the browser needs to keep clocks true, so that no script carries a language."""

from django.utils.translation import gettext as _

from muhatap.ui.readings import RUNNING, state_words


def clock_words() -> dict[str, object]:
    """Return patterns with `{n}` for a count and `{t}` for a time, and the words of the running states."""
    count = {"count": 0}
    return {
        "d": _pattern(_("%(count)d d") % count),
        "h": _pattern(_("%(count)d h") % count),
        "min": _pattern(_("%(count)d min") % count),
        "now": _("< 1 min"),
        "late": _("%(duration)s overdue") % {"duration": "{t}"},
        "states": {state: state_words(state) for state in RUNNING},
    }


def _pattern(words: str) -> str:
    return words.replace("0", "{n}", 1)
