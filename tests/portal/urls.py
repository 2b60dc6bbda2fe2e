"""Addresses for the tests of the portal alone."""

from django.urls import include, path

handler400 = "muhatap.ui.views.bad_request"
handler403 = "muhatap.ui.views.forbidden"
handler404 = "muhatap.ui.views.not_found"
handler500 = "muhatap.ui.views.failed"

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("ui/", include("muhatap.ui.urls")),
    path("files/", include("muhatap.files.urls")),
    path("", include("muhatap.portal.urls")),
]
