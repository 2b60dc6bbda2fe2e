"""What stands in a data copy: every table of the register as plain values, other people's data masked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Model

from muhatap.audit.models import ErasableContent, Event
from muhatap.cases.models import Case, Message, Participant, SideParty
from muhatap.cases.operations.belonging import SEALED_ANSWERS
from muhatap.files.models import StoredFile
from muhatap.kernel.holdings import Holding
from muhatap.kernel.sealing import unseal
from muhatap.privacy.register import Person, held_of, model_of

OTHER = "[…]"
_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"\+\d[\d ()-]{8,18}\d")


@dataclass(slots=True)
class Table:
    """One table of the copy: its name in the register, its columns, its rows."""

    name: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]] = field(default_factory=list)


class Masking:
    """Masks addresses, numbers and names of others; hers stay."""

    def __init__(self, person: Person) -> None:
        self._hers = {each.lower() for each in person.emails}
        self._numbers = {_digits(each) for each in person.phones}
        self._names = _names_of_others(person)
        self.count = 0

    def __call__(self, value: Any) -> Any:
        """The value with what is others' replaced, at any depth."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {key: self(each) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self(each) for each in value]
        return value

    def _text(self, text: str) -> str:
        text = _ADDRESS.sub(lambda found: self._kept(found[0], found[0].lower() in self._hers), text)
        text = _PHONE.sub(lambda found: self._kept(found[0], _digits(found[0]) in self._numbers), text)
        for name in self._names:
            if name in text:
                self.count += text.count(name)
                text = text.replace(name, OTHER)
        return text

    def _kept(self, written: str, is_hers: bool) -> str:
        self.count += not is_hers
        return written if is_hers else OTHER


def tables_of(person: Person, masking: Masking) -> Iterator[Table]:
    """Every table that holds something of her, in the order of the register; empty ones are left out."""
    for holding, rows in held_of(person):
        if not holding.copied:
            continue
        table = Table(holding.table, holding.copied)
        for row in rows.order_by("pk") if not _is_inside(holding) else _outside(rows):
            table.rows.append({name: masking(plain(getattr(row, name))) for name in holding.copied})
        if table.rows:
            yield table


def answers_of(person: Person) -> Table:
    """What she answered in forms and we keep sealed, opened."""
    table = Table("cases.sealed_answers", ("case", "answers"))
    for case in Case.objects.filter(id__in=person.case_ids).exclude(sealed_fields=b""):
        context = str(case.customer_id).encode()
        data = unseal(settings.MUHATAP_KEYRING, SEALED_ANSWERS, bytes(case.sealed_fields), context=context)
        table.rows.append({"case": case.number, "answers": data.decode()})
    return table


def facts_of(person: Person, masking: Masking) -> Table:
    """What the record says happened to her cases: kind, time, and the personal fields that it still holds."""
    table = Table("audit.facts", ("case", "place", "at", "kind", "by", "personal"))
    numbers = dict(Case.objects.filter(id__in=person.case_ids).values_list("id", "number"))
    events = list(Event.objects.filter(stream_id__in=numbers).order_by("stream_id", "seq"))
    held = dict(
        ErasableContent.objects.filter(event_id__in=[each.id for each in events]).values_list(
            "event_id", "fields"
        )
    )
    for event in events:
        table.rows.append(
            {
                "case": numbers[event.stream_id],
                "place": event.seq,
                "at": event.at.isoformat(),
                "kind": event.kind,
                "by": event.actor_kind,
                "personal": masking(held.get(event.id, "")),
            }
        )
    return table


def files_of(person: Person) -> list[StoredFile]:
    """The files that came from her or went to her, none of a note and none of a review by others."""
    rows = StoredFile.objects.filter(destroyed_at__isnull=True, scan_state__in=("clean", "unscanned"))
    attached = rows.filter(id__in=_attached(person.case_ids))
    return list(attached.order_by("id"))


def side_messages(person: Person) -> int:
    """How many messages with others about her cases are left out: they are others' words."""
    return Message.objects.filter(case_id__in=person.case_ids, side__isnull=False).count()


def plain(value: Any) -> Any:
    """A value as JSON carries it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 53:
        return str(value)
    return value


def _is_inside(holding: Holding) -> bool:
    return holding.table == "cases.Message"


def _outside(rows: Any) -> Sequence[Model]:
    return rows.filter(side__isnull=True).order_by("at", "id")


def _attached(case_ids: frozenset[int]) -> list[int]:
    from_messages = Message.objects.filter(case_id__in=case_ids, side__isnull=True).exclude(author="note")
    return list(from_messages.values_list("attachments__file_id", flat=True).exclude(attachments=None))


def _names_of_others(person: Person) -> list[str]:
    own = {each.casefold() for each in person.names}
    found = {
        *Participant.objects.filter(case_id__in=person.case_ids).values_list("name", flat=True),
        *SideParty.objects.filter(side__case_id__in=person.case_ids).values_list("name", flat=True),
    }
    return sorted(
        (each for each in found if len(each) > 2 and each.casefold() not in own), key=len, reverse=True
    )


def _digits(number: str) -> str:
    return "".join(each for each in number if each.isdigit())


def columns_known(holding: Holding) -> bool:
    """Whether every column that is copied or blanked is one of the table."""
    names = {each.attname for each in model_of(holding)._meta.concrete_fields}
    return {*holding.copied, *holding.blank, *holding.unworded} <= names
