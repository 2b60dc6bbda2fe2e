"""Writing, using and retiring texts that staff use again."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters.events import TextModuleRetired, TextModuleSaved
from muhatap.letters.models import TextModule


class NameTaken(Exception):
    """Another text of the same shelf, shared or personal, has this name."""


def save_module(
    *,
    module: TextModule,
    name: str,
    category: str,
    texts: Mapping[str, str],
    staff: Staff,
    by: Actor,
    at: datetime,
) -> TextModule:
    """Write or change a text; a new `module` comes with its brand and owner. `NameTaken` for a second one."""
    with unit_of_work():
        same = TextModule.objects.filter(
            brand_id=module.brand_id, owner_id=module.owner_id, name=name, retired_at__isnull=True
        )
        if same.exclude(id=module.id).exists():
            raise NameTaken(name)
        module.name, module.category = name, category
        module.texts = {language: mask(text).text for language, text in texts.items() if text.strip()}
        module.saved_at, module.saved_by_id = at, staff.pk
        module.save()
        record(
            TextModuleSaved(
                brand=module.brand_id,
                module=module.id,
                name=name,
                is_shared=module.owner_id is None,
                languages=tuple(sorted(module.texts)),
            ),
            by=by,
            at=at,
        )
    return module


def retire_module(*, module: TextModule, by: Actor, at: datetime) -> None:
    """Offer a text no longer."""
    with unit_of_work():
        module.retired_at = at
        module.save(update_fields=["retired_at"])
        record(TextModuleRetired(brand=module.brand_id, module=module.id, name=module.name), by=by, at=at)


def note_use(*, module: TextModule, by: Actor, at: datetime) -> None:
    """Count that a text was put into a reply or a note."""
    with unit_of_work():
        TextModule.objects.filter(id=module.id).update(used_count=F("used_count") + 1, used_at=at)
