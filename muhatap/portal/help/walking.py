"""A walk through a quick-fix guide as its page shows it, and what was tried in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.help_centre.guides import FAILED, SKIPPED, WORKED, Guide, Outcome, Step, guide_from
from muhatap.help_centre.library import Library, Shelved
from muhatap.topics.models import Topic
from muhatap.topics.questions import words

_SALT = "portal.guide"
# As long as a form is kept.
KEPT_FOR = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class TriedFace:
    """One step that was tried and what came of it."""

    title: str
    outcome: str


@dataclass(frozen=True, slots=True)
class StepFace:
    """The step at which somebody is: number, words, the article that says more, and the buttons."""

    number: int
    code: str
    title: str
    text: str
    article: Shelved | None
    outcomes: tuple[tuple[str, str], ...]


def guide_of(topic: Topic) -> Guide | None:
    """The guide that a topic offers."""
    return guide_from(topic.guidance.get("guide") or {})


def key_of(run_id: int, brand: Brand) -> str:
    """The part of the address under which a walk goes on."""
    return signing.dumps(run_id, salt=f"{_SALT}.{brand.id}")


def run_id_in(key: str, brand: Brand) -> int | None:
    """The walk of an address; None for one that is not ours or older than a week."""
    try:
        return int(signing.loads(key, salt=f"{_SALT}.{brand.id}", max_age=KEPT_FOR))
    except signing.BadSignature:
        return None


def step_face(step: Step, taken: Sequence[object], library: Library, languages: Sequence[str]) -> StepFace:
    """A step as it is asked."""
    return StepFace(
        number=len(taken) + 1,
        code=step.code,
        title=words(step.title, languages),
        text=words(step.text, languages),
        article=library.by_slug.get(step.article),
        outcomes=tuple((each.code, outcome_words(each, languages)) for each in step.outcomes),
    )


def tried_faces(
    guide: Guide | None, taken: Sequence[Mapping[str, str]], languages: Sequence[str]
) -> list[TriedFace]:
    """What was tried, in words; a step that the charter has no more keeps its code."""
    faces = []
    for each in taken:
        step = guide.step(each["step"]) if guide else None
        outcome = step.outcome(each["outcome"]) if step else None
        faces.append(
            TriedFace(
                title=words(step.title, languages) if step else each["step"],
                outcome=outcome_words(outcome, languages) if outcome else each["outcome"],
            )
        )
    return faces


def tried_text(faces: Sequence[TriedFace]) -> str:
    """What was tried as a paragraph of a message; empty where nothing was."""
    if not faces:
        return ""
    lines = "\n".join(f"{place}. {each.title} → {each.outcome}" for place, each in enumerate(faces, 1))
    return f"{_('What I tried:')}\n{lines}"


def outcome_words(outcome: Outcome, languages: Sequence[str]) -> str:
    """What a button says."""
    if outcome.label:
        return words(outcome.label, languages)
    return {
        WORKED: _("It worked"),
        FAILED: _("It did not help"),
        SKIPPED: _("I did not try it"),
    }.get(outcome.code, outcome.code)
