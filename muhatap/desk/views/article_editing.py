"""Writing one article: its page, its words side by side with a preview, and publishing by one or by two."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Permission, Role
from muhatap.approvals.operations import DecidedAlready, ProposalExpired, SamePerson, WaitsAlready
from muhatap.approvals.queries import proposal_waiting
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.desk.articles.forms import HALF_A_YEAR, PageForm, WordsForm
from muhatap.desk.articles.wording import lack_words, refusal_words
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.contents import Words, lacks
from muhatap.help_centre.desk_lists import article_visible_to, brands_to_write_for, calls_of, edition_for_desk
from muhatap.help_centre.library import known_facts, two_people_publish, words_of
from muhatap.help_centre.merging import filled
from muhatap.help_centre.models import Article, Edition
from muhatap.help_centre.operations.writing import SORT
from muhatap.ui.prose import prose

# Who may own an article: everybody who may answer or write.
_OWNERS = (Role.SUPERVISOR, Role.COMPLIANCE, Role.ADMIN, Role.AGENT)
_REFUSALS = (
    help_centre.ChangedMeanwhile,
    help_centre.WaitsForSecond,
    help_centre.NeedsSecondPerson,
    help_centre.NoDraft,
    help_centre.NotLive,
    SamePerson,
    WaitsAlready,
    DecidedAlready,
    ProposalExpired,
)


def of_article(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page the article of its address: 404 when she may not write it."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, article: int) -> HttpResponse:
        found = article_visible_to(staff, article) if article < 1 << 63 else None
        return view(request, staff, found) if found else missing(request)

    return on_desk(Permission.WRITE_ARTICLES)(door)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.WRITE_ARTICLES)
def begin(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Begin an article."""
    brands = brands_to_write_for(staff)
    code = request.POST.get("brand") or request.GET.get("brand", "")
    brand = next((each for each in brands if each.code == code), brands[0] if brands else None)
    if brand is None:
        return missing(request)
    at = timezone.now()
    given = request.POST if request.method == "POST" else None
    form = _page_form(
        brand, given, is_new=True, initial={"owner": staff.pk, "review_on": at.date() + HALF_A_YEAR}
    )
    words = WordsForm(given, request.FILES or None, brand=brand, kept=None)
    if given is not None and form.is_valid() and words.is_valid():
        try:
            made = help_centre.begin_article(
                brand=brand,
                new=_page_of(form, form.cleaned_data["slug"]),
                words=words.words(),
                by=actor(staff),
                at=at,
            )
            return go(_place(made))
        except help_centre.AddressTaken:
            form.add_error("slug", _("Another article has this address."))
    status = 422 if given is not None else 200
    return page(request, "articles/new", staff, status, form=form, words=words, brand=brand, brands=brands)


@require_http_methods(["GET", "HEAD", "POST"])
@of_article
def edit(request: HttpRequest, staff: Staff, article: Article) -> HttpResponse:
    """Show an article with its words; keep them, or show how they would be read."""
    live, draft = edition_for_desk(article)
    given = request.POST if request.method == "POST" else None
    form = WordsForm(given, request.FILES or None, brand=article.brand, kept=draft or live)
    if given is not None and form.is_valid() and given.get("action") != "preview":
        try:
            help_centre.save_draft(
                article=article,
                words=form.words(),
                seen_at=_moment(given.get("seen", "")),
                by=actor(staff),
                at=timezone.now(),
            )
            messages.success(request, _("The draft is kept. Nobody reads it before it is published."))
            return go(_place(article))
        except _REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
    status = 422 if given is not None and given.get("action") != "preview" else 200
    return _edit_page(request, staff, article, form, live, draft, status=status)


@require_POST
@of_article
def describe(request: HttpRequest, staff: Staff, article: Article) -> HttpResponse:
    """Change who looks after it, when, and where it stands."""
    form = _page_form(article.brand, request.POST, is_new=False)
    if form.is_valid():
        page_said = _page_of(form, article.slug)
        help_centre.describe_article(article=article, page=page_said, by=actor(staff), at=timezone.now())
        messages.success(request, _("Changed."))
    else:
        messages.error(request, " ".join(f"{each[0]}" for each in form.errors.values()))
    return go(_place(article))


@require_POST
@of_article
def act(request: HttpRequest, staff: Staff, article: Article) -> HttpResponse:
    """Publish, propose, approve, refuse, confirm, discard or retire, as the button says."""
    acts = {
        "publish": _publish,
        "propose": _propose,
        "approve": _approve,
        "refuse": _refuse,
        "confirm": _confirm,
        "discard": _discard,
        "retire": _retire,
    }
    done = acts.get(request.POST.get("action", ""))
    if done is None:
        return missing(request)
    try:
        messages.success(request, done(request, staff, article))
    except help_centre.NotComplete as incomplete:
        messages.error(request, " ".join(lack_words(each) for each in incomplete.lacks))
    except _REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return go(_place(article))


