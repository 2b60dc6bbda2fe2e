"""The fields that the wiring lists, found by a dotted path, as Django finds ROOT_URLCONF."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from muhatap.cases.conditions.fields import Vocabulary


@cache
def vocabulary() -> Vocabulary:
    """Every field that conditions may ask about."""
    return Vocabulary(import_string(settings.MUHATAP_CONDITION_FIELDS))
