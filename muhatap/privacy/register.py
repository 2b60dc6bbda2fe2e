"""The register of personal data: the page `personal_data` of every domain, and what a person is known by.

Domains above this floor stand here by name alone, as channels name their adapters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from muhatap.cases.models import Case, Message
from muhatap.customers.models import Customer, Identity
from muhatap.customers.queries import with_joined
from muhatap.kernel.holdings import Holding, Known

DOMAINS = (
    "portal",
    "desk",
    "privacy",
    "reports",
    "integrations",
    "automation",
    "bot",
    "complaints",
    "problems",
    "money",
    "routing",
    "promises",
    "evidence",
    "surveys",
    "quality",
    "letters",
    "channels",
    "cases",
    "customers",
    "topics",
    "help_centre",
    "incidents",
    "files",
    "calendars",
    "notifications",
    "approvals",
    "accounts",
    "brands",
    "audit",
)
_SUBJECTS = (
    "letters.PreparedLetter",
    "evidence.EvidenceItem",
    "evidence.LegalHold",
    "promises.Clock",
    "money.Remedy",
    "complaints.Complaint",
    "complaints.Decision",
    "privacy.Erasure",
)


@dataclass(frozen=True, slots=True)
class Person:
    """What a person is known by at one brand: herself and those who go on in her, cases, addresses."""

    brand_id: int
    customer_ids: frozenset[int]
    case_ids: frozenset[int]
    emails: frozenset[str]
    phones: frozenset[str]
    app_users: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    known: dict[Known, frozenset] = field(default_factory=dict, compare=False, repr=False)

    def values(self, known: Known) -> frozenset:
        """What rows are compared with; read once."""
        if known not in self.known:
            self.known[known] = frozenset(self._read(known))
        return self.known[known]

    def with_cases(self, case_ids: Iterable[int]) -> "Person":
        """The same person as far as these cases go."""
        return replace(self, case_ids=frozenset(case_ids), known={})

    def _read(self, known: Known) -> Iterable:
        match known:
            case Known.CASE:
                return self.case_ids
            case Known.MESSAGE:
                return Message.objects.filter(case_id__in=self.case_ids).values_list("id", flat=True)
            case Known.SUBJECT:
                return _subjects(self.case_ids)
            case Known.CUSTOMER:
                return self.customer_ids
            case Known.EMAIL:
                return self.emails
            case Known.PHONE:
                return self.phones
            case Known.APP_USER:
                return self.app_users


def person_of(customer: Customer) -> Person:
    """Everything that a customer is known by."""
    ids = with_joined(customer.id)
    people = list(Customer.objects.filter(id__in=ids))
    known = list(Identity.objects.filter(customer_id__in=ids).values_list("kind", "value"))
    case_ids = frozenset(Case.objects.filter(customer_id__in=ids).values_list("id", flat=True))
    chats = apps.get_model("channels", "Chat").objects.filter(case_id__in=case_ids).exclude(app_user="")
    return Person(
        brand_id=customer.brand_id,
        customer_ids=frozenset(ids),
        case_ids=case_ids,
        emails=frozenset(filter(None, [*(each.email for each in people), *_of("email", known)])),
        phones=frozenset(filter(None, [*(each.phone for each in people), *_of("phone", known)])),
        app_users=frozenset(chats.values_list("app_user", flat=True)),
        names=tuple(dict.fromkeys(each.name for each in people if each.name)),
    )


@cache
def holdings() -> tuple[Holding, ...]:
    """Every table that holds something of people, from the top floor to the ground."""
    return tuple(each for domain in DOMAINS for each in _page(domain).HOLDINGS)


def empty_tables() -> dict[str, str]:
    """Every table that holds nothing of customers, or goes with another, and why."""
    return {f"{domain}.{name}": why for domain in DOMAINS for name, why in _page(domain).EMPTY.items()}


def model_of(holding: Holding) -> type[Model]:
    """The table of a holding."""
    return apps.get_model(holding.table)


def rows_of(holding: Holding, person: Person, lookups: dict[str, Known]) -> QuerySet:
    """The rows of a table that belong to a person by any of these lookups."""
    model, found = model_of(holding), Q(pk__in=[])
    for lookup, known in lookups.items():
        values = person.values(known)
        if not values:
            continue
        matching = Q(**{f"{lookup}__in": values})
        if known not in {Known.CASE, Known.MESSAGE, Known.CUSTOMER} and _has_brand(model):
            # The same address may be another person's at another brand.
            matching &= Q(brand_id=person.brand_id)
        found |= matching
    return model._default_manager.filter(found)


def held_of(person: Person) -> Iterator[tuple[Holding, QuerySet]]:
    """Each table with the rows that a person is found in."""
    for holding in holdings():
        yield holding, rows_of(holding, person, dict(holding.by))


def _has_brand(model: type[Model]) -> bool:
    return any(each.name == "brand" for each in model._meta.get_fields())


def _subjects(case_ids: frozenset[int]) -> Iterator[str]:
    """What proposals about these cases name: ids of cases, letters, clocks, items and so on, as text."""
    yield from map(str, case_ids)
    yield from Case.objects.filter(id__in=case_ids).values_list("number", flat=True)
    for table in _SUBJECTS:
        model = apps.get_model(table)
        by = next((name for name in _TO_CASE if _leads(model, name)), "case_id")
        yield from map(
            str, model._default_manager.filter(**{f"{by}__in": case_ids}).values_list("pk", flat=True)
        )


_TO_CASE = ("case_id", "complaint__case_id", "request__case_id")


def _leads(model: type[Model], lookup: str) -> bool:
    first = lookup.partition("__")[0].removesuffix("_id")
    return any(each.name == first for each in model._meta.get_fields())


def _of(kind: str, known: Iterable[tuple[str, str]]) -> list[str]:
    return [value for each, value in known if each == kind]


def _page(domain: str) -> ModuleType:
    return import_module(f"muhatap.{domain}.personal_data")