def _publish(request: HttpRequest, staff: Staff, article: Article) -> str:
    help_centre.publish_article(article=article, by=actor(staff), at=timezone.now())
    return _("Published. Everybody reads it now.")


def _propose(request: HttpRequest, staff: Staff, article: Article) -> str:
    help_centre.propose_article(
        article=article, reason=request.POST.get("reason", ""), by=actor(staff), at=timezone.now()
    )
    return _("It lies before a second person now.")


def _approve(request: HttpRequest, staff: Staff, article: Article) -> str:
    help_centre.approve_article(article=article, by=actor(staff), at=timezone.now())
    return _("Published. Everybody reads it now.")


def _refuse(request: HttpRequest, staff: Staff, article: Article) -> str:
    help_centre.refuse_article(
        article=article, reason=request.POST.get("reason", ""), by=actor(staff), at=timezone.now()
    )
    return _("Sent back. The draft can be changed again.")


def _confirm(request: HttpRequest, staff: Staff, article: Article) -> str:
    at = timezone.now()
    help_centre.confirm_review(article=article, next_on=at.date() + HALF_A_YEAR, by=actor(staff), at=at)
    return _("Noted that it is right as it stands; you are asked again in half a year.")


def _discard(request: HttpRequest, staff: Staff, article: Article) -> str:
    help_centre.discard_draft(article=article, by=actor(staff), at=timezone.now())
    return _("The draft is gone; what is published stays.")


def _retire(request: HttpRequest, staff: Staff, article: Article) -> str:
    help_centre.retire_article(
        article=article, reason=request.POST.get("reason", ""), by=actor(staff), at=timezone.now()
    )
    return _("Taken from the help centre.")


def _edit_page(
    request: HttpRequest,
    staff: Staff,
    article: Article,
    form: WordsForm,
    live: Edition | None,
    draft: Edition | None,
    status: int,
) -> HttpResponse:
    brand, at = article.brand, timezone.now()
    facts = known_facts(brand)
    written: Words | None = form.words() if form.is_bound and form.is_valid() else None
    shown = written or (words_of(draft or live) if draft or live else None)
    return page(
        request,
        "articles/edit",
        staff,
        status,
        article=article,
        form=form,
        live=live,
        draft=draft,
        seen=(draft.changed_at.isoformat() if draft else ""),
        page_form=_page_form(brand, None, is_new=False, initial=_described(article)),
        previews=_previews(brand, shown, facts) if shown else [],
        lacks=[lack_words(each) for each in lacks(shown, brand.languages, facts)] if shown else [],
        calls=calls_of(article),
        is_due=bool(live) and article.review_on <= at.date(),
        proposal=proposal_waiting(brand, SORT, article.slug, at),
        needs_two=two_people_publish(brand),
        facts=[(name, words.get(brand.default_language, "")) for name, words in facts.items()],
        url=f"/{brand.code}/help/{article.slug}/",
    )


def _previews(brand: Brand, words: Words, facts: dict[str, dict[str, str]]) -> list[tuple[str, str, object]]:
    return [
        (
            code,
            filled(words.titles.get(code, ""), facts, code),
            prose(filled(words.bodies.get(code, ""), facts, code)),
        )
        for code in brand.languages
    ]


def _linked(brand: Brand, address: str) -> str:
    return (
        f"/{brand.code}{address}" if address.startswith("/") else f"/{brand.code}/help/{address.strip('/')}/"
    )


def _page_form(
    brand: Brand, given: object, *, is_new: bool, initial: dict[str, object] | None = None
) -> PageForm:
    groups = {code: entry["name"] for code, entry in (section_of(brand, "groups") or {}).items()}
    owners = staff_with_role(brand.id, *_OWNERS)
    return PageForm(given, brand=brand, owners=owners, groups=groups, is_new=is_new, initial=initial)


def _page_of(form: PageForm, slug: str) -> help_centre.Page:
    said = form.cleaned_data
    brand_staff = {str(each.pk): each for each in form.owners}
    return help_centre.Page(
        slug=slug,
        kind=said.get("kind", "article"),
        owner=brand_staff[said["owner"]],
        review_on=said["review_on"],
        group=said["group"],
        topics=tuple(said["topics"]),
        position=said["position"],
    )


def _described(article: Article) -> dict[str, object]:
    return {
        "owner": article.owner_id,
        "review_on": article.review_on,
        "group": article.group,
        "topics": article.topics,
        "position": article.position,
    }


def _moment(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _place(article: Article) -> str:
    return f"/desk/articles/{article.id}/"
