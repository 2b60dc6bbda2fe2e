"""The library's forms for codes, which here accept each code once."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django import forms as django_forms
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.kernel.actors import Actor


class _SpendsItsCode(forms.BaseAuthenticateForm):
    def clean_code(self) -> str:
        """The code, when it is right and was not used before; recovery codes end by their use anyway."""
        code = super().clean_code()
        if self.authenticator.type != Authenticator.Type.TOTP:
            return code
        by = Actor.staff(self.user.pk)
        if not accounts.spend_code(staff=self.user, code=code, by=by, at=timezone.now()):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCode(_SpendsItsCode, forms.AuthenticateForm):
    """The code of a sign-in."""


class ConfirmingCode(_SpendsItsCode, forms.ReauthenticateForm):
    """The code that is asked for again before something delicate."""


class GivenCode(django_forms.Form):
    """The code that two people gave to somebody who lost her factors."""

    code = django_forms.CharField(max_length=20)
