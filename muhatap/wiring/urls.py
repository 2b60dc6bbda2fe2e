"""The addresses of the whole desk."""

from django.urls import include, path

from muhatap.wiring import probes, why

handler400 = "muhatap.ui.views.bad_request"
handler403 = "muhatap.ui.views.forbidden"
handler404 = "muhatap.ui.views.not_found"
handler429 = "muhatap.accounts.views.too_many"
handler500 = "muhatap.ui.views.failed"

urlpatterns = [
    path("health/live", probes.alive),
    path("health/ready", probes.ready),
    path("metrics", probes.metrics),
    path("", include("muhatap.wiring.api_urls")),
    path("", include("muhatap.wiring.chat_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("muhatap.ui.urls")),
    path("staff/", include("muhatap.accounts.urls")),
    path("files/", include("muhatap.files.urls")),
    path("desk/health/", why.show),
    path("desk/", include("muhatap.desk.urls")),
    path("hooks/telephone/", include("muhatap.channels.adapters.phone.urls")),
    path("hooks/social/", include("muhatap.channels.adapters.social.urls")),
    path("hooks/whatsapp/", include("muhatap.channels.adapters.whatsapp.urls")),
    path("hooks/bot/", include("muhatap.bot.urls")),
    path("hooks/mail/", include("muhatap.channels.adapters.email.urls")),
    path("", include("muhatap.portal.urls")),
]
