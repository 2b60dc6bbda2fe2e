"""What the built-in bot says: passages of live articles, a guide, or that a person takes over.

It says nothing that no article says.
"""

from dataclasses import dataclass

from muhatap.bot.dissatisfaction import judge
from muhatap.bot.wishes import ANGER, DANGER, PERSON, reason_to_hand_over
from muhatap.brands.models import Brand
from muhatap.help_centre.finding import passage, search, suggestions
from muhatap.help_centre.library import Library, Shelved, library_of
from muhatap.kernel.text import fold
from muhatap.topics.models import Topic
from muhatap.topics.queries import topics_in_force
from muhatap.ui.prose import plain_words

QUOTES_AT_MOST = 2
# A person is named at once; what an article may still answer is answered first.
_AT_ONCE = frozenset({PERSON, ANGER, DANGER})
_GREETINGS = frozenset(
    {
        "merhaba",
        "merhabalar",
        "selam",
        "selamlar",
        "gunaydin",
        "hello",
        "hi",
        "hey",
        "iyi",
        "gunler",
        "aksamlar",
    }
)


@dataclass(frozen=True, slots=True)
class Quote:
    """What an article says: its title and address within the help centre, and the words themselves."""

    title: str
    slug: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a visitor: `kind` is `greeting`, `quotes`, `person` or `unknown`.

    `topic` is the topic whose guide or form fits; `reason` says why a person should take it.
    """

    kind: str
    quotes: tuple[Quote, ...] = ()
    topic: str = ""
    has_guide: bool = False
    reason: str = ""
    is_complaint: bool = False


def answer_to(brand: Brand, language: str, text: str) -> Answer:
    """The answer to what a visitor wrote, from the brand's live articles alone."""
    reason = reason_to_hand_over(text)
    is_complaint = judge(text).is_dissatisfied
    if reason in _AT_ONCE:
        topic = _topic_for(brand, "", reason, is_complaint=is_complaint)
        return Answer("person", topic=topic, reason=reason, is_complaint=is_complaint)
    library = library_of(brand, language)
    found = _found(library, text)
    code = next((each.topics[0] for each in found if each.topics), "")
    topic = _topic_for(brand, code, reason, is_complaint=is_complaint)
    if found:
        quotes = tuple(_quoted(each, text) for each in found[:QUOTES_AT_MOST])
        return Answer("quotes", quotes, topic, _has_guide(brand, topic), reason, is_complaint)
    if reason:
        return Answer("person", topic=topic, reason=reason)
    is_greeting = set(fold(text).replace("!", " ").replace(",", " ").split()) <= _GREETINGS
    return Answer("greeting" if is_greeting else "unknown")


def quotes_for(brand: Brand, language: str, text: str) -> tuple[Quote, ...]:
    """What the articles say about a text, whoever is to answer it."""
    found = _found(library_of(brand, language), text)
    return tuple(_quoted(each, text) for each in found[:QUOTES_AT_MOST])


def _found(library: Library, text: str) -> list[Shelved]:
    hits = suggestions(library.entries, text, most=QUOTES_AT_MOST)
    if not hits and len(text.split()) <= 4:
        sought = search(library.entries, text)
        hits = () if sought.is_partial else sought.hits[:QUOTES_AT_MOST]
    return [library.by_id[hit.key] for hit in hits]


def _quoted(article: Shelved, text: str) -> Quote:
    return Quote(article.title, article.slug, passage(plain_words(article.body), text))


def _topic_for(brand: Brand, code: str, reason: str, *, is_complaint: bool) -> str:
    """The topic of the article; a complaint's or an emergency's own topic where the words say so."""
    kind = "emergency" if reason == DANGER else "complaint" if is_complaint else ""
    if kind:
        return next((each.code for each in topics_in_force(brand) if each.kind == kind), code)
    return code


def _has_guide(brand: Brand, code: str) -> bool:
    topic: Topic | None = next((each for each in topics_in_force(brand) if each.code == code), None)
    return bool(topic and topic.guidance.get("guide"))
