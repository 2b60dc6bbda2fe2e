"""Addresses of the desk, a module for each of its parts."""

from muhatap.desk.urls import (
    automation,
    cases,
    charter,
    complaints,
    conversing,
    evidence,
    finding,
    help_centre,
    insights,
    people,
    privacy,
    problems,
    quality,
    registers,
    trust,
)

app_name = "desk"
urlpatterns = [
    *finding.urlpatterns,
    *cases.urlpatterns,
    *evidence.urlpatterns,
    *conversing.urlpatterns,
    *complaints.urlpatterns,
    *problems.urlpatterns,
    *quality.urlpatterns,
    *insights.urlpatterns,
    *automation.urlpatterns,
    *people.urlpatterns,
    *privacy.urlpatterns,
    *trust.urlpatterns,
    *registers.urlpatterns,
    *charter.urlpatterns,
    *help_centre.urlpatterns,
]
