"""Django's settings, all from the environment and the keyring."""

from django.utils.csp import CSP

from muhatap.kernel.keyring import Keyring
from muhatap.wiring.environment import ROOT, all_databases, make_private, read_environment
from muhatap.wiring.logs import logging_settings

ENVIRONMENT = read_environment()
make_private(ENVIRONMENT.data)

MUHATAP_DATA = ENVIRONMENT.data
MUHATAP_ORIGIN = ENVIRONMENT.origin
MUHATAP_SMTP_URL = ENVIRONMENT.smtp_url
MUHATAP_LMTP = ENVIRONMENT.lmtp
MUHATAP_SMTP_IN = ENVIRONMENT.smtp_in
MUHATAP_MAIL_HOOKS = ENVIRONMENT.mail_hooks
MUHATAP_ACCOUNT_CARDS = ENVIRONMENT.account_cards
MUHATAP_PUSH_HOOKS = ENVIRONMENT.push_hooks
MUHATAP_CHAT_BOTS = ENVIRONMENT.chat_bots
MUHATAP_BOTS = ENVIRONMENT.bots
MUHATAP_MODEL = ENVIRONMENT.model
MUHATAP_AFFECTED = ENVIRONMENT.affected
MUHATAP_LEDGERS = ENVIRONMENT.ledgers
MUHATAP_WEBHOOK_NETWORKS = ENVIRONMENT.webhook_networks
MUHATAP_LINK_MINUTES = ENVIRONMENT.link_minutes
MUHATAP_OIDC = ENVIRONMENT.oidc
MUHATAP_SAML = ENVIRONMENT.saml
MUHATAP_LOGS = ENVIRONMENT.logs
MUHATAP_SMS = ENVIRONMENT.sms
MUHATAP_OTLP = ENVIRONMENT.otlp
MUHATAP_TELEPHONE = ENVIRONMENT.telephone
MUHATAP_SOCIAL = ENVIRONMENT.social
MUHATAP_SOCIAL_POSTS = ENVIRONMENT.social_posts
MUHATAP_WHATSAPP = ENVIRONMENT.whatsapp
MUHATAP_WHATSAPP_URL = ENVIRONMENT.whatsapp_url
MUHATAP_TRUSTED_RECEIVERS = ENVIRONMENT.trusted_receivers
MUHATAP_TSA_URL = ENVIRONMENT.tsa_url
MUHATAP_METRICS_TOKEN = ENVIRONMENT.metrics_token
MUHATAP_BUS_URL = ENVIRONMENT.nodes.bus_url
MUHATAP_POOLED = ENVIRONMENT.nodes.is_pooled
MUHATAP_DIRECT_URL = ENVIRONMENT.nodes.direct_url
MUHATAP_REPLICA_SECONDS = ENVIRONMENT.nodes.replica_seconds
MUHATAP_FILES_URL = ENVIRONMENT.nodes.files_url
MUHATAP_CLAMD = ENVIRONMENT.clamd
MUHATAP_KEYRING = Keyring.open(ENVIRONMENT.data)
MUHATAP_REACTIONS = "muhatap.wiring.reactions.REACTIONS"
MUHATAP_ARCHIVE = "muhatap.cases.archive.returning.ARCHIVE"
MUHATAP_COMPLAINT_CHECKS = "muhatap.wiring.complaint_checks.CHECKS"
MUHATAP_ASK_AFFECTED = "muhatap.wiring.problem_asking.ask_affected"
MUHATAP_FILE_OPENED = "muhatap.wiring.viewing.note_file_opened"
MUHATAP_CONDITION_FIELDS = "muhatap.wiring.conditions.FIELDS"
MUHATAP_MAX_UPLOAD_BYTES = 25 * 1024 * 1024
MUHATAP_MAX_FILES = 20
MUHATAP_UNDO_SECONDS = 8
# Whether case files get their pages as PDF too; where no text can be set, they go without.
MUHATAP_PAPER = True

SECRET_KEY = MUHATAP_KEYRING.derive("django").hex()
# After a rotation, what older keys signed stays valid until they are forgotten.
SECRET_KEY_FALLBACKS = [
    MUHATAP_KEYRING.derive("django", key_id=key_id).hex()
    for key_id in MUHATAP_KEYRING.key_ids
    if key_id != MUHATAP_KEYRING.active_id
]
CSRF_FAILURE_VIEW = "muhatap.ui.views.form_expired"
SHOW_COMPONENTS = ENVIRONMENT.debug
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [ENVIRONMENT.host, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.origin] if ENVIRONMENT.is_https else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "muhatap.audit",
    "muhatap.ui",
    "muhatap.brands",
    "muhatap.accounts",
    "muhatap.live",
    "muhatap.approvals",
    "muhatap.calendars",
    "muhatap.customers",
    "muhatap.topics",
    "muhatap.help_centre",
    "muhatap.incidents",
    "muhatap.files",
    "muhatap.notifications",
    "muhatap.cases",
    "muhatap.channels",
    "muhatap.letters",
    "muhatap.promises",
    "muhatap.routing",
    "muhatap.evidence",
    "muhatap.surveys",
    "muhatap.quality",
    "muhatap.money",
    "muhatap.problems",
    "muhatap.complaints",
    "muhatap.dossiers",
    "muhatap.bot",
    "muhatap.automation",
    "muhatap.reports",
    "muhatap.integrations",
    "muhatap.charters",
    "muhatap.privacy",
    "muhatap.portal",
    "muhatap.desk",
    "muhatap.wiring",
]

MIDDLEWARE = [
    # First, so that also what the next ones refuse carries the policy.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "muhatap.wiring.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "muhatap.accounts.gate.SecondFactorMiddleware",
]

ROOT_URLCONF = "muhatap.wiring.urls"
WSGI_APPLICATION = "muhatap.wiring.wsgi.application"
DATABASES = all_databases(ENVIRONMENT)
if MUHATAP_BUS_URL:
    CACHES = {
        "default": {
            "BACKEND": "muhatap.wiring.shared_cache.SharedCache",
            "LOCATION": MUHATAP_BUS_URL,
            "KEY_PREFIX": "muhatap",
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ],
        },
    },
    # Letters are plain text: an escaped apostrophe would stand in them as it is.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "letters",
        "APP_DIRS": True,
        "OPTIONS": {"autoescape": False},
    },
]

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "muhatap.accounts.sign_in.StaffAccountAdapter"
MFA_ADAPTER = "muhatap.accounts.sign_in.StaffFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Muhatap"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "muhatap.accounts.forms.SignInCode",
    "reauthenticate": "muhatap.accounts.forms.ConfirmingCode",
}
LOGIN_URL = "/staff/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/staff/login/"

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Istanbul"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "muhatap.wiring.statics.DigestNames"},
}
MEDIA_ROOT = ENVIRONMENT.data / "files"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
SECURE_HSTS_SECONDS = 63_072_000 if ENVIRONMENT.is_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_https else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_https
SESSION_COOKIE_NAME = "__Host-muhatap" if ENVIRONMENT.is_https else "muhatap"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "muhatap_language"

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Above our own limit, so that a form with too many files is answered in words and loses nothing.
DATA_UPLOAD_MAX_NUMBER_FILES = 10 * MUHATAP_MAX_FILES
FILE_UPLOAD_TEMP_DIR = None

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}

LOGGING = logging_settings(ENVIRONMENT.logs)
