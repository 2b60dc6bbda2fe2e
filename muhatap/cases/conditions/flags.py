"""What a case is and has, each with a meaning of its own."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from muhatap.cases.conditions.fields import Choice, Facts
from muhatap.cases.models import Attachment, CaseLink, Message, Participant, SideConversation
from muhatap.cases.statuses import KNOWN_ROLES, Author, Status
from muhatap.topics.models import Queue

_STILL = (Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY)


def standing_of(case: Any) -> Facts:
    """How a case stands."""
    return {"status": case.status, "is_open": case.is_open}


def _ownership_of(case: Any) -> Facts:
    return {"owner_id": case.owner_id}


def _words_of(case: Any) -> Facts:
    return {"customer_wrote_at": case.customer_wrote_at, "staff_wrote_at": case.staff_wrote_at}


def _is_unanswered(facts: Facts, _seen: Any) -> bool:
    wrote, answered = facts["customer_wrote_at"], facts["staff_wrote_at"]
    return wrote is not None and (answered is None or answered < wrote)


def _escalation_of(case: Any) -> Facts:
    is_target = case.queue_id is not None and Queue.objects.filter(escalates_to_id=case.queue_id).exists()
    return {"is_escalated": is_target}


IS = (
    Choice(
        code="open",
        label=_("open"),
        aliases=("açık",),
        q=lambda _seen: Q(is_open=True),
        holds=lambda facts, _seen: facts["is_open"],
        facts=standing_of,
    ),
    Choice(
        code="done",
        label=_("resolved or closed"),
        aliases=("bitmiş", "kapalı", "closed"),
        q=lambda _seen: Q(is_open=False),
        holds=lambda facts, _seen: not facts["is_open"],
        facts=standing_of,
    ),
    Choice(
        code="waiting",
        label=_("waiting for somebody"),
        aliases=("beklemede", "bekliyor"),
        q=lambda _seen: Q(status__in=_STILL),
        holds=lambda facts, _seen: facts["status"] in _STILL,
        facts=standing_of,
    ),
    Choice(
        code="mine",
        label=_("mine"),
        aliases=("benim",),
        q=lambda seen: Q(owner_id__in=[] if seen.staff_id is None else [seen.staff_id]),
        holds=lambda facts, seen: seen.staff_id is not None and facts["owner_id"] == seen.staff_id,
        facts=_ownership_of,
    ),
    Choice(
        code="unassigned",
        label=_("without an owner"),
        aliases=("sahipsiz", "atanmamış"),
        q=lambda _seen: Q(owner__isnull=True),
        holds=lambda facts, _seen: facts["owner_id"] is None,
        facts=_ownership_of,
    ),
    Choice(
        code="unanswered",
        label=_("the customer wrote last"),
        aliases=("yanıtsız",),
        q=lambda _seen: (
            Q(customer_wrote_at__isnull=False)
            & (Q(staff_wrote_at__isnull=True) | Q(staff_wrote_at__lt=F("customer_wrote_at")))
        ),
        holds=_is_unanswered,
        facts=_words_of,
    ),
    Choice(
        code="escalated",
        label=_("escalated"),
        aliases=("eskale",),
        q=lambda _seen: Q(
            queue_id__in=Queue.objects.filter(escalates_to__isnull=False).values("escalates_to_id")
        ),
        holds=lambda facts, _seen: facts["is_escalated"],
        facts=_escalation_of,
    ),
    Choice(
        code="dissatisfied",
        label=_("the customer is not satisfied"),
        aliases=("memnun değil",),
        q=lambda _seen: Q(dissatisfied_at__isnull=False),
        holds=lambda facts, _seen: facts["dissatisfied_at"] is not None,
        facts=lambda case: {"dissatisfied_at": case.dissatisfied_at},
    ),
)


def _having(code: str, label: Any, aliases: tuple[str, ...], rows: Any) -> Choice:
    """Whether there is a row of another table about the case."""
    fact = f"has_{code}"
    return Choice(
        code=code,
        label=label,
        aliases=aliases,
        q=lambda _seen: Q(Exists(rows(OuterRef("pk")))),
        holds=lambda facts, _seen: facts[fact],
        facts=lambda case: {fact: rows(case.pk).exists()},
    )


HAS = (
    _having(
        "file", _("a file"), ("dosya", "attachment"), lambda case: Attachment.objects.filter(case_id=case)
    ),
    _having(
        "note",
        _("an internal note"),
        ("not",),
        lambda case: Message.objects.filter(case_id=case, author=Author.NOTE, side__isnull=True),
    ),
    _having(
        "reply",
        _("a reply by us"),
        ("yanıt",),
        lambda case: Message.objects.filter(case_id=case, author=Author.STAFF),
    ),
    _having(
        "aside",
        _("a side conversation"),
        ("yan görüşme",),
        lambda case: SideConversation.objects.filter(case_id=case),
    ),
    _having(
        "participant",
        _("further participants"),
        ("katılımcı", "copy"),
        lambda case: Participant.objects.filter(case_id=case, role__in=KNOWN_ROLES),
    ),
    _having(
        "link",
        _("a linked case"),
        ("bağ",),
        lambda case: CaseLink.objects.filter(Q(older_id=case) | Q(newer_id=case)),
    ),
)
