"""The answer to a complaint as a letter: written from its decision, and looked at before it leaves."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint, Decision
from muhatap.complaints.stages import Stage
from muhatap.letters.case_letters import (
    day_words,
    fields_of_case,
    internal_names,
    notes_of,
    numbers_of_customer,
    outside_words,
)
from muhatap.letters.linting import Body, DecidedPoint, LetterFacts, Lint, Sort, lint
from muhatap.letters.merging import merged, sentences
from muhatap.letters.outside import bodies_for
from muhatap.letters.queries import letter_template, template_named
from muhatap.money.models import RemedyState
from muhatap.money.remedies import remedies_of


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
        own_numbers=numbers_of_customer(case),
        internal_names=internal_names(case.brand_id),
        notes=notes_of(case),
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
        **outside_words(bodies_for(case, at), case.language),
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


def _decided(decision: Decision | None) -> tuple[DecidedPoint, ...]:
    if decision is None:
        return ()
    rows = decision.points.select_related("point").order_by("point__number")
    return tuple(
        DecidedPoint(number=row.point.number, text=row.point.text, finding=row.finding) for row in rows
    )


def _of_case(complaint: Complaint) -> dict[str, str]:
    case = complaint.case
    received = complaint.received_at.astimezone(ZoneInfo(case.brand.zone)).date()
    return fields_of_case(case) | {"received_on": day_words(received, case.language)}


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
