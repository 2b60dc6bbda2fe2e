"""Addresses: figures, their limits, and what customers say."""

from django.urls import path

from muhatap.desk.views import deeds, insight_limits, insights, public_reports, staffing, surveys

urlpatterns = [
    path("insights/", insights.show, name="insights"),
    path("insights/measures/", insights.measures, name="insight_measures"),
    path("insights/export/", insights.export, name="insight_export"),
    path("insights/bounds/", insight_limits.bounds, name="bounds"),
    path("insights/bounds/<int:bound>/end/", insight_limits.end_bound, name="bound_end"),
    path("insights/bounds/<slug:brand>/", insight_limits.set_bound, name="bound_set"),
    path("insights/alerts/<int:alert>/", insight_limits.answer, name="alert_answer"),
    path("insights/public/", public_reports.show, name="public_reports"),
    path("insights/public/<slug:brand>/<str:since>/", public_reports.act, name="public_report_act"),
    path("insights/staffing/", staffing.show, name="insight_staffing"),
    path("insights/mail/", insight_limits.mail, name="insight_mail"),
    path("insights/mail/change/", insight_limits.subscribe, name="insight_subscribe"),
    path("insights/<slug:measure>/", insights.show_rows, name="insight_rows"),
    path("surveys/", surveys.show, name="surveys"),
    path("surveys/comments/", surveys.comments, name="survey_comments"),
    path("surveys/comments/<int:answer>/", surveys.comment, name="survey_comment"),
    path("surveys/comments/<int:answer>/act/", surveys.act, name="survey_comment_act"),
    path("surveys/follow-ups/", surveys.follow_ups, name="survey_follow_ups"),
    path("surveys/said/", deeds.show, name="deeds"),
    path("surveys/said/<slug:brand>/new/", deeds.write, name="deed_new"),
    path("surveys/said/<int:entry>/act/", deeds.act, name="deed_act"),
]
