"""What the pages of a case's letters show: those that wait, those that went, and one with its check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.cases.models import Case
from muhatap.cases.statuses import Kind
from muhatap.desk.milestone_words import milestone_words
from muhatap.letters.case_letters import TOLD, case_letter_facts, written_case_letter
from muhatap.letters.html import letter_pieces
from muhatap.letters.linting import OF_CASES, OF_COMPLAINTS, RECEIPTS, Lint, Sort, lint
from muhatap.letters.linting.wording import flaw_words, place_words
from muhatap.letters.merging import NEEDED
from muhatap.letters.models import PreparedLetter
from muhatap.letters.operations.preparing import CASE_LETTER
from muhatap.letters.queries import prepared_of, sent_of
from muhatap.letters.wording import field_words, sort_words, template_words
from muhatap.money.enquiries import Ground, Outcome
from muhatap.money.wording import GROUNDS, OUTCOMES

_DAYS = frozenset({"new_date", "pay_by"})
_WORDS = frozenset({"reason", "documents"})
_LONGEST_VALUE = 4000
_ABOUT_DATA = ("dsr_", "dpc_", "breach_")
NO_ENQUIRY = frozenset({Kind.COMPLAINT, Kind.PRIVACY})
BECAUSE: Mapping[str, Promise] = {
    "by_hand": gettext_lazy("begun by hand"),
    "refund_answered": gettext_lazy("the refund or withdrawal was decided"),
    "documents_decided": gettext_lazy("every document was accepted"),
    "private_link": gettext_lazy("it is not sure enough who asks"),
    "open_channel": gettext_lazy("the customer wrote where everybody reads along"),
    "decision_drafted": gettext_lazy("the decision is drafted"),
    "stage_appeal": gettext_lazy("the customer appeals"),
    "stage_external": gettext_lazy("an outside body has it"),
    "stage_closed": gettext_lazy("it was settled within three days"),
    "stage_closed_unconfirmed": gettext_lazy("it was closed without a word of the customer"),
    "broken_resolve": gettext_lazy("the promise of a solution is broken"),
    "broken_legal_response": gettext_lazy("the time that the law gives is over"),
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter of a case: what it is, why it was prepared, and where it is looked at."""

    letter: PreparedLetter
    name: str
    because: str
    href: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ToldField:
    """One value that the letter needs, as an input."""

    name: str
    words: str
    value: str
    is_day: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class LetterFace:
    """One letter with what the linter finds, and who may do what with it."""

    letter: PreparedLetter
    name: str
    because: str
    text: str
    fields: Sequence[ToldField]
    found: Lint
    flaws: Sequence[tuple[str, str, str, bool]]
    preview: SafeString
    proposal: Proposal | None
    is_own: bool
    may_agree: bool
    template: str

    @property
    def is_over(self) -> bool:
        """Whether it was sent or put aside."""
        return self.letter.ended_at is not None


def lines_of(case: Case) -> tuple[list[LetterLine], list[LetterLine]]:
    """The letters that wait for somebody, and those that went."""
    waiting, sent = prepared_of(case), sent_of(case)
    return [line_of(each, case) for each in waiting], [line_of(each, case) for each in sent]


def line_of(letter: PreparedLetter, case: Case) -> LetterLine:
    """One letter in a list; letters of complaints are looked at on the complaint's own page."""
    place = f"/desk/cases/{case.number}/letters/{letter.id}/"
    if letter.sort in OF_COMPLAINTS and letter.ended_at is None:
        day = letter.told.get("new_date", "")
        place = f"/desk/cases/{case.number}/complaint/letter/?sort={letter.sort}&new_date={day}"
    return LetterLine(
        letter=letter,
        name=sort_words(letter.sort),
        because=because_words(letter.because),
        href=place,
        is_asked=letter.proposal_id is not None and letter.ended_at is None,
    )


def because_words(code: str) -> str:
    """Why a letter was prepared."""
    from_milestone = milestone_words(code)
    return str(BECAUSE.get(code, from_milestone))


def sorts_to_begin(staff: Staff, case: Case) -> list[tuple[str, str]]:
    """The letters that she may begin by hand: those about data only where she may hold evidence."""
    may_data = scope_of(staff).may(Permission.HOLD_EVIDENCE, case.brand_id)
    return [
        (sort, sort_words(sort))
        for sort in Sort
        if sort in OF_CASES - RECEIPTS and (may_data or not sort.startswith(_ABOUT_DATA))
    ]


def letter_face(
    letter: PreparedLetter, case: Case, staff: Staff, text: str, told: Mapping[str, str], at: datetime
) -> LetterFace:
    """One letter as it reads now, held against what stands behind it."""
    signer = letter.asked_by.name if letter.asked_by else staff.name
    facts = case_letter_facts(case, Sort(letter.sort), told, signer=signer, at=at)
    found = lint(text, facts)
    proposal = proposal_waiting(case.brand, CASE_LETTER, str(letter.id), at) if letter.proposal_id else None
    is_own = proposal is not None and proposal.proposed_by_id == staff.pk
    may = scope_of(staff).may(Permission.SECOND_COMPLAINTS, case.brand_id)
    return LetterFace(
        letter=letter,
        name=sort_words(letter.sort),
        because=because_words(letter.because),
        text=text,
        fields=_fields(Sort(letter.sort), told),
        found=found,
        flaws=[
            (place_words(flaw), *flaw_words(flaw), flaw.is_advice) for flaw in (*found.flaws, *found.advice)
        ],
        preview=format_html_join("", "{}", ((piece,) for piece in letter_pieces(text))),
        proposal=proposal,
        is_own=is_own,
        may_agree=proposal is not None and may and not is_own,
        template=template_words(letter.template),
    )


def typed_values(letter: PreparedLetter, posted: Mapping[str, str]) -> dict[str, str]:
    """The values of the letter as typed; what its sort does not ask for stays as it was."""
    asked = [each.name for each in _fields(Sort(letter.sort), {})]
    typed = {name: str(posted[name]).replace("\r\n", "\n").strip() for name in asked if name in posted}
    return {**letter.told, **{name: said[:_LONGEST_VALUE] for name, said in typed.items()}}


def written_anew(
    letter: PreparedLetter, case: Case, staff: Staff, told: Mapping[str, str], at: datetime
) -> str:
    """The letter from its template with these values, signed by who looks at it."""
    return written_case_letter(case, Sort(letter.sort), told, signer=staff.name, at=at)


def answer_choices() -> dict[str, list[tuple[str, str]]]:
    """How an enquiry can be decided, and the grounds of a refusal."""
    return {
        "outcomes": [(each, str(OUTCOMES[each])) for each in Outcome],
        "grounds": [(each, str(GROUNDS[each])) for each in Ground],
    }


def _fields(sort: Sort, told: Mapping[str, str]) -> list[ToldField]:
    words = field_words()
    names = [name for name in NEEDED[sort] if name in TOLD or name.startswith("breach.")]
    extra = ["documents"] if sort is Sort.KYC_OK else ["channel"] if sort is Sort.SENSITIVE else []
    return [
        ToldField(
            name=name,
            words=words.get(name, name),
            value=told.get(name, ""),
            is_day=name in _DAYS,
            is_long=name in _WORDS or name.startswith("breach."),
        )
        for name in (*names, *extra)
    ]
