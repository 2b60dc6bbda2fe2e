"""Reads of replies that wait to leave, of texts that staff use again, and of prepared letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.letters.linting.facts import Sort
from muhatap.letters.merging import shipped_template
from muhatap.letters.models import HeldReply, LetterTemplate, PreparedLetter, TextModule
from muhatap.letters.rendering import shipped_mark

DUE_AT_MOST = 50
STOPPED_AT_MOST = 100
TO_SEND_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class UsedTemplate:
    """A template in one language with its version; 0 comes with the product."""

    sort: Sort
    text: str
    version: int = 0

    @property
    def mark(self) -> str:
        """How a message names it: the sort and its version."""
        return f"{self.sort}@{self.version}" if self.version else shipped_mark(self.sort, self.text)


def letter_template(brand_id: int, sort: Sort, language: str) -> UsedTemplate:
    """The brand's newest letter of this sort in the language, or the one that comes with the product."""
    row = LetterTemplate.objects.filter(brand_id=brand_id, sort=sort).order_by("-version").first()
    if row is not None and row.texts.get(language):
        return UsedTemplate(sort, row.texts[language], row.version)
    return UsedTemplate(sort, shipped_template(sort, language))


def template_named(brand_id: int, sort: Sort, mark: str) -> LetterTemplate | None:
    """The version of a brand's letter that a mark names; None for what comes with the product or is none."""
    name, _at, version = mark.partition("@")
    if name != sort or not version.isdecimal() or len(version) > 9:
        return None
    return LetterTemplate.objects.filter(brand_id=brand_id, sort=sort, version=int(version)).first()


def template_versions(brand_id: int, sort: Sort) -> list[LetterTemplate]:
    """Every version of a letter, the newest first."""
    rows = LetterTemplate.objects.filter(brand_id=brand_id, sort=sort).select_related("saved_by")
    return list(rows.order_by("-version"))


def needs_second(brand: Brand) -> bool:
    """Whether a letter of this brand is regulated, so that two people change it."""
    return bool(brand.legal.get("regulated", True))


def needs_agreement(case: Case, sort: Sort, *, refuses: bool = False) -> bool:
    """Whether another person agrees before a letter of this sort leaves (process C6, points 3, 8 and 9).

    A payment is refused by two where the brand is regulated or the customer may be vulnerable; a request for
    data is always refused by two, also in part, and so is every notice of a breach.
    """
    if sort in {Sort.DSR_OUT, Sort.DSR_REFUSE}:
        return refuses or sort is Sort.DSR_REFUSE
    if refuses or sort is Sort.REF_REFUSE:
        return bool(case.brand.legal.get("regulated")) or bool(case.fields.get("support_need"))
    return sort in {Sort.BREACH_AUTH, Sort.BREACH_TOLD}


def prepared_of(case: Case) -> list[PreparedLetter]:
    """The letters of a case that wait for somebody to send them, the oldest first."""
    return list(
        PreparedLetter.objects.filter(case=case, ended_at__isnull=True)
        .select_related("asked_by")
        .order_by("prepared_at", "id")
    )


def prepared_letter(case: Case, letter_id: int) -> PreparedLetter | None:
    """The letter of this case with this id, sent or not."""
    return (
        PreparedLetter.objects.filter(case=case, id=letter_id)
        .select_related("asked_by", "agreed_by", "message")
        .first()
    )


def letters_waiting(case: Case, sort: Sort) -> list[PreparedLetter]:
    """The letters of this sort that wait on a case, the newest first."""
    rows = PreparedLetter.objects.filter(case=case, sort=sort, ended_at__isnull=True)
    return list(rows.order_by("-prepared_at", "-id"))


def sent_of(case: Case) -> list[PreparedLetter]:
    """The prepared letters of a case that were sent, the newest first."""
    rows = PreparedLetter.objects.filter(case=case, message__isnull=False)
    return list(rows.select_related("asked_by", "agreed_by").order_by("-ended_at")[:TO_SEND_AT_MOST])


def is_letter(message: Message) -> bool:
    """Whether a message was written from a template, by itself or by a person, and still says something."""
    return bool(message.template) and message.erased_at is None and bool(message.text)


def sent_letter(case: Case, message_id: int) -> Message | None:
    """The letter of this case that went with this message."""
    message = Message.objects.filter(case=case, id=message_id).exclude(author=Author.NOTE).first()
    return message if message is not None and is_letter(message) else None


def letters_to_send(readable: QuerySet[Case]) -> list[PreparedLetter]:
    """The prepared letters of these cases, the oldest first."""
    rows = PreparedLetter.objects.filter(case__in=readable, ended_at__isnull=True)
    return list(rows.select_related("case").order_by("prepared_at", "id")[:TO_SEND_AT_MOST])


def held_of(case: Case) -> list[HeldReply]:
    """The replies of a case that wait to leave or were stopped, the next one first."""
    rows = HeldReply.objects.filter(case=case).select_related("staff").order_by("leaves_at", "id")
    return list(rows.prefetch_related("files__file"))


def held_reply_of(case: Case, held_id: int) -> HeldReply | None:
    """The held reply of this case with this id, locked until the transaction ends; None when it has left."""
    rows = HeldReply.objects.select_for_update(of=("self",)).select_related("staff")
    return rows.filter(case=case, id=held_id).first()


def stopped_replies(brand_ids: Iterable[int]) -> list[HeldReply]:
    """The replies in these brands that were stopped and wait for somebody's decision, the newest first."""
    rows = HeldReply.objects.filter(stopped_at__isnull=False, case__brand_id__in=list(brand_ids))
    return list(rows.select_related("staff", "case").order_by("-stopped_at", "-id")[:STOPPED_AT_MOST])


def due_replies(at: datetime) -> list[tuple[int, int]]:
    """Id and case of the replies whose time has come, oldest first."""
    rows = HeldReply.objects.filter(stopped_at__isnull=True, leaves_at__lte=at).order_by("leaves_at", "id")
    return list(rows.values_list("id", "case_id")[:DUE_AT_MOST])


def modules_for(staff: Staff, brand_id: int) -> list[TextModule]:
    """The texts of a brand that she may use, her own among them, those used most first in their category."""
    return list(_offered(staff, brand_id).order_by("category", "-used_count", "name"))


def module_for(staff: Staff, brand_id: int, module_id: int) -> TextModule | None:
    """The text of this brand with this id, if she may use it."""
    return _offered(staff, brand_id).filter(id=module_id).first()


def _offered(staff: Staff, brand_id: int) -> QuerySet[TextModule]:
    hers = Q(owner__isnull=True) | Q(owner_id=staff.pk)
    return TextModule.objects.filter(hers, brand_id=brand_id, retired_at__isnull=True)
