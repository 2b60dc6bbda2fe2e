"""Letters of any case: filled from what is known of it, and what the linter holds them against."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from muhatap.accounts.models import Team
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.letters.linting import Body, LetterFacts, Sort
from muhatap.letters.linting.phrases import MONTHS
from muhatap.letters.linting.present import REASONED
from muhatap.letters.merging import BREACH_PARTS, merged, sentences
from muhatap.letters.outside import OutsideBody, bodies_for
from muhatap.letters.queries import letter_template
from muhatap.letters.sample import breach_parts
from muhatap.topics.models import Queue

# A letter that quotes what nobody may read quotes something recent.
_NOTES = 50
_DAYS = ("new_date", "pay_by")
TOLD = ("reason", "amount", "reference", "channel", "documents", *_DAYS)
_ABOUT_DATA = ("dsr_", "dpc_", "breach_")


def case_letter_facts(
    case: Case, sort: Sort, told: Mapping[str, str], *, signer: str, at: datetime
) -> LetterFacts:
    """What the linter holds a letter of this case against; `told` are the values that somebody gave."""
    return LetterFacts(
        language=case.language,
        number=case.number,
        sort=sort,
        bodies=tuple(Body(name=body.name, last_on=body.last_on) for body in _bodies(case, sort, at)),
        new_date=_day(told.get("new_date", "")),
        signer=signer,
        own_numbers=numbers_of_customer(case),
        internal_names=internal_names(case.brand_id),
        notes=notes_of(case),
        reason=told.get("reason", ""),
        amount=told.get("amount", ""),
        pay_by=_day(told.get("pay_by", "")),
        reference=told.get("reference", ""),
        address=address_of(case),
        parts=breach_parts(sort, {part: told.get(f"breach.{part}", "") for part in BREACH_PARTS}),
    )


def written_case_letter(
    case: Case, sort: Sort, told: Mapping[str, str], *, signer: str, at: datetime, template: str = ""
) -> str:
    """The brand's template of this sort, or the given one, filled; what is not known stays to be written."""
    said = sentences(case.language)
    days = {name: _day(told.get(name, "")) for name in _DAYS}
    values = {
        **fields_of_case(case),
        **outside_words(_bodies(case, sort, at), case.language),
        **{name: told.get(name, "") for name in TOLD if told.get(name)},
        **{name: day_words(day, case.language) for name, day in days.items() if day},
        **{name: said_there for name, said_there in told.items() if name.startswith("breach.")},
        **({} if sort in REASONED else {"reason": told.get("reason", "")}),
        "appeal": said["appeal"],
        "signer": signer,
        "brand.name": case.brand.name,
    }
    text = template or letter_template(case.brand_id, sort, case.language).text
    return merged(text, values).text


def fields_of_case(case: Case) -> dict[str, str]:
    """The merge fields that every case fills."""
    said, name = sentences(case.language), case.customer.name
    received = case.received_at.astimezone(ZoneInfo(case.brand.zone)).date()
    return {
        "greeting": said["greeting_named"].format(name=name) if name else said["greeting"],
        "case.number": case.number,
        "case.subject": case.subject,
        "case.address": address_of(case),
        "received_on": day_words(received, case.language),
    }


def outside_words(bodies: Sequence[OutsideBody], language: str) -> dict[str, str]:
    """The outside bodies with their last days, whole and in one line; empty where there are none."""
    said = sentences(language)
    if not bodies:
        return {"outside": "", "outside_line": ""}
    lines = [
        said["body_by" if body.last_on else "body"]
        .format(
            name=body.name,
            when=body.when,
            url=body.url,
            day=day_words(body.last_on, language) if body.last_on else "",
        )
        .strip()
        for body in bodies
    ]
    first = bodies[0]
    line = said["outside_line" if first.last_on else "outside_line_open"]
    day = day_words(first.last_on, language) if first.last_on else ""
    return {
        "outside": "\n".join((said["outside"], *lines)),
        "outside_line": line.format(name=first.name, day=day),
    }


def day_words(day: date, language: str) -> str:
    """A day as a letter writes it."""
    month = MONTHS.get(language, MONTHS["en"])[day.month - 1]
    return f"{day.day} {month[0].upper() if month[0] != 'i' else 'İ'}{month[1:]} {day.year}"


def address_of(case: Case) -> str:
    """The address of the customer's page of a case."""
    return f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/cases/{case.number}/"


def internal_names(brand_id: int) -> tuple[str, ...]:
    """The names of queues and teams, which no customer should read."""
    queues = Queue.objects.filter(brand_id=brand_id).values_list("code", "names")
    teams = Team.objects.filter(brand_id=brand_id).values_list("code", "name")
    known = {name for code, names in queues for name in (code, *names.values())}
    return tuple(sorted(known.union(*teams)))


def numbers_of_customer(case: Case) -> frozenset[str]:
    """The numbers of every case of this customer."""
    return frozenset(Case.objects.filter(customer_id=case.customer_id).values_list("number", flat=True))


def notes_of(case: Case) -> tuple[str, ...]:
    """What staff wrote lately for themselves."""
    rows = Message.objects.filter(case=case, author=Author.NOTE).order_by("-at", "-id")
    return tuple(rows.values_list("text", flat=True)[:_NOTES])


def _bodies(case: Case, sort: Sort, at: datetime) -> tuple[OutsideBody, ...]:
    kind = "privacy" if sort.startswith(_ABOUT_DATA) else "refund"
    return bodies_for(case, at, kind)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
