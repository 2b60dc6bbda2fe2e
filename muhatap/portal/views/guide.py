"""Quick-fix guides: one step a page, without JavaScript; who is not helped goes on to the form."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.brands.models import Brand
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.guides import SOLVED, Guide, standing_after
from muhatap.help_centre.library import library_of
from muhatap.help_centre.models import GuideRun
from muhatap.portal import faces, queries
from muhatap.portal import operations as portal
from muhatap.portal.help import walking
from muhatap.portal.operations import limiting
from muhatap.portal.views.door import VISITOR, languages_of, of_brand, page, redirect, try_again_at
from muhatap.portal.views.form import begin_form
from muhatap.topics.models import Topic
from muhatap.topics.queries import topic_with_code
from muhatap.ui.errors import error_page


@require_POST
@of_brand
def begin(request: HttpRequest, brand: Brand, topic: str) -> HttpResponse:
    """Begin the guide of a topic."""
    found = topic_with_code(brand.id, topic)
    guide = walking.guide_of(found) if found else None
    if found is None or guide is None:
        return _absent(request, brand)
    if try_again_at(request, limiting.ASKING) is not None:
        return redirect(f"/{brand.code}/new/{found.code}/")
    run = help_centre.begin_guide(
        brand=brand,
        guide=guide,
        topic=found.code,
        language=languages_of(brand)[0],
        by=VISITOR,
        at=timezone.now(),
    )
    return redirect(f"/{brand.code}/guide/{found.code}/{walking.key_of(run.id, brand)}/")


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def step(request: HttpRequest, brand: Brand, topic: str, key: str) -> HttpResponse:
    """Show the step at which a walk stands, or keep what came of it; the end leads out or to the form."""
    found = topic_with_code(brand.id, topic)
    guide = walking.guide_of(found) if found else None
    run_id = walking.run_id_in(key, brand)
    run = queries.guide_run(brand, run_id) if run_id else None
    if found is None or guide is None or run is None or run.topic != found.code:
        return _absent(request, brand)
    if request.method != "POST":
        return _show(request, brand, found, guide, run)
    here = f"/{brand.code}/guide/{found.code}/{key}/"
    if request.POST.get("action") == "write":
        help_centre.leave_guide(run=run, by=VISITOR, at=timezone.now())
        return begin_form(request, brand, found, run)
    was_open = run.ended_at is None
    after = help_centre.take_step(
        run=run,
        guide=guide,
        step=request.POST.get("step", ""),
        outcome=request.POST.get("outcome", ""),
        by=VISITOR,
        at=timezone.now(),
    )
    if after.end and was_open:
        portal.vote_on_fixes(
            brand=brand,
            topic=found.code,
            has_helped=after.end == SOLVED,
            by=VISITOR,
            at=timezone.now(),
        )
    return redirect(here)


def _show(request: HttpRequest, brand: Brand, topic: Topic, guide: Guide, run: GuideRun) -> HttpResponse:
    languages = languages_of(brand)
    standing = standing_after(guide, run.steps)
    end = run.outcome or standing.end
    library = library_of(brand, languages[0])
    here = standing.step
    return page(
        request,
        "help/guide",
        brand,
        here="new",
        topic=faces.topic_faces([topic], languages)[0],
        guide=guide,
        heading=walking.words(guide.name, languages),
        tried=walking.tried_faces(guide, run.steps, languages),
        step=walking.step_face(here, run.steps, library, languages) if here and not end else None,
        end=end,
    )


def _absent(request: HttpRequest, brand: Brand) -> HttpResponse:
    return error_page(
        request,
        404,
        detail=_("This guide is over, or it changed meanwhile."),
        next_url=f"/{brand.code}/",
        next_label=_("Choose a topic"),
    )
