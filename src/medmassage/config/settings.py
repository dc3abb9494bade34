"""The one settings file. What differs from machine to machine comes from the environment (docs/settings.md)."""

import os
import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from medmassage.config import mail
from medmassage.config.home import home, keep_private, secret_key

PACKAGE = Path(__file__).resolve().parents[1]
HOME = home()

HTTPS = os.environ.get("MEDMASSAGE_HTTPS") == "1"
# Behind a public address its error pages, which quote everything, stay off whatever is asked.
DEBUG = os.environ.get("MEDMASSAGE_DEBUG") == "1" and not HTTPS
SECRET_KEY = secret_key(HOME)
_HOSTS = os.environ.get("MEDMASSAGE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HOSTS = [host.strip() for host in _HOSTS if host.strip()]
ALLOWED_HOSTS = HOSTS
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "csp",
    "django_htmx",
    "medmassage.clinic",
    "medmassage.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "medmassage.web.whence.AuditMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "medmassage.web.doors.DoorMiddleware",
]

ROOT_URLCONF = "medmassage.config.urls"
WSGI_APPLICATION = "medmassage.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "web"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "medmassage.web.navigation.navigation",
            ],
            "builtins": ["medmassage.web.templatetags.look"],
        },
    },
]

# WAL lets readers work while one process writes; IMMEDIATE takes the write lock at BEGIN, so that two
# tabs wait for each other instead of failing halfway through.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
_DATABASE = dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'clinic.sqlite3'}")
if _DATABASE["ENGINE"].endswith("sqlite3"):
    _DATABASE["OPTIONS"] = _SQLITE_OPTIONS
    keep_private(HOME, "clinic.sqlite3")
DATABASES = {"default": _DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "clinic.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "medmassage.web.adapter.ClosedSignupAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # nobody is remembered: a session ends with the browser, or when it is idle
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "medmassage.web.adapter.PlainMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "medmassage"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:today"

# Counts failed sign-ins. It lives in the server's memory: one process, as ``medmassage serve`` starts, sees them all.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# A session ends when it has been idle: each request moves its end.
SESSION_COOKIE_AGE = int(os.environ.get("MEDMASSAGE_IDLE_MINUTES", "15")) * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "medmassage.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# The largest request that is read at all (web/doors.py); up to it, an upload stays in memory and off the disk.
LARGEST_REQUEST = 32 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST

# Messages may name a patient: they stay on the server, never in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-us"
USE_TZ = True
TIME_ZONE = "America/New_York"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Where the server is reached from other machines, its first-run page asks for this code (medmassage serve prints it).
SETUP_CODE = os.environ.get("MEDMASSAGE_SETUP_CODE", "")

# A mail server as one address; without one, mails are printed to the terminal.
_SMTP = os.environ.get("MEDMASSAGE_SMTP", "")
EMAIL_BACKEND = os.environ.get("MEDMASSAGE_EMAIL") or (
    mail.SMTP if _SMTP else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("MEDMASSAGE_MAIL_FROM", "medmassage@localhost")
try:
    globals().update(mail.settings(_SMTP) if _SMTP else {})
except ValueError as wrong:  # whatever command it was: one line, not a trace
    print(wrong, file=sys.stderr)
    raise SystemExit(2) from None

AUDITLOG_DISABLE_REMOTE_ADDR = False

# Nothing about a patient may reach a log: no address as it was typed, no body, no exception's words. Django's own
# handler, which would mail a failed request with all that was sent, is taken off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_details": {"()": "medmassage.web.quiet.NoDetails"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_details"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("MEDMASSAGE_LOG", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
