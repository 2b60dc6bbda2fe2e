"""Addresses of the portal: everything of a brand lies under its code, so these come last of all."""

from django.urls import path, register_converter

from muhatap.portal.views import (
    account,
    assistant,
    calling,
    case,
    complaining,
    completing,
    declining,
    documents,
    dossier,
    form,
    formal,
    guide,
    help,
    help_files,
    home,
    known,
    letters,
    locker,
    objecting,
    outbox,
    owning,
    performance,
    proof,
    published,
    reporting,
    sending,
    standing,
    surveying,
    telling,
    track,
    trust,
)

# First segments that belong to the installation and can never be a brand.
RESERVED = frozenset(
    {"desk", "staff", "api", "static", "live", "chat", "app", "files", "ui", "i18n", "accounts", "health"}
)


class BrandCode:
    """A brand's code in an address."""

    regex = "[a-z0-9][a-z0-9-]{0,39}"

    def to_python(self, value: str) -> str:
        """The code; reserved words are no brands."""
        if value in RESERVED:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        """The code as it is."""
        return value


register_converter(BrandCode, "brand")

app_name = "portal"
urlpatterns = [
    path("", home.installation, name="installation"),
    path("robots.txt", help_files.robots, name="robots"),
    path(".well-known/security.txt", trust.security_txt, name="security_txt"),
    path("desk/outbox/links/", outbox.links, name="mailed_links"),
    path("<brand:brand>/", home.home, name="home"),
    path("<brand:brand>/callback/", calling.ask, name="callback"),
    path("<brand:brand>/contact/", home.contact, name="contact"),
    path("<brand:brand>/privacy/", home.privacy, name="privacy"),
    path("<brand:brand>/charter/", published.show, name="published"),
    path("<brand:brand>/charter.json", published.show, name="published"),
    path("<brand:brand>/charter/v<int:number>/", published.show, name="published"),
    path("<brand:brand>/charter/v<int:number>.json", published.show, name="published"),
    path("<brand:brand>/charter/official/report/", reporting.report, name="report_impostor"),
    path("<brand:brand>/charter/<slug:name>/", published.show, name="published"),
    path("<brand:brand>/charter/<slug:name>.json", published.show, name="published"),
    path("<brand:brand>/charter/v<int:number>/<slug:name>/", published.show, name="published"),
    path("<brand:brand>/charter/v<int:number>/<slug:name>.json", published.show, name="published"),
    path("<brand:brand>/help/", help.index, name="help"),
    path("<brand:brand>/help/suggest/", help.suggest, name="suggest"),
    path("<brand:brand>/help/feed.atom", help_files.feed, name="help_feed"),
    path("<brand:brand>/help/sitemap.xml", help_files.sitemap, name="help_map"),
    path("<brand:brand>/help/films/<str:name>", help_files.film, name="film"),
    path("<brand:brand>/help/<slug:slug>/", help.article, name="article"),
    path("<brand:brand>/help/<slug:slug>/vote/", help.vote, name="article_vote"),
    path("<brand:brand>/help/<slug:slug>/listen.wav", help_files.listen, name="listen"),
    path("<brand:brand>/help/<slug:slug>/captions.<str:language>.vtt", help_files.captions, name="captions"),
    path("<brand:brand>/help/<slug:slug>/v<int:number>/", help.edition, name="edition"),
    path("<brand:brand>/assistant/", assistant.talk, name="assistant"),
    path("<brand:brand>/guide/<str:topic>/", guide.begin, name="guide"),
    path("<brand:brand>/guide/<str:topic>/<str:key>/", guide.step, name="guide_step"),
    path("<brand:brand>/issues/", known.show_all, name="issues"),
    path("<brand:brand>/issues.json", known.show_all, name="issues"),
    path("<brand:brand>/issues/<int:number>/", known.show, name="issue"),
    path("<brand:brand>/issues/<int:number>.json", known.show, name="issue"),
    path("<brand:brand>/new/<str:topic>/", form.fixes, name="fixes"),
    path("<brand:brand>/form/resume/<str:key>/", form.resume, name="resume"),
    path("<brand:brand>/form/<int:draft>/", form.details, name="details"),
    path("<brand:brand>/form/<int:draft>/review/", sending.review, name="review"),
    path("<brand:brand>/form/<int:draft>/save/", sending.save, name="save"),
    path("<brand:brand>/form/<int:draft>/done/", sending.done, name="done"),
    path("<brand:brand>/complete/<str:token>/", completing.complete, name="complete"),
    path("<brand:brand>/documents/<str:token>/", documents.answer, name="documents"),
    path("<brand:brand>/cases/<str:number>/documents/", documents.of_own_case, name="case_documents"),
    path("<brand:brand>/own/", owning.show, name="own"),
    path("<brand:brand>/own/pick/", owning.pick, name="own_pick"),
    path("<brand:brand>/own/leave/", owning.leave, name="own_leave"),
    path("<brand:brand>/own/enter/<str:token>/", owning.enter, name="own_enter"),
    path("<brand:brand>/locker/", locker.show, name="locker"),
    path("<brand:brand>/locker/ask/", locker.ask, name="locker_ask"),
    path("<brand:brand>/locker/open/<str:token>/", locker.open_link, name="locker_open"),
    path("<brand:brand>/locker/attach/", locker.attach, name="locker_attach"),
    path("<brand:brand>/locker/leave/", locker.leave, name="locker_leave"),
    path("<brand:brand>/account/", account.show, name="account"),
    path("<brand:brand>/account/link/", account.ask, name="account_link"),
    path("<brand:brand>/account/sign-in/", account.sign_in, name="account_sign_in"),
    path("<brand:brand>/account/open/<str:token>/", account.open_link, name="account_open"),
    path("<brand:brand>/account/code/", account.code, name="account_code"),
    path("<brand:brand>/account/app/", account.set_up, name="account_app"),
    path("<brand:brand>/account/change/", account.change, name="account_change"),
    path("<brand:brand>/account/cases/<str:number>/", account.open_case, name="account_case"),
    path("<brand:brand>/account/leave/", account.leave, name="account_leave"),
    path("<brand:brand>/complaint/", formal.formal, name="formal"),
    path("<brand:brand>/complaint/sheet/", formal.sheet, name="formal_sheet"),
    path("<brand:brand>/track/", track.track, name="track"),
    path("<brand:brand>/track/link/", track.ask_for_link, name="ask_for_link"),
    path("<brand:brand>/track/link/<str:token>/", track.open_link, name="open_link"),
    path("<brand:brand>/cases/<str:number>/", case.show, name="case"),
    path("<brand:brand>/cases/<str:number>/reply/", case.reply, name="reply"),
    path("<brand:brand>/cases/<str:number>/not-satisfied/", case.not_satisfied, name="not_satisfied"),
    path("<brand:brand>/cases/<str:number>/complaint/", complaining.say, name="say"),
    path("<brand:brand>/cases/<str:number>/remedies/<int:remedy>/", complaining.answer_remedy, name="remedy"),
    path("<brand:brand>/cases/<str:number>/ask/", complaining.ask, name="ask"),
    path("<brand:brand>/cases/<str:number>/solved/", case.solved, name="solved"),
    path("<brand:brand>/cases/<str:number>/survey/", surveying.of_own_case, name="survey"),
    path("<brand:brand>/cases/<str:number>/secret/", case.secret, name="secret"),
    path("<brand:brand>/cases/<str:number>/link/", case.mail_link, name="mail_link"),
    path("<brand:brand>/cases/<str:number>/callback/", calling.own, name="own_callback"),
    path("<brand:brand>/cases/<str:number>/telling/", telling.wishes, name="telling"),
    path("<brand:brand>/cases/<str:number>/sent/", telling.sent, name="sent"),
    path("<brand:brand>/cases/<str:number>/leave/", case.leave, name="leave"),
    path("<brand:brand>/cases/<str:number>/letters/<int:message>.pdf", letters.paper, name="letter_paper"),
    path("<brand:brand>/cases/<str:number>/dossier/", dossier.download, name="dossier"),
    path("<brand:brand>/survey/<str:token>/", surveying.by_link, name="survey_link"),
    path("<brand:brand>/not-satisfied/<str:token>/", objecting.by_mail, name="object_by_mail"),
    path("<brand:brand>/said/", surveying.said, name="said"),
    path("<brand:brand>/mail/off/<str:token>/", declining.decline, name="decline"),
    path("<brand:brand>/key.pem", dossier.key, name="key"),
    path("<brand:brand>/performance/", performance.performance, name="performance"),
    path("<brand:brand>/performance.json", performance.performance, name="performance"),
    path("<brand:brand>/performance.csv", performance.performance, name="performance"),
    path("<brand:brand>/performance/<str:day>.json", performance.day, name="performance_day"),
    path("<brand:brand>/performance/<str:day>.csv", performance.day, name="performance_day"),
    path("<brand:brand>/performance/reports/<str:since>.json", performance.report, name="public_report"),
    path("<brand:brand>/performance/reports/<str:since>.csv", performance.report, name="public_report"),
    path("<brand:brand>/performance/reports/<str:since>.pdf", performance.paper, name="public_report_paper"),
    path("<brand:brand>/trust/", trust.trust, name="trust"),
    path("<brand:brand>/status/", standing.status, name="status"),
    path("<brand:brand>/status.json", standing.status, name="status"),
    path("<brand:brand>/status/feed.atom", standing.feed, name="status_feed"),
    path("<brand:brand>/status/incidents/<int:incident>/", standing.incident, name="incident"),
    path("<brand:brand>/status/follow/", standing.follow, name="follow_status"),
    path("<brand:brand>/status/follow/<str:token>/", standing.begin, name="follow_begin"),
    path("<brand:brand>/status/stop/<str:token>/", standing.stop, name="follow_stop"),
    path("<brand:brand>/proof/", proof.proof, name="proof"),
    path("<brand:brand>/proof.json", proof.proof, name="proof"),
    path("<brand:brand>/proof/verify.html", proof.verifier, name="verifier"),
]
