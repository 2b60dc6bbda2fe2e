"""What the pages of the help centre show: articles in groups, what was found, what belongs together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from muhatap.help_centre.finding import Found, search, suggestions
from muhatap.help_centre.library import Library, Shelved
from muhatap.topics.questions import words
from muhatap.ui.prose import plain_words, prose

SHOWN_IN_GROUP = 6
FOUND_AT_MOST = 20
_WORDS_A_MINUTE = 150


@dataclass(frozen=True, slots=True)
class GroupFace:
    """One group of articles; `more` is how many stand only on the group's own page."""

    code: str
    name: str
    articles: tuple[Shelved, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ArticleFace:
    """One article as a page."""

    article: Shelved
    group: str
    html: SafeString
    minutes: int
    related: tuple[Shelved, ...]

    @property
    def is_terms(self) -> bool:
        """Whether each of its versions counts for its own days."""
        return self.article.kind == "terms"


@dataclass(frozen=True, slots=True)
class SearchFace:
    """What a search found; `read_as` are words that were read as others, none when all were found."""

    words: str
    found: tuple[Shelved, ...]
    read_as: tuple[tuple[str, str], ...]
    is_partial: bool


def group_faces(
    library: Library, names: Mapping[str, Any], languages: Sequence[str], chosen: str = ""
) -> list[GroupFace]:
    """The groups in the charter's order that have articles; the chosen one alone, and whole."""
    faces = []
    for code in (*names, ""):
        inside = tuple(each for each in library.shelf if (each.group if each.group in names else "") == code)
        if not inside or (chosen and code != chosen):
            continue
        shown = inside if chosen else inside[:SHOWN_IN_GROUP]
        faces.append(GroupFace(code, words(names.get(code), languages), shown, len(inside) - len(shown)))
    return faces


def search_face(library: Library, query: str) -> SearchFace:
    """What is found for these words."""
    found: Found = search(library.entries, query)
    articles = tuple(library.by_id[hit.key] for hit in found.hits[:FOUND_AT_MOST])
    return SearchFace(query, articles, found.corrected, found.is_partial)


def suggested(library: Library, story: str, topic: str = "") -> list[Shelved]:
    """What may help somebody who tells this about a topic, the best first, at most three."""
    found = [library.by_id[hit.key] for hit in suggestions(library.entries, story)]
    about = library.about(topic) if topic else []
    # What belongs to the topic and fits the words comes first.
    return sorted(found, key=lambda each: each not in about)[:3]


def article_face(
    library: Library, article: Shelved, names: Mapping[str, Any], languages: Sequence[str], root: str
) -> ArticleFace:
    """An article as a page; links to other articles lead below `root`."""
    said = len(plain_words(article.body).split())
    return ArticleFace(
        article=article,
        group=words(names.get(article.group), languages),
        html=prose(article.body, lambda address: linked(address, root)),
        minutes=max(1, round(said / _WORDS_A_MINUTE)),
        related=_related(library, article),
    )


def linked(address: str, root: str) -> str:
    """Where a link within an article leads: `para-cekme` to another article, `/…` below the brand."""
    if address.startswith("#"):
        return address
    if address.startswith("/"):
        return f"{root.removesuffix('help/')}{address[1:]}"
    return f"{root}{address.strip('/')}/"


def changed_by_charter(article: Shelved) -> datetime | None:
    """When the charter changed an article after it was written; None where it did not."""
    return article.changed_at if article.by_charter else None


def _related(library: Library, article: Shelved) -> tuple[Shelved, ...]:
    others = [each for each in library.shelf if each.slug != article.slug]
    close = sorted(
        others,
        key=lambda each: (
            -len(set(each.topics) & set(article.topics)),
            each.group != article.group,
            library.shelf.index(each),
        ),
    )
    return tuple(
        each for each in close if each.group == article.group or set(each.topics) & set(article.topics)
    )[:4]
