"""A customer says how she wishes to be told; all of her wishes are kept together or not at all."""

from dataclasses import dataclass
from datetime import datetime, time

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.proved import proof_of_customer
from muhatap.customers import operations as customers
from muhatap.customers.telling import By, Telling
from muhatap.kernel.actors import Actor

MARKETING = "marketing"
SURVEY = "survey"


class NotWishes(ValueError):
    """What was chosen cannot be kept; `code` is `by`, `language`, `quiet` or `quiet_same`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a customer chose on her page; `marketing` is None where she could not decide about it."""

    by: str
    language: str
    is_large: bool
    quiet_from: str
    quiet_until: str
    wants_surveys: bool
    is_everywhere: bool
    marketing: bool | None = None


def say_wishes(*, case: Case, wishes: Wishes, words: str, version: str, by: Actor, at: datetime) -> None:
    """Keep a customer's wishes; for all of her cases and about advertising only where she proved who she is.

    `words` and `version` are what she read beside the question about advertising.
    """
    telling = _telling(wishes)
    if wishes.language not in case.brand.languages:
        raise NotWishes("language")
    is_proved = proof_of_customer(case) is not None
    with unit_of_work():
        cases.prefer(
            case=case,
            telling=telling,
            language=wishes.language,
            is_everywhere=wishes.is_everywhere and is_proved,
            by=by,
            at=at,
        )
        want = channels.want_mail if wishes.wants_surveys else channels.decline_mail
        want(case=case, kind=SURVEY, by=by, at=at)
        if is_proved and wishes.marketing is not None:
            customers.change_consent(
                customer=case.customer,
                sort=MARKETING,
                is_given=wishes.marketing,
                version=version,
                words=words,
                by=by,
                at=at,
            )


def _telling(wishes: Wishes) -> Telling:
    if wishes.by not in set(By):
        raise NotWishes("by")
    return Telling(By(wishes.by), wishes.is_large, _quiet(wishes.quiet_from, wishes.quiet_until))


def _quiet(begins: str, ends: str) -> tuple[time, time] | None:
    if not begins and not ends:
        return None
    try:
        hours = time.fromisoformat(begins), time.fromisoformat(ends)
    except ValueError as error:
        raise NotWishes("quiet") from error
    if hours[0].tzinfo or hours[1].tzinfo:
        raise NotWishes("quiet")
    hours = hours[0].replace(second=0, microsecond=0), hours[1].replace(second=0, microsecond=0)
    if hours[0] == hours[1]:
        raise NotWishes("quiet_same")
    return hours
