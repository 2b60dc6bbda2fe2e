"""Letters of a case: what was prepared, its check, who sends it, and the second person for a refusal."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.cases.models import Case
from muhatap.cases.trust import LevelTooLow, Sensitive
from muhatap.desk.case_letters import (
    NO_ENQUIRY,
    LetterFace,
    answer_choices,
    letter_face,
    lines_of,
    sorts_to_begin,
    typed_values,
    written_anew,
)
from muhatap.desk.sensitive import why_off, words_of
from muhatap.desk.views.door import actor, go, missing, of_case, page, refused
from muhatap.kernel.ids import new_id
from muhatap.letters import operations as letters
from muhatap.letters.case_letters import written_case_letter
from muhatap.letters.linting import Sort
from muhatap.letters.queries import prepared_letter
from muhatap.money import operations as money
from muhatap.money.queries import is_about_withdrawal
from muhatap.money.redress import NotAnAmount, typed_amount

_LONGEST = 50_000


@require_safe
@of_case(Permission.ANSWER_CASES)
def show_all(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """The letters of a case: those that wait to be sent, those that went, and what can be begun."""
    return _list(request, staff, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def begin(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Begin a letter by hand."""
    sort = request.POST.get("sort", "")
    if sort not in dict(sorts_to_begin(staff, case)):
        return refused(request, case)
    at = timezone.now()
    text = written_case_letter(case, Sort(sort), {}, signer=staff.name, at=at)
    new = letters.NewLetter(sort=Sort(sort), text=text, because="by_hand", key=f"by-hand:{new_id()}")
    letter = letters.prepare_letter(case=case, new=new, by=actor(staff), at=at)
    return go(_place(case, letter.id if letter else 0))


