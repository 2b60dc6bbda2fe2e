"""Abusive words, so that whoever answers need not read them unprepared: pure, Turkish and English.

Only marks: the message is kept and answered like any other, and the customer is never told.
"""

import re

from muhatap.kernel.text import fold

_BEGINNINGS = (
    *(
        "orospu",
        "siktir",
        "sikti",
        "sikeyim",
        "sikerim",
        "siker",
        "amina",
        "amcik",
        "amq",
        "pezeveng",
        "pezevenk",
    ),
    *("yavsak", "ibne", "gerizekali", "serefsiz", "haysiyetsiz", "kahpe", "gavat", "dangalak", "gotver"),
    *("oruspu", "yarrak", "pust", "it herif", "kopek herif", "mal herif", "geber", "gebertir"),
    *("fuck", "motherfuck", "bitch", "cunt", "asshole", "arsehole", "wanker", "bastard", "retard", "faggot"),
    *("nigger", "whore", "slut", "dickhead", "shithead", "piece of shit", "kill you", "kill yourself"),
)
_WORDS = (*("aq", "amk", "oc", "mk", "stfu", "kys"), *("salak", "aptal", "ahmak", "idiot", "moron", "stupid"))
_RUDE = re.compile(
    r"(?<![^\W_])(?:(?:" + "|".join(map(re.escape, map(fold, _BEGINNINGS))) + r")|"
    r"(?:" + "|".join(map(re.escape, map(fold, _WORDS))) + r")(?:sin|siniz|lar|s)?(?![^\W_]))"
)
_SPELT_OUT = re.compile(r"(?<=\b\w)[.*_-](?=\w\b)")
_LONGEST = 4_000


def is_rude(text: str) -> bool:
    """Whether a text holds words that are meant to hurt."""
    return bool(_RUDE.search(fold(_SPELT_OUT.sub("", text[:_LONGEST]))))
