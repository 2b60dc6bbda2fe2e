"""What a reply must not say in public, and what makes one ask again before it leaves."""

import re
from dataclasses import dataclass

from muhatap.cases.joined import ids_with_followers
from muhatap.cases.models import Case
from muhatap.customers.models import Customer, Identity, IdentityKind
from muhatap.kernel import damm
from muhatap.kernel.detectors import detect
from muhatap.kernel.text import fold

_CASE_NUMBER = re.compile(r"(?<![0-9-])(\d{2})-?(\d{5})-?(\d{5})(?![0-9-])")
_ADDRESS = re.compile(r"[^\s@<>()\"',;:]{1,64}@[^\s@<>()\"',;:]{1,190}\.[^\s@<>()\"',;:.]{2,24}")
_PHONE = re.compile(r"(?<![0-9])(?:\+|00)?\d[\d ()./-]{8,18}\d(?![0-9])")
_DIGITS = re.compile(r"\D+")
# Folded, since what is compared is folded: words by which people speak to their own team.
_NOTE_MARKS = (
    "ic not",
    "dahili not",
    "ekibe not",
    "not:",
    "musteriye soyleme",
    "musteriye yazma",
    "musteriye iletme",
    "musteri gormesin",
    "musteri bilmesin",
    "aramizda kalsin",
    "internal note",
    "internal only",
    "note to self",
    "do not tell the customer",
    "don't tell the customer",
    "not for the customer",
    "between us",
)
_MENTION = re.compile(r"(?:^|\s)@[^\W\d_]{2,}")
_ACCOUNT = re.compile(r"(?<![\w-])[A-Za-z0-9][A-Za-z0-9-]{3,63}(?![\w-])")
_LOCAL_DIGITS = 10
_ACCOUNTS_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a reply that belongs to a note, or to somebody else: its sort and the words themselves."""

    sort: str
    words: str

    @property
    def key(self) -> str:
        """By which a writer confirms just this."""
        return f"{self.sort}:{self.words}"


def secrets_in(text: str) -> tuple[str, ...]:
    """Which sorts of numbers a text holds that nobody but the customer may read: `case` and masked sorts."""
    kinds = dict.fromkeys(item.kind for item in detect(text))
    if _own_numbers(text):
        kinds["case"] = None
    return tuple(kinds)


def doubts_about(case: Case, text: str) -> tuple[Doubt, ...]:
    """Everything in a reply to this case that its writer should look at once more."""
    found = [Doubt("note", words) for words in note_marks(text)]
    found += [Doubt("case", number) for number in _foreign_numbers(case, text)]
    found += [Doubt("customer", value) for value in _foreign_addresses(case, text)]
    return tuple(dict.fromkeys(found))


def note_marks(text: str) -> list[str]:
    """The words of a text that look as if they were written for the team."""
    plain = fold(text)
    marks = [mark for mark in _NOTE_MARKS if _stands_in(mark, plain)]
    return marks + [each.group().strip() for each in _MENTION.finditer(text)]


def _stands_in(mark: str, plain: str) -> bool:
    if mark.endswith(":"):
        return any(line.lstrip().startswith(mark) for line in plain.splitlines())
    return re.search(rf"(?<!\w){re.escape(mark)}", plain) is not None


def _own_numbers(text: str) -> list[str]:
    found = ["".join(match.groups()) for match in _CASE_NUMBER.finditer(text)]
    return [digits for digits in found if damm.is_own_number(digits)]


def _foreign_numbers(case: Case, text: str) -> list[str]:
    written = dict.fromkeys(f"{each[:2]}-{each[2:7]}-{each[7:]}" for each in _own_numbers(text))
    others = [number for number in written if number != case.number]
    if not others:
        return []
    rows = Case.objects.filter(number__in=others).exclude(customer_id=case.customer_id)
    known = set(rows.exclude(id__in=ids_with_followers(case)).values_list("number", flat=True))
    return [number for number in others if number in known]


def _foreign_addresses(case: Case, text: str) -> list[str]:
    """Addresses, telephone and customer numbers of other customers, as they stand in the text."""
    emails = {each.group().lower().rstrip("."): each.group() for each in _ADDRESS.finditer(text)}
    phones: dict[str, str] = {}
    for each in _PHONE.finditer(text):
        digits = _DIGITS.sub("", each.group())
        for written in (f"+{digits}", f"+{digits[2:]}", f"+90{digits[-_LOCAL_DIGITS:]}"):
            phones[written] = each.group().strip()
    accounts = [each for each in _ACCOUNT.findall(text) if any(letter.isdigit() for letter in each)]
    others = Customer.objects.filter(brand_id=case.brand_id).exclude(id=case.customer_id)
    found: list[str] = []
    if emails:
        rows = Identity.objects.filter(brand_id=case.brand_id, kind=IdentityKind.EMAIL, value__in=emails)
        known = rows.exclude(customer_id=case.customer_id).values_list("value", flat=True)
        found += [emails[each] for each in known]
    if phones:
        known = others.exclude(phone="").filter(phone__in=phones).values_list("phone", flat=True)
        found += [phones[each] for each in known]
    if accounts:
        held = others.exclude(account_no="").filter(account_no__in=accounts[:_ACCOUNTS_AT_MOST])
        found += list(held.values_list("account_no", flat=True))
    return found
