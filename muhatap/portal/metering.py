"""How complete a form is before it is sent, and what is said about the files in it."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from muhatap.evidence.looking import look_at
from muhatap.evidence.queries import Meter
from muhatap.evidence.wording import advice_words, traces_words
from muhatap.portal.plan import FormPlan
from muhatap.topics.completeness import completeness_of
from muhatap.topics.models import Topic


def form_meter(
    topic: Topic, plan: FormPlan, answers: Mapping[str, str], sent: Collection[str]
) -> Meter | None:
    """What a form has of what its topic needs; None where that is nothing."""
    given = {
        each.code: "x"
        for each in plan.questions
        if all(answers.get(f"{each.code}{part}") for part in each.parts)
    }
    found = completeness_of(
        fields=topic.fields,
        evidence=topic.evidence,
        rule=topic.guidance.get("completeness") or {},
        answers=given,
        sent=sent,
    )
    labels = {each.code: each.label for each in (*plan.questions, *plan.evidence)}
    missing = tuple(labels.get(code, code) for code in (*found.fields, *found.evidence))
    return Meter(found, missing) if found.needed else None


def remarks_on(name: str, data: bytes, content_type: str) -> list[str]:
    """What could be better about a file, and what becomes of place and time in it."""
    look = look_at(data, content_type)
    said = [f"{name}: {words}" for words in advice_words(list(look.advice))]
    if look.traces:
        said.append(
            _("%(name)s carries %(traces)s. Our staff sees a copy without it; the original is kept closed.")
            % {"name": name, "traces": traces_words(list(look.traces))}
        )
    return said
