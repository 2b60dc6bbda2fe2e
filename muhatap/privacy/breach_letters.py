"""The letters about a breach: to the authority and to the people, filled from what the register knows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.letters.case_letters import day_words
from muhatap.letters.linting import LetterFacts, Sort
from muhatap.letters.merging import BREACH_PARTS, merged, sentences
from muhatap.letters.queries import letter_template
from muhatap.letters.sample import breach_parts
from muhatap.privacy.models import Breach


def told_of(breach: Breach, language: str) -> dict[str, str]:
    """What the register knows, by the parts of a letter; empty where it knows nothing yet."""
    with translation.override(language):
        found = _("It was found on %(day)s.") % {"day": _day(breach.found_at, breach.brand.zone, language)}
        whom = _("%(groups)s; people: %(people)s, records: %(records)s%(note)s") % {
            "groups": breach.people_groups or _("customers"),
            "people": _count(breach.people_count),
            "records": _count(breach.records_count),
            "note": "" if breach.counts_are_final else f" ({_('preliminary')})",
        }
    return {
        "what": f"{breach.what} {found}" if breach.what else "",
        "whom": whom if breach.people_count is not None or breach.people_groups else "",
        "effect": breach.consequences,
        "done": breach.measures,
        "advice": breach.advice,
        "contact": breach.contact,
    }


def authority_letter(breach: Breach, language: str, signer: str) -> str:
    """The brand's notice to the authority, filled; what is not known stays to be written."""
    return _letter(breach, Sort.BREACH_AUTH, language, signer)


def people_letter(breach: Breach, language: str, signer: str) -> str:
    """The text for the notice to all: greeting and number are filled for each recipient when it is sent."""
    return _letter(breach, Sort.BREACH_TOLD, language, signer)


def authority_facts(breach: Breach, language: str, signer: str) -> LetterFacts:
    """What the linter holds the notice to the authority against."""
    return LetterFacts(
        language=language,
        number=number_of(breach),
        sort=Sort.BREACH_AUTH,
        signer=signer,
        parts=breach_parts(Sort.BREACH_AUTH, told_of(breach, language)),
    )


def number_of(breach: Breach) -> str:
    """How the breach is called in letters."""
    return f"V-{breach.number}"


def _letter(breach: Breach, sort: Sort, language: str, signer: str) -> str:
    said = sentences(language)
    is_to_people = sort is Sort.BREACH_TOLD
    known = {f"breach.{part}": text for part, text in told_of(breach, language).items() if text}
    values = {
        "greeting": said["greeting_named"].format(name="{name}") if is_to_people else said["greeting"],
        "case.address": f"{settings.MUHATAP_ORIGIN}/{breach.brand.code}/track/",
        "case.number": "{number}" if is_to_people else number_of(breach),
        "case.subject": breach.title,
        "received_on": _day(breach.found_at, breach.brand.zone, language),
        "signer": signer,
        "brand.name": breach.brand.name,
        "outside": "",
        "outside_line": "",
        "appeal": "",
        "reason": "",
        **known,
    }
    text = merged(letter_template(breach.brand_id, sort, language).text, values).text
    for part in BREACH_PARTS:
        text = text.replace(f"{{{{breach.{part}}}}}", "…")
    return text


def _day(at: datetime, zone: str, language: str) -> str:
    return day_words(at.astimezone(ZoneInfo(zone)).date(), language)


def _count(number: int | None) -> str:
    return _("not known yet") if number is None else str(number)
