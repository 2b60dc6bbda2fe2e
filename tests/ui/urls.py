"""Addresses for the tests of the design system alone."""

from django.urls import include, path

from muhatap.ui import views
from muhatap.ui.errors import error_page

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.failed

urlpatterns = [
    path("ui/", include("muhatap.ui.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("error/<int:status>/", lambda request, status: error_page(request, status)),
]
