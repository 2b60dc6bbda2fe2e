"""What the topic of a case asks, as staff fills it in or corrects it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.channels.operations.completing import correct_fields
from muhatap.desk.topic_fields import faces_of, questions_here, read
from muhatap.desk.views.door import actor, go, of_case, page, place_of_case
from muhatap.topics.questions import words


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def edit(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show the fields of the case's topic and take what was changed."""
    language = get_language() or case.brand.default_language
    languages = (language, case.brand.default_language)
    questions = questions_here(case, languages)
    given, wrong = None, {}
    if request.method == "POST":
        given = {name: value for name, value in request.POST.items() if isinstance(value, str)}
        at = timezone.now()
        values, wrong = read(case, questions, given, language, at)
        if not wrong:
            sensitive = frozenset(each.code for each in questions if each.is_sensitive)
            correct_fields(case=case, fields=values, sensitive=sensitive, by=actor(staff), at=at)
            messages.success(request, _("The answers are saved."))
            return go(place_of_case(case, request.GET.urlencode()))
    return page(
        request,
        "case_fields",
        staff,
        422 if wrong else 200,
        case=case,
        here=request.GET.urlencode(),
        topic=words(case.topic.names, languages) if case.topic else "",
        faces=faces_of(case, questions, given, wrong),
        count_of_wrong=len(wrong),
    )
