"""Restriction of processing, objection to advertising, and the purposes for which data may be taken along."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.customers import operations as customers
from muhatap.customers.models import Consent, Customer
from muhatap.customers.restriction import RESTRICTED
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.kernel.purposes import Purpose, Sort, is_stated, purposes_served
from muhatap.privacy.events import ProcessingRestricted, PurposeStated, RestrictedOpened
from muhatap.privacy.models import PrivacyRequest
from muhatap.privacy.register import person_of


class WhyMissing(ValueError):
    """A restricted case opens with a reason only."""


class PurposeNotStated(Exception):
    """No notice tells people of this purpose, or such data do not serve it; they do not leave for it."""


def restrict(*, request: PrivacyRequest, is_restricted: bool, by: Actor, at: datetime) -> bool:
    """Stop processing of a person's data, or go on; False where nothing changes."""
    case = Case.objects.select_related("customer").get(id=request.case_id)
    ids = person_of(case.customer).customer_ids
    with unit_of_work():
        changed = 0
        for customer in Customer.objects.select_for_update(of=("self",)).filter(id__in=ids):
            if (RESTRICTED in customer.preferences) is is_restricted:
                continue
            rest = {name: value for name, value in customer.preferences.items() if name != RESTRICTED}
            customer.preferences = rest | ({RESTRICTED: at.isoformat()} if is_restricted else {})
            customer.save(update_fields=["preferences"])
            changed += 1
        if not changed:
            return False
        record(
            ProcessingRestricted(
                brand=case.brand_id, case=case.id, customer=case.customer_id, is_restricted=is_restricted
            ),
            by=by,
            at=at,
        )
    return True


def note_opening(*, case: Case, why: str, by: Actor, at: datetime) -> None:
    """Keep why somebody opens a restricted case, in the case's own chain; `WhyMissing` without words."""
    if len(why.strip()) < 3:
        raise WhyMissing
    said = mask(why.strip()[:300]).text
    with unit_of_work():
        record(RestrictedOpened(brand=case.brand_id, case=case.id, why=said), by=by, at=at)


def stop_advertising(*, request: PrivacyRequest, by: Actor, at: datetime) -> int:
    """Take back every consent of the person to letters that are no service; returns how many there were."""
    case = Case.objects.select_related("customer").get(id=request.case_id)
    done = 0
    with unit_of_work():
        for customer in Customer.objects.filter(id__in=person_of(case.customer).customer_ids):
            for sort in sorted(set(Consent.objects.filter(customer=customer).values_list("sort", flat=True))):
                changed = customers.change_consent(
                    customer=customer,
                    sort=sort,
                    is_given=False,
                    version="",
                    words=case.number,
                    by=by,
                    at=at,
                )
                done += changed is not None
    return done


def state_purpose(
    *, brand: Brand, what: str, purpose: str, by: Actor, at: datetime, whole: Iterable[Sort] = ()
) -> Purpose:
    """Keep for which purpose data are taken along; `PurposeNotStated` for one that no notice states.

    What cannot leave in part has all sorts in `whole`: a purpose that one of them does not serve is
    refused. The refusal is kept too.
    """
    allowed = is_stated(purpose) and purpose in purposes_served(whole)
    with unit_of_work():
        record(
            PurposeStated(brand=brand.id, what=what, purpose=purpose[:24], is_refused=not allowed),
            by=by,
            at=at,
        )
    if not allowed:
        raise PurposeNotStated(purpose)
    return Purpose(purpose)
