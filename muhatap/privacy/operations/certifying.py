"""The certificate of destruction: what went and what stays, as a paper that goes to the person."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.files import operations as files
from muhatap.kernel.actors import Actor
from muhatap.letters.html import STYLE
from muhatap.letters.paper import NoPaper, as_pdf
from muhatap.privacy.certificates import certificate_page
from muhatap.privacy.models import Erasure, ErasureState

_MARK = "erasure-certificate:"


def send_certificate(*, erasure: Erasure, by: Actor, at: datetime) -> Message | None:
    """Send the certificate once, as a message of the request's own case; None where that is closed.

    The paper is set before anything is locked, since it takes a second; without one the words go alone.
    """
    held = Erasure.objects.select_related("request__case__brand", "planned_by", "agreed_by").get(
        id=erasure.id
    )
    case = held.request.case
    mark = f"{_MARK}{held.id}"
    if held.state == ErasureState.PLANNED or not case.is_open:
        return None
    if Message.objects.filter(case=case, external_id=mark).exists():
        return None
    pdf = _paper(held, at)
    with translation.override(case.language):
        text = _(
            "Your data were destroyed as far as the law allows. The certificate says what went, what stays, "
            "on which ground and until when."
        )
    with unit_of_work() as unit:
        name = f"{case.number}-{at:%Y-%m-%d}-certificate.pdf"
        paper = [files.store_file(brand_id=case.brand_id, name=name, data=pdf, by=by, at=at)] if pdf else []
        unit.flush()
        return cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.AUTOMATIC,
                channel=case.channel,
                text=text,
                files=[(each, "") for each in paper],
                external_id=mark,
            ),
            by=by,
            at=at,
        )


def _paper(erasure: Erasure, at: datetime) -> bytes:
    if not settings.MUHATAP_PAPER:
        return b""
    try:
        return as_pdf(certificate_page(erasure), STYLE, at)
    except NoPaper:
        return b""