@require_POST
@of_case(Permission.ANSWER_CASES)
def answer(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Decide an enquiry about a refund or withdrawal; its letter is prepared and waits to be sent."""
    currency = request.POST.get("currency", "")[:3].upper()
    try:
        is_paid = request.POST.get("outcome") != "refused"
        new = money.NewAnswer(
            outcome=request.POST.get("outcome", "")[:12],
            ground=request.POST.get("ground", "")[:16],
            words=request.POST.get("words", "").strip()[:4000],
            amount=typed_amount(request.POST.get("amount", "")[:20], currency) if is_paid else 0,
            currency=currency if is_paid else "",
            pay_by=_day(request) if is_paid else None,
        )
        decided = money.answer_enquiry(
            case=case, new=new, signer=staff.name, by=actor(staff), at=timezone.now()
        )
    except (money.NotAnAnswer, NotAnAmount) as gap:
        return _list(request, staff, case, status=422, error=_gap_words(getattr(gap, "what", "amount")))
    except LevelTooLow as low:
        return _list(request, staff, case, status=409, error=words_of(case.brand, low))
    except money.AnsweredAlready:
        error = _("An outcome waits already: send its letter or put it aside first.")
        return _list(request, staff, case, status=409, error=error)
    messages.success(request, _("The letter is written. The customer has it when it is sent."))
    return go(_place(case, decided.letter_id))


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def write(request: HttpRequest, staff: Staff, case: Case, letter: int) -> HttpResponse:
    """Look at one letter, write it, send it, ask for a second person, agree, or put it aside."""
    found, at = prepared_letter(case, letter), timezone.now()
    if found is None:
        return missing(request)
    do = request.POST.get("do", "")
    told = typed_values(found, request.POST)
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()[:_LONGEST] or found.text
    if do == "anew":
        text = written_anew(found, case, staff, told, at)
    face = letter_face(found, case, staff, text, told, at)
    if request.method != "POST":
        return _shown(request, staff, case, face)
    try:
        return _done(request, staff, case, face, do)
    except LevelTooLow as low:
        return _shown(request, staff, case, face, status=409, error=words_of(case.brand, low))
    except letters.LetterFlawed:
        return _shown(request, staff, case, face, status=422)
    except approvals.SamePerson:
        error = _("You proposed this yourself, so another person has to decide.")
        return _shown(request, staff, case, face, status=409, error=error)
    except (letters.LetterOver, letters.NeedsAnother, approvals.DecidedAlready, approvals.WaitsAlready):
        error = _("It was sent or decided meanwhile, or another person has to agree first.")
        return _shown(request, staff, case, face, status=409, error=error)
    except approvals.ProposalExpired:
        error = _("This is decided already, or its time is over.")
        return _shown(request, staff, case, face, status=409, error=error)


def _done(request: HttpRequest, staff: Staff, case: Case, face: LetterFace, do: str) -> HttpResponse:
    letter, known = face.letter, {"letter": face.letter, "by": actor(staff), "at": timezone.now()}
    if do in {"check", "anew", "send", "ask"} and letter.proposal_id is None:
        told = typed_values(letter, request.POST)
        letters.retell(**known, told=told, text=face.text)
    if do == "send":
        letters.send_letter(**known, text=face.text, signer=staff)
        messages.success(request, _("The customer has our letter."))
    elif do == "ask":
        letters.ask_to_send(**known, text=face.text, signer=staff)
        messages.success(request, _("A second person must agree. Then the letter leaves."))
    elif do == "aside":
        if not request.POST.get("reason", "").strip():
            return _shown(request, staff, case, face, status=422, error=_("Write why it is not sent."))
        letters.put_aside(**known, reason=request.POST["reason"][:500])
        messages.success(request, _("The letter is not sent."))
    elif do in {"agree", "refuse"}:
        return _decided(request, staff, case, face, do)
    else:
        return _shown(request, staff, case, face)
    return go(f"/desk/cases/{case.number}/letters/")


def _decided(request: HttpRequest, staff: Staff, case: Case, face: LetterFace, do: str) -> HttpResponse:
    known = {"letter": face.letter, "proposal": face.proposal, "by": actor(staff), "at": timezone.now()}
    if face.proposal is None:
        raise letters.LetterOver(face.letter.id)
    if do == "refuse" and (face.is_own or face.may_agree):
        letters.keep_back(**known, reason=request.POST.get("reason", "")[:500])
        messages.success(request, _("It is not done."))
        return go(_place(case, face.letter.id))
    if not face.may_agree and not face.is_own:
        return refused(request, case)
    letters.agree_to_send(**known)
    messages.success(request, _("The customer has our letter."))
    return go(f"/desk/cases/{case.number}/letters/")


def _list(
    request: HttpRequest, staff: Staff, case: Case, *, status: int = 200, error: str = ""
) -> HttpResponse:
    waiting, sent = lines_of(case)
    return page(
        request,
        "case_letters",
        staff,
        status=status,
        case=case,
        waiting=waiting,
        sent=sent,
        sorts=sorts_to_begin(staff, case),
        may_decide=case.is_open and case.kind not in NO_ENQUIRY,
        decide_off=why_off(case, Sensitive.WITHDRAWAL) if is_about_withdrawal(case) else "",
        typed=request.POST,
        error=error,
        currency=case.brand.legal.get("currency", "TRY"),
        **answer_choices(),
    )


def _shown(
    request: HttpRequest, staff: Staff, case: Case, face: LetterFace, status: int = 200, error: str = ""
) -> HttpResponse:
    return page(request, "case_letter", staff, status=status, case=case, face=face, error=error)


def _place(case: Case, letter_id: int) -> str:
    return f"/desk/cases/{case.number}/letters/{letter_id}/"


def _day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.POST.get("pay_by", "")[:20])
    except ValueError:
        return None


def _gap_words(what: str) -> str:
    match what:
        case "ground":
            return _("Choose the ground of the refusal.")
        case "words":
            return _("Write the reason in a sentence that the customer can check.")
        case "amount":
            return _("Write the sum with its currency.")
        case "pay_by":
            return _("Write the day of the payment; it is still to come.")
        case "case":
            return _("An ended case, a complaint or a data request is not decided here.")
        case _:
            return _("Choose how it is decided.")
