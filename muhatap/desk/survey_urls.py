"""Addresses of what customers answer."""

from django.urls import path

from muhatap.desk.views import deeds, surveys

survey_patterns = [
    path("surveys/", surveys.show, name="surveys"),
    path("surveys/comments/", surveys.comments, name="survey_comments"),
    path("surveys/comments/<int:answer>/", surveys.comment, name="survey_comment"),
    path("surveys/comments/<int:answer>/act/", surveys.act, name="survey_comment_act"),
    path("surveys/follow-ups/", surveys.follow_ups, name="survey_follow_ups"),
    path("surveys/said/", deeds.show, name="deeds"),
    path("surveys/said/<slug:brand>/new/", deeds.write, name="deed_new"),
    path("surveys/said/<int:entry>/act/", deeds.act, name="deed_act"),
]
