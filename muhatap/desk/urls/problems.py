"""Addresses: one cause behind many cases."""

from django.urls import path

from muhatap.desk.views import problem_acts, problem_notices, problems

urlpatterns = [
    path("cases/<str:number>/problem/", problem_acts.on_case, name="case_problem"),
    path("problems/", problems.show_all, name="problems"),
    path("problems/new/", problems.new, name="problem_new"),
    path("problems/report/", problems.report, name="problems_report"),
    path("problems/terms/<slug:brand>/", problems.set_terms, name="problems_terms"),
    path("problems/suggestions/<int:suggestion>/", problem_acts.suggestion, name="problem_suggestion"),
    path("problems/<int:problem>/", problems.show, name="problem"),
    path("problems/<int:problem>/edit/", problems.edit, name="problem_edit"),
    path("problems/<int:problem>/issue/", problem_acts.publish, name="problem_issue"),
    path("problems/<int:problem>/notice/", problem_notices.write, name="problem_notice_new"),
    path("problems/<int:problem>/notices/<int:notice>/", problem_notices.show, name="problem_notice"),
    path("problems/<int:problem>/<slug:name>/", problem_acts.act, name="problem_act"),
]
