"""Destroying what is held of a person, by the register: one case in one transaction, then the person herself.

Everything can be done twice: what is gone is passed over, so that a run that was killed begins again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from muhatap.audit.operations import erase_fields
from muhatap.audit.recording import kinds_of_facts, record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases import search
from muhatap.cases.archive.returning import ARCHIVE
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.reindexing import ask_for_purge
from muhatap.channels import operations as channels
from muhatap.channels.models import Delivery, DeliveryState, VaultItem
from muhatap.customers.models import Customer
from muhatap.evidence import operations as evidence
from muhatap.evidence.models import EvidenceItem
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.holdings import OWN_ID, Holding, Known, without_words
from muhatap.privacy.events import CaseErased, PersonErased
from muhatap.privacy.models import ErasedCase
from muhatap.privacy.operations.copying import destroy_copies
from muhatap.privacy.register import Person, holdings, model_of, person_of, rows_of
from muhatap.problems import operations as problems

REQUEST, RETENTION = "request", "retention"
# Where a file hangs: its table, how that leads to a case, and the columns that name files.
_WITH_FILES = (
    ("cases.Attachment", "case_id", ("file_id",)),
    ("cases.DraftFile", "draft__case_id", ("file_id",)),
    ("letters.HeldFile", "held__case_id", ("file_id",)),
    ("evidence.EvidenceItem", "case_id", ("file_id", "original_id")),
    ("evidence.Redaction", "item__case_id", ("before_id", "after_id")),
    ("portal.DraftFile", "draft__sent_case_id", ("file_id",)),
)


def erase_case(*, case: Case, because: str, retention: str = "", by: Actor, at: datetime) -> bool:
    """Destroy all that a closed case holds of people; its number, times and chain stay. False if done before.

    Whether it may go is asked by the caller (`planning.ground_of`), in the same transaction.
    """
    with unit_of_work() as unit:
        lock(case)
        if ErasedCase.objects.filter(case=case).exists():
            return False
        # Out of the closed years too, whose copy has no key from now on.
        ARCHIVE.leave([case.id])
        problems.forget_words(case=case, by=by, at=at)
        here = person_of(case.customer).with_cases([case.id])
        _erase_messages(case, because, by=by, at=at)
        gone = _destroy_files(case, by=by, at=at)
        channels.destroy_items(items=VaultItem.objects.filter(case=case), by=by, at=at)
        destroy_copies(case=case, why="erased", by=by, at=at)
        unit.flush()
        rows = _apply(here, people=False)
        events = _erase_events(case.id, by=by, at=at)
        case.refresh_from_db()
        search.refresh_case(case)
        ask_for_purge(at=at)
        unit.add(ErasedCase(case=case, because=because, retention=retention, at=at))
        record(
            CaseErased(
                brand=case.brand_id,
                case=case.id,
                because=because,
                retention=retention,
                rows=rows,
                files=gone,
                events=tuple(events),
            ),
            by=by,
            at=at,
        )
    return True


def erase_person(*, customer: Customer, because: str, by: Actor, at: datetime) -> bool:
    """Destroy name, addresses, lockers and accounts; what stays names nobody. False if done before."""
    with unit_of_work() as unit:
        held = Customer.objects.select_for_update(of=("self",)).get(id=customer.id)
        if held.erased_at is not None:
            return False
        person = person_of(held)
        for item in EvidenceItem.objects.filter(
            locker__email__in=person.emails, brand_id=person.brand_id, case__isnull=True
        ):
            evidence.destroy_item(item=item, by=by, at=at)
            _forget_files([item.file_id, item.original_id], by=by, at=at)
        strays = VaultItem.objects.filter(
            brand_id=person.brand_id, sender__in=person.emails, case__isnull=True
        )
        channels.destroy_items(items=strays, by=by, at=at)
        rows = _apply(person, people=True)
        Customer.objects.filter(id__in=person.customer_ids).update(erased_at=at)
        for customer_id in sorted(person.customer_ids):
            search.refresh_cases_of(customer_id)
            events = _erase_events(customer_id, by=by, at=at)
            unit.flush()
            record(
                PersonErased(
                    brand=person.brand_id,
                    customer=customer_id,
                    because=because,
                    rows=rows if customer_id == customer.id else {},
                    events=tuple(events),
                ),
                by=by,
                at=at,
            )
        ask_for_purge(at=at)
    return True


def _erase_messages(case: Case, because: str, *, by: Actor, at: datetime) -> None:
    unsent = Delivery.objects.filter(case=case, sent_at__isnull=True, given_up_at__isnull=True)
    unsent.update(state=DeliveryState.WITHHELD, given_up_at=at, next_try_at=None)
    for message in Message.objects.filter(case=case).select_related("case__customer").order_by("id"):
        cases.erase_message(message=message, reason=because, by=by, at=at)
    Message.objects.filter(case=case).update(external_id="", template="")


def _destroy_files(case: Case, *, by: Actor, at: datetime) -> int:
    """Destroy every file that hangs on the case, once, and forget its name."""
    found: set[int | None] = set()
    for table, to_case, columns in _WITH_FILES:
        rows = apps.get_model(table)._default_manager.filter(**{to_case: case.id})
        for row in rows.values_list(*columns):
            found.update(row)
    for item in EvidenceItem.objects.filter(case=case, destroyed_at__isnull=True):
        evidence.destroy_item(item=item, by=by, at=at)
    return _forget_files(found, by=by, at=at)


def _forget_files(ids: Iterable[int | None], *, by: Actor, at: datetime) -> int:
    done = 0
    for stored in StoredFile.objects.filter(id__in=[each for each in ids if each]):
        if stored.destroyed_at is None:
            files.destroy_file(stored=stored, by=by, at=at)
        stored.name, stored.sha256, stored.scan_finding = "-", "", ""
        stored.save(update_fields=["name", "sha256", "scan_finding"])
        done += 1
    return done


def _apply(person: Person, *, people: bool) -> dict[str, int]:
    """Do to every table what the register says; how many rows of which, those with none left out."""
    # Before the first row goes: what proposals name is read from rows that change.
    for known in Known:
        person.values(known)
    done: dict[str, int] = {}
    for holding in holdings():
        lookups = holding.of_people if people else holding.of_cases
        if not lookups or holding.stays:
            continue
        count = _treat(holding, rows_of(holding, person, lookups))
        if count:
            done[holding.table] = count
    return done


def _treat(holding: Holding, rows: QuerySet) -> int:
    if holding.goes:
        return rows.delete()[1].get(holding.table, 0)
    count = 0
    if holding.unworded:
        for row in rows:
            for name in holding.unworded:
                setattr(row, name, without_words(getattr(row, name)))
            row.save(update_fields=list(holding.unworded))
    if holding.blank:
        count = rows.filter(_filled(holding)).update(
            **{name: _blank(value) for name, value in holding.blank.items()}
        )
    return count or (rows.count() if holding.unworded else 0)


def _filled(holding: Holding) -> Q:
    """Rows in which something stands that is not blank yet."""
    model, found = model_of(holding), Q()
    for name, value in holding.blank.items():
        if value is OWN_ID:
            found |= ~Q(**{f"{name}__startswith": "erased-"})
        elif model._meta.get_field(name).get_internal_type() in {"JSONField", "BinaryField"}:
            return Q(pk__isnull=False)
        else:
            found |= ~Q(**{name: value})
    return found


def _blank(value: Any) -> Any:
    if value is OWN_ID:
        return Concat(Value("erased-"), Cast("pk", CharField()))
    return value


def _erase_events(stream_id: int, *, by: Actor, at: datetime) -> list[int]:
    """Empty every personal field that the chain of a case or customer still holds."""
    personal = frozenset(name for kind in kinds_of_facts().values() for name in kind.personal)
    return erase_fields(stream_id=stream_id, content={}, fields=personal, by=by, at=at)
