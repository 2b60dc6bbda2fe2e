"""Model fields that clean what arrives: no NUL, no lone surrogate, never longer than the column."""

from typing import Any

from django.db import models

from muhatap.kernel import text


class CleanTextField(models.TextField):
    """Long text, cleaned whenever it is written; `max_length` (characters) is enforced by cutting."""

    def get_prep_value(self, value: Any) -> Any:
        """The cleaned text."""
        value = super().get_prep_value(value)
        return text.clean(value, max_length=self.max_length) if isinstance(value, str) else value


class CleanCharField(models.CharField):
    """One line of text, cleaned whenever it is written and cut to `max_length` characters."""

    def get_prep_value(self, value: Any) -> Any:
        """The cleaned line."""
        value = super().get_prep_value(value)
        if not isinstance(value, str):
            return value
        return text.clean(value, max_length=self.max_length, single_line=True)
