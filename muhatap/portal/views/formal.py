"""The formal complaint form, and the same form as a sheet of paper."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.brands.models import Brand
from muhatap.cases.keys import secret_of
from muhatap.channels.contract import Sender
from muhatap.portal import guard
from muhatap.portal import operations as portal
from muhatap.portal.formal import MOST_POINTS, FormalForm
from muhatap.portal.operations import limiting
from muhatap.portal.story import vow_faces
from muhatap.portal.uploads import sorted_uploads
from muhatap.portal.views.door import VISITOR, let_in, of_brand, page, try_again_at
from muhatap.portal.wording import refusal_words
from muhatap.topics.models import Topic
from muhatap.topics.queries import topics_of
from muhatap.ui.errors import error_page


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def formal(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Take a formal complaint in one page, and say its number."""
    topic = _topic(brand)
    if topic is None:
        return error_page(request, 404)
    if request.method != "POST":
        return _form_page(request, brand, FormalForm())
    form = FormalForm(request.POST)
    kept, refused = sorted_uploads(request.FILES.getlist("files"))
    for refusal in refused:
        form.add_error(None, refusal_words(refusal))
    token = guard.name_in_stamp(request.POST.get(guard.STAMP, ""))
    if not form.is_valid() or not token or guard.fills_traps(request.POST):
        return _form_page(request, brand, form, status=422, is_stale=not token)
    if try_again_at(request, limiting.SENDING) is not None:
        return _form_page(request, brand, form, status=429, is_often=True)
    given = form.cleaned_data
    case = portal.lodge_complaint(
        lodged=portal.Lodged(
            brand=brand,
            topic=topic,
            sender=Sender(given["name"], given["email"], given["phone"]),
            subject=given["what"].strip().splitlines()[0][:120],
            text=_text(given),
            points=form.told_points,
            remedy_sought=given["sought"],
            language=translation.get_language() or brand.default_language,
            files=kept,
            token=token,
        ),
        by=VISITOR,
        at=timezone.now(),
    )
    response = page(
        request,
        "formal_done",
        brand,
        case=case,
        secret=secret_of(case),
        vows=vow_faces(case, timezone.now()),
    )
    return let_in(response, brand, case)


@require_safe
@of_brand
def sheet(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the form as a sheet to print and fill in by hand; a photo of it is taken like the form."""
    if _topic(brand) is None:
        return error_page(request, 404)
    return page(request, "formal_sheet", brand, lines=range(MOST_POINTS))


def _form_page(
    request: HttpRequest, brand: Brand, form: FormalForm, status: int = 200, **trouble: object
) -> HttpResponse:
    stamp = request.POST.get(guard.STAMP, "")
    if not guard.name_in_stamp(stamp):
        stamp = guard.fresh_stamp()
    return page(request, "formal", brand, status=status, form=form, stamp=stamp, **trouble)


def _text(given: dict[str, str]) -> str:
    parts = [given["what"].strip().replace("\r\n", "\n")]
    if given["points"].strip():
        parts.append(_("My points:") + "\n" + given["points"].strip().replace("\r\n", "\n"))
    if given["sought"].strip():
        parts.append(_("What I want:") + "\n" + given["sought"].strip())
    if given["earlier"].strip():
        parts.append(_("Earlier case number:") + " " + given["earlier"].strip())
    return "\n\n".join(parts)


def _topic(brand: Brand) -> Topic | None:
    return next((each for each in topics_of(brand.id) if each.kind == "complaint"), None)
