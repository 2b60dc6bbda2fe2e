"""The answer to a complaint as a letter: written from its decision, and looked at before it leaves."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from muhatap.accounts.models import Team
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint, Decision
from muhatap.complaints.outside import OutsideBody, bodies_for
from muhatap.complaints.stages import Stage
from muhatap.letters.linting import Body, DecidedPoint, LetterFacts, Lint, Sort, lint
from muhatap.letters.linting.phrases import MONTHS
from muhatap.letters.merging import merged, sentences
from muhatap.letters.queries import letter_template, template_named
from muhatap.money.models import RemedyState
from muhatap.money.remedies import remedies_of
from muhatap.topics.models import Queue

# A letter that quotes what nobody may read quotes something recent.
_NOTES = 50


def letter_facts(
    complaint: Complaint,
    *,
    signer: str,
    at: datetime,
    sort: Sort = Sort.FINAL,
    new_date: date | None = None,
) -> LetterFacts:
    """What the linter holds a letter of this complaint against; last days run from this moment."""
    case, decision = complaint.case, latest_decision(complaint)
    return LetterFacts(
        language=case.language,
        number=case.number,
        sort=sort,
        points=_decided(decision),
        outcome=decision.outcome if decision else "",
        remedy=decision.remedy if decision else "",
        do_by=decision.do_by if decision else None,
        may_appeal=sort is Sort.FINAL,
        bodies=tuple(Body(name=body.name, last_on=body.last_on) for body in bodies_for(case, at)),
        new_date=new_date,
        signer=signer,
        own_numbers=frozenset(
            Case.objects.filter(customer_id=case.customer_id).values_list("number", flat=True)
        ),
        internal_names=_internal_names(complaint),
        notes=_notes(case),
    )


def written_letter(
    complaint: Complaint,
    *,
    signer: str,
    at: datetime,
    sort: Sort = Sort.FINAL,
    new_date: date | None = None,
    why_late: str = "",
    template: str = "",
) -> str:
    """The brand's template of this sort, or the given one, filled with what was decided."""
    case = complaint.case
    facts = letter_facts(complaint, signer=signer, at=at, sort=sort, new_date=new_date)
    values = {
        **_of_case(complaint),
        **_of_decision(latest_decision(complaint), case.language),
        **_of_outside(bodies_for(case, at), case.language),
        "appeal": sentences(case.language)["appeal" if facts.may_appeal else "final"],
        "new_date": day_words(new_date, case.language) if new_date else "",
        "why_late": why_late,
        "signer": signer,
        "brand.name": case.brand.name,
    }
    text = template or letter_template(case.brand_id, sort, case.language).text
    return merged(text, values).text


def used_mark(complaint: Complaint, sort: Sort, known: str = "") -> str:
    """Which template a letter was begun from: the one that it says, or the one that is used now."""
    case = complaint.case
    if known and template_named(case.brand_id, sort, known) is not None:
        return known
    return letter_template(case.brand_id, sort, case.language).mark


def linted(complaint: Complaint, text: str, *, signer: str, at: datetime, sort: Sort = Sort.FINAL) -> Lint:
    """What the linter finds in a letter of this complaint."""
    return lint(text, letter_facts(complaint, signer=signer, at=at, sort=sort))


def answer_gaps(complaint: Complaint, at: datetime) -> tuple[str, ...]:
    """What the letter that is about to tell the decision lacks, as codes of the guard; none without one."""
    if complaint.stage not in {Stage.PROPOSED, Stage.APPEAL}:
        return ()
    decision = latest_decision(complaint)
    if decision is None or decision.letter is None or decision.letter.at < complaint.stage_since:
        return ()
    signer = decision.letter.staff.name if decision.letter.staff else ""
    found = linted(complaint, decision.letter.text, signer=signer, at=at, sort=sort_of(complaint))
    return tuple(dict.fromkeys(f"lint:{flaw.rule}:{flaw.about}" for flaw in found.flaws))


