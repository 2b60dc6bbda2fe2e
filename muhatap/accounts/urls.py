"""Addresses of sign-in: an explicit list, under the names by which the library finds its own pages."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from muhatap.accounts import federated, saml_doors, views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", account.LogoutView.as_view(template_name="accounts/logout.html"), name="account_logout"),
    path(
        "inactive/",
        account.AccountInactiveView.as_view(template_name="accounts/inactive.html"),
        name="account_inactive",
    ),
    path(
        "reauthenticate/",
        account.ReauthenticateView.as_view(template_name="accounts/reauthenticate.html"),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        account.PasswordChangeView.as_view(template_name="accounts/password_change.html"),
        name="account_change_password",
    ),
    path("factor/", factors.IndexView.as_view(template_name="accounts/factors.html"), name="mfa_index"),
    path("factor/code/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path(
        "factor/again/",
        factors.ReauthenticateView.as_view(template_name="accounts/reauthenticate.html"),
        name="mfa_reauthenticate",
    ),
    path(
        "factor/app/",
        totp.ActivateTOTPView.as_view(template_name="accounts/activate.html"),
        name="mfa_activate_totp",
    ),
    path(
        "factor/app/remove/",
        totp.DeactivateTOTPView.as_view(template_name="accounts/deactivate.html"),
        name="mfa_deactivate_totp",
    ),
    path(
        "factor/codes/",
        codes.ViewRecoveryCodesView.as_view(template_name="accounts/recovery_codes.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "factor/codes/renew/",
        codes.GenerateRecoveryCodesView.as_view(template_name="accounts/renew_codes.html"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "factor/passkeys/",
        passkeys.ListWebAuthnView.as_view(template_name="accounts/passkeys.html"),
        name="mfa_list_webauthn",
    ),
    path("factor/passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "factor/passkeys/<int:pk>/remove/",
        passkeys.RemoveWebAuthnView.as_view(template_name="accounts/passkey_remove.html"),
        name="mfa_remove_webauthn",
    ),
    path("factor/passkeys/again/", views.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("passkey/", passkeys.LoginWebAuthnView.as_view(), name="mfa_login_webauthn"),
    path("factor/passkeys/<int:pk>/edit/", views.closed_with, name="mfa_edit_webauthn"),
    path("sso/", federated.begin, name="sso"),
    path("sso/back/", federated.come_back, name="sso_back"),
    path("saml/", saml_doors.begin, name="saml"),
    path("saml/metadata/", saml_doors.describe, name="saml_metadata"),
    path("saml/back/", saml_doors.take_answer, name="saml_back"),
    path("saml/in/", saml_doors.come_in, name="saml_in"),
    path("enrol/", views.EnrolmentCode.as_view(), name="enrolment_code"),
    path("signup/", views.closed, name="account_signup"),
    path("password/reset/", views.closed, name="account_reset_password"),
    path("email/", views.closed, name="account_email"),
    path("factor/codes/file/", views.closed, name="mfa_download_recovery_codes"),
]
