"""What conditions can ask about a case itself."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases.conditions import answers, people, tagged
from muhatap.cases.conditions.columns import (
    NONE,
    age,
    before_day,
    choice,
    coded,
    containing,
    contains,
    from_day,
    moment,
    related,
)
from muhatap.cases.conditions.fields import Candidate, Choice, Facts, Field, Kind, Viewpoint
from muhatap.cases.conditions.flags import HAS, IS, standing_of
from muhatap.cases.conditions.values import compare
from muhatap.cases.statuses import Status
from muhatap.topics.models import Queue, Topic
from muhatap.topics.questions import words
from muhatap.topics.shelf import shelf_of
from muhatap.ui.furniture import CHANNELS

_NONE = Choice(code=NONE, label=_("none"), aliases=("yok", "hiç"))
_GROUPS = {"waiting": (Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY)}
_STATUSES = (
    Choice(code="new", label=_("new"), aliases=("yeni",)),
    Choice(code="open", label=_("open"), aliases=("açık",)),
    Choice(code="waiting", label=_("waiting for somebody"), aliases=("bekliyor", "beklemede")),
    Choice(code="waiting_customer", label=_("waiting for the customer"), aliases=("müşteri bekleniyor",)),
    Choice(
        code="waiting_third_party", label=_("waiting for a third party"), aliases=("üçüncü taraf bekleniyor",)
    ),
    Choice(code="resolved", label=_("resolved"), aliases=("çözüldü", "çözülmüş")),
    Choice(code="closed", label=_("closed"), aliases=("kapalı", "kapatıldı")),
)
_KINDS = (
    Choice(code="request", label=_("request"), aliases=("talep",)),
    Choice(code="complaint", label=_("complaint"), aliases=("şikâyet", "şikayet")),
    Choice(code="emergency", label=_("emergency"), aliases=("acil durum",)),
    Choice(code="identity", label=_("identity"), aliases=("kimlik",)),
    Choice(code="refund", label=_("refund"), aliases=("iade",)),
    Choice(code="privacy", label=_("privacy"), aliases=("kişisel veri",)),
)
_PRIORITIES = (
    Choice(code="urgent", label=_("urgent"), aliases=("acil", "p1", "1")),
    Choice(code="high", label=_("high"), aliases=("yüksek", "p2", "2")),
    Choice(code="normal", label=_("normal"), aliases=("p3", "3")),
    Choice(code="low", label=_("low"), aliases=("düşük", "p4", "4")),
)
_RANKS = {"urgent": 1, "high": 2, "normal": 3, "low": 4}
_UPSIDE_DOWN = {"<": "gt", "<=": "gte", ">": "lt", ">=": "lte", "=": "exact"}
_CHANNEL_WORDS = {"email": ("e-posta", "mail"), "web_form": ("form",), "phone": ("telefon",)}


def _priority_q(operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
    # Priority 1 is the most urgent one: what is at least high has a number of at most 2.
    return Q(**{f"priority__{_UPSIDE_DOWN[operator]}": _RANKS[value]})


def _priority_holds(operator: str, value: str, facts: Facts, _seen: Viewpoint, _name: str) -> bool:
    return (
        compare(_RANKS[value], operator, facts["priority"])
        if operator == "="
        else compare(-facts["priority"], operator, -_RANKS[value])
    )


def _language_q(_operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
    return Q(language__iexact=value)


def _subject_q(_operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
    return containing("subject", value)


def _readable(staff: Any) -> list[Brand]:
    return list(Brand.objects.filter(id__in=scope_of(staff).brand_ids_with(Permission.READ_CASES)))


def _topics(staff: Any) -> list[Candidate]:
    rows = Topic.objects.filter(brand__in=_readable(staff), retired_at__isnull=True).order_by(
        "position", "id"
    )
    return [Candidate(topic.code, words(topic.names, (staff.language,))) for topic in rows]


def _queues(staff: Any) -> list[Candidate]:
    scope = scope_of(staff)
    rows = Queue.objects.filter(brand__in=_readable(staff), retired_at__isnull=True)
    seen = rows.filter(Q(brand_id__in=scope.whole_brand_ids) | Q(team_id__in=scope.team_ids))
    return [Candidate(q.code, words(q.names, (staff.language,))) for q in seen.order_by("position", "id")]


def _owners(staff: Any) -> list[Candidate]:
    known = {each.email: each.name for brand in _readable(staff) for each in colleagues_in(brand.id)}
    return [Candidate(email, name) for email, name in known.items()]


def _plans(staff: Any) -> list[Candidate]:
    found = {
        code: words(said.get("name") or said.get("names"), (staff.language,)) or code
        for brand in _readable(staff)
        for code, said in (section_of(brand, "plans") or {}).items()
    }
    return [Candidate(code, label) for code, label in found.items()]


def _languages(staff: Any) -> list[Candidate]:
    return [Candidate(code, code) for code in sorted({c for b in _readable(staff) for c in b.languages})]


def _questions(staff: Any) -> list[Candidate]:
    rows = Topic.objects.filter(brand__in=_readable(staff), retired_at__isnull=True).order_by(
        "position", "id"
    )
    shelves = {brand.id: shelf_of(brand.id) for brand in _readable(staff)}
    found: dict[str, Candidate] = {}
    for row in rows:
        topic = shelves[row.brand_id].topic(row.code)
        for question in topic.questions if topic else ():
            if not question.is_sensitive:
                found.setdefault(question.code, Candidate(f"field.{question.code}", question.label))
    return list(found.values())


def _made(name: str, kind: Kind, meaning: tuple[Any, Any], **more: Any) -> Field:
    q, holds = meaning
    return Field(name=name, kind=kind, q=q, holds=holds, **more)


def _column(name: str) -> Any:
    return lambda case: {name: getattr(case, name)}


def _related_code(name: str) -> Any:
    return lambda case: {name: getattr(getattr(case, name), "code", "")}


FIELDS = (
    Field(name="is", kind=Kind.FLAG, label=_("is"), aliases=("hal",), choices=IS),
    Field(name="has", kind=Kind.FLAG, label=_("has"), aliases=("var",), choices=HAS),
    _made(
        "status", Kind.CHOICE, choice("status", _GROUPS),
        label=_("Status"), aliases=("durum",), choices=_STATUSES, facts=standing_of,
    ),
    _made(
        "kind", Kind.CHOICE, choice("kind"),
        label=_("Kind"), aliases=("tür",), choices=_KINDS, facts=_column("kind"),
    ),
    _made(
        "priority", Kind.RANK, (_priority_q, _priority_holds),
        label=_("Priority"), aliases=("öncelik",), choices=_PRIORITIES, facts=_column("priority"),
    ),
    _made(
        "topic", Kind.CODE, related("topic", Topic.objects.all),
        label=_("Topic"), aliases=("konu",), choices=(_NONE,), facts=_related_code("topic"),
        candidates=_topics,
    ),
    _made(
        "chosen", Kind.CODE, related("chosen_topic", Topic.objects.all),
        label=_("Topic that the customer chose"), aliases=("seçilen",), choices=(_NONE,),
        facts=_related_code("chosen_topic"), candidates=_topics,
    ),
    _made(
        "queue", Kind.CODE, related("queue", Queue.objects.all),
        label=_("Queue"), aliases=("kuyruk",), choices=(_NONE,), facts=_related_code("queue"),
        candidates=_queues,
    ),
    _made(
        "brand", Kind.CODE, related("brand", Brand.objects.all),
        label=_("Brand"), aliases=("marka",), facts=_related_code("brand"),
        candidates=lambda staff: [Candidate(brand.code, brand.name) for brand in _readable(staff)],
    ),
    _made(
        "owner", Kind.PERSON, (people.owner_q, people.owner_holds),
        label=_("Owner"), aliases=("sahip",), facts=people.owner_of, candidates=_owners,
        choices=(Choice(code=people.ME, label=_("me"), aliases=("ben",)), _NONE),
    ),
    _made(
        "from", Kind.TEXT, (people.sender_q, people.sender_holds),
        label=_("Customer"), aliases=("kimden", "müşteri"), facts=people.sender_of,
    ),
    _made(
        "plan", Kind.CODE,
        (people.plan_q, lambda _operator, value, facts, _seen, _name: coded(facts["plan"], value)),
        label=_("Plan"), aliases=("paket",), choices=(_NONE,), facts=people.plan_of, candidates=_plans,
    ),
    _made(
        "channel", Kind.CHOICE, choice("channel"),
        label=_("Channel"), aliases=("kanal",), facts=_column("channel"),
        choices=tuple(
            Choice(code=code, label=label, aliases=_CHANNEL_WORDS.get(code, ()))
            for code, (_icon, label) in CHANNELS.items()
        ),
    ),
    _made(
        "language", Kind.CODE,
        (_language_q, lambda _o, value, facts, _s, _n: facts["language"].lower() == value.lower()),
        label=_("Language"), aliases=("dil",), facts=_column("language"), candidates=_languages,
    ),
    _made(
        "tag", Kind.CODE, (tagged.q, tagged.holds),
        label=_("Tag"), aliases=("etiket",), choices=(_NONE,), facts=_column("tags"),
        candidates=tagged.candidates,
    ),
    _made(
        "subject", Kind.TEXT,
        (_subject_q, lambda _o, value, facts, _s, _n: contains(facts["subject"], value)),
        label=_("Subject"), aliases=("başlık",), facts=_column("subject"),
    ),
    _made(
        "before", Kind.DAY, before_day("received_at"),
        label=_("Received before"), aliases=("önce",), facts=_column("received_at"),
    ),
    _made(
        "after", Kind.DAY, from_day("received_at"),
        label=_("Received from this day on"), aliases=("sonra",), facts=_column("received_at"),
    ),
    _made(
        "received", Kind.DAY, moment("received_at"),
        label=_("Received"), aliases=("geliş",), facts=_column("received_at"),
    ),
    _made(
        "updated", Kind.DAY, moment("updated_at"),
        label=_("Last change"), aliases=("güncelleme",), facts=_column("updated_at"),
    ),
    _made(
        "closed", Kind.DAY, moment("closed_at"),
        label=_("Closed"), aliases=("kapanış",), facts=_column("closed_at"),
    ),
    _made(
        "age", Kind.SPAN, age("received_at"),
        label=_("Time since it was received"), aliases=("yaş",), facts=_column("received_at"),
    ),
    _made(
        "quiet", Kind.SPAN, age("updated_at"),
        label=_("Time since the last change"), aliases=("sessiz",), facts=_column("updated_at"),
    ),
    Field(
        name="field", kind=Kind.ANSWER, label=_("Answer to a question of the topic"), aliases=("alan",),
        q=answers.q, holds=answers.holds, facts=_column("fields"), candidates=_questions,
    ),
)  # fmt: skip