def sort_of(complaint: Complaint) -> Sort:
    """Which letter tells the decision: on appeal it is our last word, before that it can be appealed."""
    return Sort.DEADLOCK if complaint.stage == Stage.APPEAL else Sort.FINAL


def day_words(day: date, language: str) -> str:
    """A day as a letter writes it."""
    month = MONTHS.get(language, MONTHS["en"])[day.month - 1]
    return f"{day.day} {month[0].upper() if month[0] != 'i' else 'İ'}{month[1:]} {day.year}"


def _decided(decision: Decision | None) -> tuple[DecidedPoint, ...]:
    if decision is None:
        return ()
    rows = decision.points.select_related("point").order_by("point__number")
    return tuple(
        DecidedPoint(number=row.point.number, text=row.point.text, finding=row.finding) for row in rows
    )


def _internal_names(complaint: Complaint) -> tuple[str, ...]:
    queues = Queue.objects.filter(brand_id=complaint.brand_id).values_list("code", "names")
    teams = Team.objects.filter(brand_id=complaint.brand_id).values_list("code", "name")
    known = {name for code, names in queues for name in (code, *names.values())}
    return tuple(sorted(known.union(*teams)))


def _own_numbers(case: Case) -> frozenset[str]:
    return frozenset(Case.objects.filter(customer_id=case.customer_id).values_list("number", flat=True))


def _notes(case: Case) -> tuple[str, ...]:
    rows = Message.objects.filter(case=case, author=Author.NOTE).order_by("-at", "-id")
    return tuple(rows.values_list("text", flat=True)[:_NOTES])


def _of_case(complaint: Complaint) -> dict[str, str]:
    case = complaint.case
    said, name = sentences(case.language), case.customer.name
    received = complaint.received_at.astimezone(ZoneInfo(case.brand.zone)).date()
    return {
        "greeting": said["greeting_named"].format(name=name) if name else said["greeting"],
        "case.number": case.number,
        "case.subject": case.subject,
        "case.address": f"{settings.MUHATAP_ORIGIN}/{case.brand.code}/cases/{case.number}/",
        "received_on": day_words(received, case.language),
    }


def _of_decision(decision: Decision | None, language: str) -> dict[str, str]:
    if decision is None:
        return {}
    said = sentences(language)
    day = day_words(decision.do_by, language) if decision.do_by else ""
    rules = _refund_rules(decision, language)
    remedy = decision.remedy and said["remedy"].format(remedy=decision.remedy)
    line = said["remedy_line_by" if day else "remedy_line"].format(remedy=decision.remedy, day=day)
    return {
        "outcome": said[f"outcome_{decision.outcome}"],
        "reasons": decision.reasons,
        "points": _point_words(decision, language),
        "remedy": "\n".join(
            filter(None, (remedy, said["remedy_by"].format(day=day) if remedy and day else "", *rules))
        ),
        "remedy_line": line if decision.remedy else "",
    }


def _refund_rules(decision: Decision, language: str) -> list[str]:
    """The rules of the charter behind what is refunded, each once."""
    case = decision.complaint.case
    names = [
        case.brand.in_language(each.judgement.names, language)
        for each in remedies_of(case)
        if each.state == RemedyState.APPROVED and getattr(each, "judgement", None) is not None
    ]
    return [sentences(language)["refund_rule"].format(name=name) for name in dict.fromkeys(names) if name]


def _point_words(decision: Decision, language: str) -> str:
    said = sentences(language)
    rows = decision.points.select_related("point").order_by("point__number")
    return "\n\n".join(
        f"{row.point.number}. {_one_line(row.point.text)}\n"
        f"{said[f'point_{row.finding}']} {_one_line(row.reasons)}"
        for row in rows
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _of_outside(bodies: Sequence[OutsideBody], language: str) -> dict[str, str]:
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
