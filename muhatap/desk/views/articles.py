"""Articles of the help centre on the desk: the list with what is stale, and what people sought in vain."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk.views.door import on_desk, page
from muhatap.help_centre.desk_lists import (
    articles_visible_to,
    brands_to_write_for,
    guide_figures,
    sought_in_vain,
)

_SHOWN = ("all", "stale", "mine", "draft", "waits", "retired")


@require_safe
@on_desk(Permission.WRITE_ARTICLES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the articles, those that wait for somebody first."""
    at = timezone.now()
    rows = articles_visible_to(staff, at, get_language() or "")
    asked = request.GET.get("show", "")
    shown = asked if asked in _SHOWN else "all"
    tests = {
        "all": lambda each: each.state != "retired",
        "stale": lambda each: each.is_stale,
        "mine": lambda each: each.article.owner_id == staff.pk,
        "draft": lambda each: each.has_draft,
        "waits": lambda each: each.waits,
        "retired": lambda each: each.state == "retired",
    }
    counts = {name: sum(map(test, rows)) for name, test in tests.items()}
    brands = brands_to_write_for(staff)
    return page(
        request,
        "articles/list",
        staff,
        rows=[each for each in rows if tests[shown](each)],
        shown=shown,
        counts=counts,
        brands=brands,
        guides=guide_figures(brands, at),
    )


@require_safe
@on_desk(Permission.WRITE_ARTICLES)
def searches(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what several people sought and nobody found."""
    said, others = sought_in_vain(brands_to_write_for(staff))
    return page(request, "articles/searches", staff, rows=said, others=others)
