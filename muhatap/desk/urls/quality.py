"""Addresses: reviews, training and improvements."""

from django.urls import path

from muhatap.desk.views import (
    improvements,
    quality,
    quality_calls,
    quality_own,
    quality_samples,
    quality_training,
)

urlpatterns = [
    path("quality/", quality.show, name="quality"),
    path("quality/reviews/<int:review>/", quality.review, name="quality_review"),
    path("quality/reviews/<int:review>/<slug:name>/", quality.act, name="quality_act"),
    path("quality/calibration/", quality.calibration, name="calibration"),
    path("quality/samples/", quality_samples.samples, name="samples"),
    path("quality/samples/<int:sample>/", quality_samples.sample, name="sample"),
    path("quality/terms/<slug:brand>/", quality_samples.set_terms, name="quality_terms"),
    path("quality/scorecards/", quality_samples.scorecards, name="scorecards"),
    path("quality/scorecards/new/<slug:brand>/", quality_samples.scorecard, name="scorecard_new"),
    path("quality/scorecards/<int:card>/", quality_samples.scorecard, name="scorecard"),
    path("quality/mine/", quality_own.mine, name="my_reviews"),
    path("quality/mine/<int:review>/", quality_own.own_review, name="my_review"),
    path("quality/goals/<int:note>/answer/", quality_own.answer_goal, name="goal_answer"),
    path("quality/goals/<int:note>/drop/", quality_own.drop, name="goal_drop"),
    path("quality/coaching/", quality_own.coaching, name="coaching"),
    path("quality/coaching/<slug:brand>/<int:agent>/", quality_own.coach, name="coach"),
    path("quality/calls/", quality_calls.show, name="quality_calls"),
    path("quality/calls/<slug:brand>/", quality_calls.set_words, name="call_words"),
    path("quality/training/", quality_training.show, name="training"),
    path("quality/training/new/<slug:brand>/", quality_training.new_course, name="course_new"),
    path("quality/training/sessions/<int:session>/", quality_training.session, name="training_session"),
    path("quality/training/sessions/<int:session>/<slug:name>/", quality_training.seat, name="seat"),
    path("quality/training/<int:course>/", quality_training.course, name="course"),
    path("quality/training/<int:course>/plan/", quality_training.plan, name="session_plan"),
    path("quality/training/<int:course>/certify/", quality_training.certify, name="certify"),
    path("improvements/", improvements.show_all, name="improvements"),
    path("improvements/new/<slug:brand>/", improvements.new, name="improvement_new"),
    path("improvements/<int:improvement>/", improvements.show, name="improvement"),
    path("improvements/<int:improvement>/<slug:name>/", improvements.act, name="improvement_act"),
]
