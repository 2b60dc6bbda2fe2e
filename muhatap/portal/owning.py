"""A customer's own movements and cases: who she is by a signed link, and the form that a movement fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels.adapters.in_app.tokens import BadToken, Identity, Key, read_token
from muhatap.channels.adapters.web_form.submission import EMAIL, NAME, PHONE
from muhatap.channels.chat_marks import opened_app_key
from muhatap.channels.chat_queries import app_key_of
from muhatap.channels.operations.app_keys import spend_token
from muhatap.customers.models import Identity as ProvedIdentity
from muhatap.customers.models import IdentityKind
from muhatap.integrations.ledger import Days, Movement
from muhatap.integrations.peers import ledger_peer_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.text import fold
from muhatap.portal.plan import FormPlan
from muhatap.topics.models import Topic
from muhatap.topics.queries import topics_in_force
from muhatap.topics.questions import questions_of, words
from muhatap.ui.furniture import money_words

_SHOWN = 100
_HUNDREDTHS = frozenset({"TRY", "EUR", "USD", "GBP"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account this browser was vouched for."""

    account_no: str
    name: str = ""
    email: str = ""
    phone: str = ""

    def answers(self, plan: FormPlan) -> dict[str, str]:
        """What is known of her and the form asks."""
        known = {
            NAME: self.name,
            EMAIL: self.email,
            PHONE: self.phone,
            "customer_number": self.account_no,
        }
        return {code: value for code, value in known.items() if value and plan.question(code)}


def owner_in(token: str, brand: Brand, *, by: Actor, at: datetime) -> tuple[Owner, Identity] | None:
    """Whom a signed link vouches for; None for one that proves nothing or was followed before."""

    def named(name: str) -> Key | None:
        row = app_key_of(brand.id, name)
        return Key(row.name, row.algorithm, opened_app_key(row.sealed)) if row else None

    audience = f"{settings.MUHATAP_ORIGIN}/{brand.code}"
    try:
        identity = read_token(token, named, audience=audience, now=at.timestamp())
    except BadToken:
        return None
    is_fresh = spend_token(
        brand_id=brand.id, token_id=identity.token_id, expires_at=identity.expires_at, by=by, at=at
    )
    account_no = identity.account_no or identity.subject
    owner = Owner(account_no, identity.name, identity.email, identity.phone)
    return (owner, identity) if is_fresh else None


def cases_of_owner(brand: Brand, owner: Owner, days: Days) -> list[Case]:
    """The cases of those days that came from whom it is proved that this account is hers, newest first."""
    proved = ProvedIdentity.objects.filter(
        customer__brand=brand,
        kind=IdentityKind.ACCOUNT,
        value=owner.account_no,
        verified_at__isnull=False,
    )
    rows = Case.objects.filter(
        brand=brand,
        customer__in=proved.values("customer_id"),
        received_at__gte=days.begins,
        received_at__lt=days.ends,
    )
    return list(rows.order_by("-received_at", "-id")[:_SHOWN])


def topics_for_movements(brand: Brand, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """The topics that ask for a transaction: code and name."""
    return [
        (topic.code, words(topic.names, languages) or topic.code)
        for topic in topics_in_force(brand)
        if any(each.kind == "transaction" for each in questions_of(topic.fields, languages))
    ]


def has_ledger(brand: Brand, topic: Topic, languages: tuple[str, ...]) -> bool:
    """Whether the customer can look up whether it is done already: the topic asks for a transaction."""
    if ledger_peer_of(brand.code) is None:
        return False
    return any(each.kind == "transaction" for each in questions_of(topic.fields, languages))


def answers_from(
    topic: Topic, languages: tuple[str, ...], movement: Movement, zone: ZoneInfo
) -> dict[str, str]:
    """What a movement answers of a topic's form: its number, amount and day, each once."""
    answers: dict[str, str] = {}
    done: set[str] = set()
    local = movement.at.astimezone(zone)
    for question in questions_of(topic.fields, languages):
        sort = {"past_date": "day", "date": "day", "past_datetime": "day"}.get(question.kind, question.kind)
        if sort in done:
            continue
        filled = _filled(question.code, question.kind, movement, local, languages[0])
        if filled:
            done.add(sort)
            answers |= filled
            if question.kind == "amount" and "-currency" in question.parts:
                answers[f"{question.code}-currency"] = movement.currency
    return answers


def prefilled(topic: Topic, languages: tuple[str, ...], fields: Mapping[str, str]) -> dict[str, str]:
    """Those answers of a signed link that the topic asks for; amounts as its reader writes them."""
    told: dict[str, str] = {}
    for question in questions_of(topic.fields, languages):
        for part in question.parts:
            name = f"{question.code}{part}"
            if name in fields:
                is_amount = question.kind == "amount" and not part
                told[name] = _in_notation(fields[name], languages[0]) if is_amount else fields[name]
    return told


def amount_words(movement: Movement) -> str:
    """The amount in the reader's notation; as the ledger wrote it where it is no number of that currency."""
    try:
        minor = Decimal(movement.amount) * 100
    except InvalidOperation:
        minor = Decimal("NaN")
    if not minor.is_finite() or minor != minor.to_integral_value() or movement.currency not in _HUNDREDTHS:
        return f"{movement.amount} {movement.currency}"
    return money_words(int(minor), movement.currency)


def own_zone(name: str, brand: Brand) -> ZoneInfo:
    """The zone in which the customer counts her days, as her browser names it; else the brand's."""
    if name not in available_timezones():
        return ZoneInfo(brand.zone)
    return ZoneInfo(name)


def is_meant(wanted: str, *texts: str) -> bool:
    """Whether every word that was looked for stands in one of the texts, small or capital."""
    there = fold(" ".join(texts))
    return all(word in there for word in fold(wanted).split())


def failure_words(code: str) -> str:
    """Why no movements are shown, and what to do."""
    if code == "too_slow":
        return _("Your movements take longer than usual. Load the page again in a minute.")
    return _("Your movements cannot be shown right now. You can write to us without them.")


def _in_notation(amount: str, language: str) -> str:
    """A decimal with its point as it is written in this language, without its sign."""
    plain = amount.lstrip("+-−")
    return plain.replace(".", ",") if language.startswith("tr") else plain


def _filled(code: str, kind: str, movement: Movement, local: datetime, language: str) -> dict[str, str]:
    match kind:
        case "transaction":
            return {code: movement.id}
        case "amount":
            return {code: _in_notation(movement.amount, language)} if movement.amount else {}
        case "date" | "past_date":
            return {code: f"{local:%Y-%m-%d}"}
        case "past_datetime":
            return {f"{code}-date": f"{local:%Y-%m-%d}", f"{code}-time": f"{local:%H:%M}"}
        case _:
            return {}
