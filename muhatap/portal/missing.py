"""What a case lacks of what its topic needs, as the questions of a form."""

from collections.abc import Sequence
from dataclasses import replace

from muhatap.cases.models import Attachment, Case
from muhatap.cases.statuses import Author
from muhatap.portal.plan import FormPlan
from muhatap.topics.questions import EvidenceItem, Question, evidence_of, questions_of

_NOTHING = FormPlan((), (), (), ())
ABSENT = "evidence_absent"


def missing_plan(case: Case, languages: Sequence[str]) -> FormPlan:
    """Exactly the questions and evidence that the topic needs and that the case does not have yet.

    Files that came without a name for what they show count as the evidence that is asked for first.
    """
    topic = case.topic
    if topic is None:
        return _NOTHING
    rule = topic.guidance.get("completeness") or {}
    questions = tuple(
        replace(each, required=True)
        for each in questions_of(topic.fields, languages)
        if _is_needed(each, rule.get("fields")) and case.fields.get(each.code) in (None, "", [])
    )
    wanted = [
        each for each in evidence_of(topic.evidence, languages) if _is_needed(each, rule.get("evidence"))
    ]
    return FormPlan((), questions, (), _unsent(case, wanted))


def _is_needed(each: Question | EvidenceItem, named: Sequence[str] | None) -> bool:
    return each.code in named if named else each.required


def _unsent(case: Case, wanted: Sequence[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    if not wanted:
        return ()
    sent = list(
        Attachment.objects.filter(case=case, message__author=Author.CUSTOMER).values_list(
            "evidence", flat=True
        )
    )
    absent = case.fields.get(ABSENT) or {}
    left = [each for each in wanted if each.code not in sent and each.code not in absent]
    return tuple(replace(each, required=True) for each in left[sent.count("") :])
