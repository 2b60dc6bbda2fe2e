"""What the page of a letter template shows: its texts, versions, and how it reads line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.queries import case_visible_to
from muhatap.complaints.answer_letter import letter_facts, written_letter
from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import complaint_of
from muhatap.letters.case_letters import case_letter_facts, written_case_letter
from muhatap.letters.linting import OF_CASES, Lint, Sort, lint
from muhatap.letters.linting.wording import flaw_words
from muhatap.letters.merging import shipped_template
from muhatap.letters.models import LetterTemplate
from muhatap.letters.queries import letter_template, template_versions
from muhatap.letters.sample import sample_facts, sample_letter

LANGUAGES = {"tr": "Türkçe", "en": "English"}
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Preview:
    """A template in one language as a letter: each line with what the linter finds there."""

    language: str
    name: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    whole: tuple[str, ...]
    passes: bool


def texts_in_use(brand: Brand, sort: Sort) -> dict[str, str]:
    """The template that is used now, in each language."""
    return {language: letter_template(brand.pk, sort, language).text for language in LANGUAGES}


def texts_of(template: LetterTemplate, sort: Sort) -> dict[str, str]:
    """The texts of a version; a language that it lacks is the product's."""
    return {each: template.texts.get(each) or shipped_template(sort, each) for each in LANGUAGES}


def version_of(brand: Brand, sort: Sort, number: str) -> LetterTemplate | None:
    """The version with this number, as typed."""
    return next((each for each in template_versions(brand.pk, sort) if str(each.version) == number), None)


def complaint_to_show(staff: Staff, brand: Brand, number: str) -> Complaint | None:
    """The complaint by which a template is looked at, if she may see its case and it is of this brand."""
    case = case_visible_to(staff, number) if number else None
    return complaint_of(case) if case is not None and case.brand_id == brand.pk else None


def previews_of(
    texts: Mapping[str, str],
    sort: Sort,
    brand: Brand,
    staff: Staff,
    complaint: Complaint | None,
    at: datetime,
) -> list[Preview]:
    """How the template reads in each language; a real complaint has only the language of its case."""
    if complaint is not None:
        language, today = complaint.case.language, localtime(at).date()
        template = texts.get(language, "")
        if sort in OF_CASES:
            told, case = {"new_date": today.isoformat()}, complaint.case
            signed = {"signer": staff.name, "at": at}
            text = written_case_letter(case, sort, told, **signed, template=template)
            return [_preview(language, text, lint(text, case_letter_facts(case, sort, told, **signed)))]
        known = {"signer": staff.name, "at": at, "sort": sort, "new_date": today}
        text = written_letter(complaint, **known, template=template)
        return [_preview(language, text, lint(text, letter_facts(complaint, **known)))]
    today = localtime(at).date()
    found = []
    for language, template in texts.items():
        text = sample_letter(template, sort, language, brand=brand.name, signer=staff.name, today=today)
        facts = sample_facts(sort, language, signer=staff.name, today=today)
        found.append(_preview(language, text, lint(text, facts)))
    return found


def _preview(language: str, text: str, found: Lint) -> Preview:
    at_line: dict[int, list[str]] = {}
    for flaw in (*found.flaws, *found.advice):
        at_line.setdefault(flaw.line, []).append(" ".join(flaw_words(flaw)))
    lines = enumerate(text.splitlines(), start=1)
    return Preview(
        language=language,
        name=LANGUAGES.get(language, language),
        lines=tuple((line, tuple(at_line.get(number, ()))) for number, line in lines),
        whole=tuple(at_line.get(0, ())),
        passes=found.passes,
    )
