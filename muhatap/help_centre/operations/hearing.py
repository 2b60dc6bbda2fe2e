"""What readers leave behind without a name: whether an article helped, and what they sought in vain."""

import hmac
import re
from datetime import datetime

from django.conf import settings
from django.db.models import F

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.help_centre.models import Article, ArticleVote, SoughtInVain
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.kernel.search_text import skeleton

# Fewer people than this may be one person with her own name.
READABLE_FROM = 3
_WORDS_AT_MOST = 6
_WORD = re.compile(r"[^\W\d_]{2,30}")


def vote_on_article(
    *, article: Article, number: int, language: str, has_helped: bool, by: Actor, at: datetime
) -> None:
    """Keep whether a version of an article helped."""
    with unit_of_work() as unit:
        unit.add(
            ArticleVote(
                brand_id=article.brand_id,
                article=article,
                edition_number=number,
                language=language,
                has_helped=has_helped,
                at=at,
            )
        )


def note_vain_search(*, brand: Brand, language: str, query: str, by: Actor, at: datetime) -> None:
    """Count what was not found; words are kept from the third time on, numbers and addresses never."""
    words = _readable_words(query)
    if not words:
        return
    key = settings.MUHATAP_KEYRING.derive("help-centre-searches")
    digest = hmac.digest(key, words.encode(), "sha256").hex()
    with unit_of_work():
        row, is_new = SoughtInVain.objects.get_or_create(
            brand=brand,
            language=language,
            digest=digest,
            defaults={"first_on": at.date(), "last_on": at.date()},
        )
        if is_new:
            return
        SoughtInVain.objects.filter(id=row.id).update(count=F("count") + 1, last_on=at.date())
        SoughtInVain.objects.filter(id=row.id, count__gte=READABLE_FROM, words="").update(words=words)


def _readable_words(query: str) -> str:
    """The folded words of a query; none where it has a number, an address or anything that is masked."""
    if "@" in query or re.search(r"\d{4,}", query) or mask(query).found:
        return ""
    return " ".join(skeleton(word) for word in _WORD.findall(query)[:_WORDS_AT_MOST])
