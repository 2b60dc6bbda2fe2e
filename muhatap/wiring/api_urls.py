"""The addresses of the API, which learns here where to ask for promises and complaints."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from muhatap.channels.adapters.api.book import ComplaintBook, EventBook, ProblemBook, PromiseBook
from muhatap.channels.adapters.api.doorway import doorway, nothing_here
from muhatap.channels.adapters.api.urls import api_of, urlpatterns_of
from muhatap.promises import telling
from muhatap.wiring import api_complaints, api_events, api_problems

API = api_of(
    PromiseBook(
        just_made=telling.promises_just_made,
        made=telling.promises_made,
        standing=telling.promises_standing,
        offered=telling.promises_offered,
    ),
    ComplaintBook(
        register=api_complaints.register,
        move=api_complaints.move,
        told=api_complaints.told,
    ),
    ProblemBook(listed=api_problems.listed, told=api_problems.told),
    EventBook(after=api_events.after),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(urlpatterns_of(API))),
    path("api/scim/v2/", include("muhatap.accounts.scim.urls")),
    re_path(r"^api/", doorway(nothing_here)),
]
