"""Texts that staff use again, as the composer offers them: filled in, in the case's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.kernel.text import fold
from muhatap.letters.filling import VARIABLES, chosen_language, fill
from muhatap.letters.models import TextModule
from muhatap.promises.variables import moment_in_letters, values_of

LANGUAGES = {"tr": "Türkçe", "en": "English"}


@dataclass(frozen=True, slots=True)
class TextFace:
    """A text as it would stand in a reply to one case."""

    id: int
    name: str
    category: str
    text: str
    missing: tuple[str, ...]
    language: str
    is_other_language: bool
    is_personal: bool
    used_count: int


def text_faces(modules: Iterable[TextModule], case: Case, staff: Staff, at: datetime) -> list[TextFace]:
    """The texts filled in for a case; one that lacks the case's language says so."""
    values = values_of(case, staff, at)
    return [text_face(module, case.language, values) for module in modules]


def text_face(module: TextModule, language: str, values: Mapping[str, str]) -> TextFace:
    """One text filled in."""
    chosen = chosen_language(module.texts, language)
    filled = fill(module.texts.get(chosen, ""), values)
    return TextFace(
        id=module.id,
        name=module.name,
        category=module.category,
        text=filled.text,
        missing=filled.missing,
        language=chosen,
        is_other_language=chosen != language,
        is_personal=module.owner_id is not None,
        used_count=module.used_count,
    )


def narrowed(faces: Iterable[TextFace], query: str) -> list[TextFace]:
    """Those whose name, category or words hold every word of a query."""
    wanted = fold(query).split()
    return [
        face
        for face in faces
        if all(word in fold(f"{face.name} {face.category} {face.text}") for word in wanted)
    ]


def sample_values(staff: Staff, brand_name: str, language: str, at: datetime) -> dict[str, str]:
    """Values for a preview, made up where they come from a case."""
    with translation.override(language):
        return {
            "customer.name": "Elif Karaca",
            "case.number": "26-00000-00000",
            "case.subject": _("Subject"),
            "case.topic": _("Topic"),
            "promise.next": _("First reply"),
            "promise.next_at": moment_in_letters(at),
            "agent.name": staff.name,
            "brand.name": brand_name,
            "today": date_format(timezone.localtime(at), "j F Y"),
        }


def variable_words() -> list[tuple[str, str]]:
    """Every variable as it is written, and what it stands for."""
    meaning = {
        "customer.name": _("the customer’s name"),
        "case.number": _("the case number"),
        "case.subject": _("the subject of the case"),
        "case.topic": _("the topic of the case"),
        "promise.next": _("the promise that ends next"),
        "promise.next_at": _("when that promise ends at the latest"),
        "agent.name": _("your name"),
        "brand.name": _("the brand’s name"),
        "today": _("today’s date"),
    }
    return [("{{" + name + "}}", meaning[name]) for name in VARIABLES]
