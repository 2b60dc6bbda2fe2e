"""Addresses: one's own profile, who is on call, and where cases wait."""

from django.urls import path

from muhatap.desk.views import account, on_call, profile, routing

urlpatterns = [
    path("on-call/", on_call.show, name="on_call"),
    path("on-call/teams/<int:team>/", on_call.add, name="shift_add"),
    path("on-call/shifts/<int:shift>/remove/", on_call.remove, name="shift_remove"),
    path("on-call/away/", on_call.away, name="away"),
    path("profile/", profile.show, name="profile"),
    path("profile/signature/", account.sign, name="signature"),
    path("profile/work/", account.work, name="work"),
    path("profile/notices/", account.notices, name="notice_choices"),
    path("profile/sessions/", account.sessions, name="sessions"),
    path("profile/sessions/end/", account.end_session, name="end_session"),
    path("availability/", account.be, name="availability"),
    path("routing/", routing.show, name="routing"),
    path("routing/<slug:brand>/queues/", routing.set_queues, name="routing_queues"),
    path("routing/<slug:brand>/people/", routing.set_people, name="routing_people"),
    path("routing/<slug:brand>/skills/new/", routing.skill, name="routing_skill_new"),
    path("routing/<slug:brand>/skills/<int:skill>/", routing.skill, name="routing_skill"),
    path("cases/<str:number>/account-manager/", routing.manager, name="account_manager"),
]
