"""Texts that staff use again: the shelf with its form and preview, and putting one into a reply or a note."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.operations.drafting import save_draft
from muhatap.cases.statuses import Author
from muhatap.desk import about_case
from muhatap.desk.queries import brands_with
from muhatap.desk.text_form import TextModuleForm
from muhatap.desk.texts import (
    LANGUAGES,
    TextFace,
    narrowed,
    sample_values,
    text_face,
    text_faces,
    variable_words,
)
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case, refused
from muhatap.letters import operations as letters
from muhatap.letters.models import TextModule
from muhatap.letters.queries import module_for, modules_for

_FETCHED = "fetch"


@require_safe
@of_case(Permission.ANSWER_CASES)
def choose(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """The texts for a case: as a page, or with `part=options` as the list of the composer."""
    faces = text_faces(modules_for(staff, case.brand_id), case, staff, timezone.now())
    faces = narrowed(faces, request.GET.get("q", "")[:100])
    into = "note" if request.GET.get("into") == "note" else "reply"
    shown = {"case": case, "into": into, "groups": _grouped(faces), "query": request.GET.get("q", "")}
    if request.GET.get("part") == "options":
        return render(request, "desk/_text_options.html", shown)
    return page(request, "texts_here", staff, **shown)


@require_POST
@of_case(Permission.ANSWER_CASES)
def insert(request: HttpRequest, staff: Staff, case: Case, module: int) -> HttpResponse:
    """Hand out a text filled in and count its use; without script it is added to the draft."""
    found, at = module_for(staff, case.brand_id, module), timezone.now()
    if found is None:
        return missing(request)
    (face,) = text_faces([found], case, staff, at)
    letters.note_use(module=found, by=actor(staff), at=at)
    if request.headers.get("X-Requested-With") == _FETCHED:
        return JsonResponse({"text": face.text, "missing": face.missing})
    author = Author.NOTE if request.POST.get("into") == "note" else Author.STAFF
    draft = about_case.drafts_of(case, staff).get(author)
    text = f"{draft.text}\n\n{face.text}" if draft and draft.text else face.text
    save_draft(case=case, staff=staff, author=author, text=text, by=actor(staff), at=at)
    messages.success(request, _("The text is in the box."))
    return go(place_of_case(case))


@require_safe
@on_desk()
def shelf(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every text that she may use, by brand and category."""
    brands = _brands(staff)
    if not brands:
        return refused(request)
    shelves = [
        (brand, [(each, _may_edit(staff, each)) for each in modules_for(staff, brand.id)]) for brand in brands
    ]
    return page(request, "texts", staff, shelves=shelves, languages=LANGUAGES)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk()
def edit(request: HttpRequest, staff: Staff, brand: str, module: int | None = None) -> HttpResponse:
    """Write a text, look at it as it will read, keep it."""
    home = next((each for each in _brands(staff) if each.code == brand), None)
    found = module_for(staff, home.id, module) if home and module else None
    if home is None or (module and found is None):
        return missing(request)
    if found and not _may_edit(staff, found):
        return refused(request)
    may_share = _may_share(staff, home.id)
    form = TextModuleForm(
        request.POST or None, initial=_initial(found), may_share=may_share, is_new=found is None
    )
    if request.method != "POST" or not form.is_valid() or "preview" in request.POST:
        return _form_page(request, staff, home, found, form)
    if found is None:
        is_shared = form.cleaned_data.get("is_shared", False)
        found = TextModule(brand=home, owner=None if is_shared else staff)
    try:
        letters.save_module(
            module=found,
            name=form.cleaned_data["name"],
            category=form.cleaned_data["category"],
            texts=form.texts(),
            staff=staff,
            by=actor(staff),
            at=timezone.now(),
        )
    except letters.NameTaken:
        form.add_error("name", _("Another text has this name. Choose a different one."))
        return _form_page(request, staff, home, found if module else None, form)
    messages.success(request, _("The text is kept."))
    return go("/desk/texts/")


@require_POST
@on_desk()
def retire(request: HttpRequest, staff: Staff, brand: str, module: int) -> HttpResponse:
    """Offer a text no longer."""
    home = next((each for each in _brands(staff) if each.code == brand), None)
    found = module_for(staff, home.id, module) if home else None
    if found is None:
        return missing(request)
    if not _may_edit(staff, found):
        return refused(request)
    letters.retire_module(module=found, by=actor(staff), at=timezone.now())
    messages.success(request, _("The text is offered no longer."))
    return go("/desk/texts/")


def _form_page(
    request: HttpRequest, staff: Staff, brand: Brand, module: TextModule | None, form: TextModuleForm
) -> HttpResponse:
    status = 422 if form.is_bound and not form.is_valid() else 200
    previews = _previews(form, staff, brand) if form.is_bound and form.is_valid() else []
    shown = {"form": form, "module": module, "brand": brand, "previews": previews}
    return page(request, "text", staff, status, variables=variable_words(), **shown)


def _previews(form: TextModuleForm, staff: Staff, brand: Brand) -> list[tuple[str, str, TextFace]]:
    at = timezone.now()
    texts = {language: text for language, text in form.texts().items() if text.strip()}
    looked = TextModule(brand=brand, name=form.cleaned_data["name"], texts=texts)
    return [
        (
            language,
            LANGUAGES[language],
            text_face(looked, language, sample_values(staff, brand.name, language, at)),
        )
        for language in texts
    ]


def _initial(module: TextModule | None) -> dict[str, object]:
    if module is None:
        return {}
    texts = {f"text_{language}": text for language, text in module.texts.items()}
    return {"name": module.name, "category": module.category, **texts}


def _brands(staff: Staff) -> list[Brand]:
    found = {each.id: each for each in brands_with(staff, Permission.ANSWER_CASES)}
    found |= {each.id: each for each in brands_with(staff, Permission.MANAGE_RULES)}
    return list(found.values())


def _may_share(staff: Staff, brand_id: int) -> bool:
    return scope_of(staff).may(Permission.MANAGE_RULES, brand_id)


def _may_edit(staff: Staff, module: TextModule) -> bool:
    return module.owner_id == staff.pk or (module.owner_id is None and _may_share(staff, module.brand_id))


def _grouped(faces: Iterable[TextFace]) -> list[tuple[str, list[TextFace]]]:
    return [(category, list(group)) for category, group in groupby(faces, key=lambda face: face.category)]
