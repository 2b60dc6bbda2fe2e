"""Webhooks: who is told of what, how the calls went, telling again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.desk import webhook_words as say
from muhatap.desk.queries import brands_with
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.integrations import operations as integrations
from muhatap.integrations import webhook_queries as queries
from muhatap.integrations.models import CallState, Webhook
from muhatap.integrations.outgoing import WrongAddress

_PLACE = "/desk/webhooks/"


@require_safe
@on_desk(Permission.CONFIGURE)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the webhooks with what the last day brought."""
    webhooks = list(queries.webhooks_visible_to(staff))
    counts = queries.counts_of(webhooks, timezone.now())
    rows = [(each, *say.standing_words(each), counts[each.id]) for each in webhooks]
    return page(request, "webhooks", staff, section="webhooks", rows=rows)


@require_safe
@on_desk(Permission.CONFIGURE)
def show_events(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List every kind of event with its own sentence."""
    return page(request, "webhook_events", staff, rows=say.event_rows())


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.CONFIGURE)
def make(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Make a webhook and show its secret, this once."""
    brands = brands_with(staff, Permission.CONFIGURE)
    if request.method != "POST":
        return _form(request, staff, None, brands=brands)
    brand = next((each for each in brands if each.code == request.POST.get("brand")), None)
    if brand is None:
        return missing(request)
    try:
        webhook, secret = integrations.make_webhook(
            brand=brand, wanted=_wanted(request), by=actor(staff), at=timezone.now()
        )
    except (WrongAddress, integrations.UnknownKinds, integrations.TooManyWebhooks) as wrong:
        return _form(request, staff, None, brands=brands, wrong=wrong)
    return page(request, "webhook_secret", staff, webhook=webhook, secret=secret)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.CONFIGURE)
def change(request: HttpRequest, staff: Staff, webhook: int) -> HttpResponse:
    """Change what a webhook hears, may know, or where it is."""
    found = queries.webhook_visible_to(staff, webhook)
    if found is None:
        return missing(request)
    if request.method != "POST":
        return _form(request, staff, found)
    try:
        integrations.change_webhook(
            webhook=found, wanted=_wanted(request), by=actor(staff), at=timezone.now()
        )
    except (WrongAddress, integrations.UnknownKinds) as wrong:
        return _form(request, staff, found, wrong=wrong)
    messages.success(request, _("It is told by what stands here from now on."))
    return go(f"{_PLACE}{found.id}/")


@require_safe
@on_desk(Permission.CONFIGURE)
def show(request: HttpRequest, staff: Staff, webhook: int) -> HttpResponse:
    """Show one webhook with the log of its calls."""
    found = queries.webhook_visible_to(staff, webhook)
    if found is None:
        return missing(request)
    state = request.GET.get("state", "")
    rows = []
    for call in queries.calls_of(found, state):
        last = max(call.tries.all(), key=lambda each: (each.at, each.id), default=None)
        rows.append((call, say.state_words(call.state), say.attempt_words(last), last))
    at = timezone.now()
    icon, words = say.standing_words(found)
    return page(
        request,
        "webhook",
        staff,
        webhook=found,
        icon=icon,
        words=words,
        rows=rows,
        state=state,
        states=[("", _("All")), *((each, say.state_words(each)) for each in CallState.values)],
        ends=queries.secret_ends(found, at),
    )


@require_safe
@on_desk(Permission.CONFIGURE)
def show_call(request: HttpRequest, staff: Staff, webhook: int, call: int) -> HttpResponse:
    """Show how one call went each time."""
    found = queries.webhook_visible_to(staff, webhook)
    one = queries.call_with_id(found, call) if found else None
    if found is None or one is None:
        return missing(request)
    rows = [(each, say.attempt_words(each)) for each in queries.attempts_of(one)]
    return page(
        request, "webhook_call", staff, webhook=found, call=one, state=say.state_words(one.state), rows=rows
    )


@require_POST
@on_desk(Permission.CONFIGURE)
def act(request: HttpRequest, staff: Staff, webhook: int) -> HttpResponse:
    """Stop, resume, test, remove, tell again, or give a further secret."""
    found = queries.webhook_visible_to(staff, webhook)
    if found is None:
        return missing(request)
    by, at = actor(staff), timezone.now()
    match request.POST.get("act"):
        case "rotate":
            secret = integrations.rotate_secret(webhook=found, by=by, at=at)
            return page(request, "webhook_secret", staff, webhook=found, secret=secret, is_further=True)
        case "stop":
            integrations.stop_webhook(webhook=found, reason="by_hand", by=by, at=at)
        case "resume":
            integrations.resume_webhook(webhook=found, by=by, at=at)
            messages.success(request, _("It is called again, with what it missed first."))
        case "test":
            integrations.test_webhook(webhook=found, by=by, at=at)
            messages.success(request, _("A test is on its way; its line comes within seconds."))
        case "replay":
            _replay(request, found, staff)
        case "remove":
            integrations.remove_webhook(webhook=found, by=by, at=at)
            return go(_PLACE)
    return go(f"{_PLACE}{found.id}/")


def _replay(request: HttpRequest, webhook: Webhook, staff: Staff) -> None:
    if request.POST.get("which") == "given_up":
        calls = queries.calls_of(webhook, CallState.GIVEN_UP, limit=1000)
    else:
        calls = queries.calls_among(webhook, request.POST.getlist("call"))
    count = integrations.replay(webhook=webhook, calls=calls, by=actor(staff), at=timezone.now())
    if count:
        messages.success(request, _("Told again: %(count)s.") % {"count": count})
    else:
        messages.warning(request, _("Nothing was chosen to be told again."))


def _wanted(request: HttpRequest) -> integrations.Wanted:
    given = request.POST
    return integrations.Wanted(
        name=given.get("name", "").strip()[:120],
        url=given.get("url", "").strip(),
        kinds=say.chosen_kinds(given.getlist("noun"), given.get("kinds", "")),
        rights=given.getlist("right"),
    )


def _form(
    request: HttpRequest, staff: Staff, webhook: Webhook | None, brands=(), wrong: Exception | None = None
) -> HttpResponse:
    given = _wanted(request) if request.method == "POST" else None
    kinds = list(given.kinds if given else webhook.kinds if webhook else ["case.*", "message.*"])
    offered = [(f"{noun}.*", noun, of_noun, f"{noun}.*" in kinds) for noun, of_noun in say.nouns()]
    ticked = {each for each, _noun, _kinds, is_chosen in offered if is_chosen}
    return page(
        request,
        "webhook_edit",
        staff,
        422 if wrong else 200,
        webhook=webhook,
        brands=brands,
        called=given.name if given else webhook.name if webhook else "",
        url=given.url if given else webhook.url if webhook else "",
        rights=given.rights if given else webhook.rights if webhook else [],
        offered=offered,
        single=" ".join(each for each in kinds if each not in ticked),
        wrong_url=say.address_words(str(wrong)) if isinstance(wrong, WrongAddress) else "",
        wrong_kinds=str(wrong) if isinstance(wrong, integrations.UnknownKinds) else "",
        too_many=isinstance(wrong, integrations.TooManyWebhooks),
    )
