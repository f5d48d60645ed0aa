"""The only settings file. It runs with nothing set: SQLite, French, strict security headers.

Every setting that a site may change is an environment variable (see docs/exploitation.md).
"""

import secrets
from pathlib import Path

import environ

from csipa.login.library import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")


def _secret_key() -> str:
    """Return SECRET_KEY, or a key made once and kept in var/ for a machine where nothing is set."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "csipa.apps.CsipaConfig",
    "csipa.apps.CsipaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "simple_history",
    "django.forms",
    "django_prose_editor",
    "csipa.jobs",  # before django_tasks_db: its db_worker takes the place of the stock one
    "django_tasks",
    "django_tasks_db",
    "csipa.audit",
    "sites",
    "staffing",
    "conventions",
    "consultations",
    "csipa.guide",
    "csipa.operation",
    "csipa.login",
    "csipa.roles",  # last: the permissions of the others exist when it makes the groups
]

MIDDLEWARE = [
    "csipa.operation.requests.RequestNumber",
    "csipa.operation.headers.Headers",
    "csipa.operation.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csipa.operation.compression.Compression",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csipa.login.middleware.NoteRefusals",
    "csipa.login.middleware.RequireFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "csipa.operation.odd_requests.OddRequests",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "csipa.urls"
WSGI_APPLICATION = "csipa.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "csipa.admin.rendering.Renderer"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'csipa.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    # IMMEDIATE: without it a transaction that reads before it writes fails at once under load,
    # whatever the timeout. FULL: an acknowledged signature survives a power cut.
    # legacy_alter_table: Django alters a table by dropping it and renaming a copy; the triggers
    # that seal signed texts read other tables, and the rename would fail while one is away.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA legacy_alter_table=ON; "
            # INSERT OR REPLACE then wakes the triggers that keep the row it would replace.
            "PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
# The pictures of the user guide are served as any static file: under a name that tells their state.
STATICFILES_DIRS = [BASE_DIR / "static", ("guide", BASE_DIR / "docs" / "guide" / "images")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "csipa.stylesheets.StylesheetStorage"},
}

# The strictest policy that the pages need; nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# The domain is the agglomeration's: what binds its other sites is not for this one to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# A proxy of ours stands in front: what it writes in X-Forwarded-Proto and X-Request-ID is believed.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
# A name that browsers accept only over HTTPS, from this very host, for the whole of it.
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# Login --------------------------------------------------------------------------------------------

SESSION_ENGINE = "csipa.login.sessions"
# Minutes without a page after which a session ends (0: only after 8 hours).
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
# Whether nobody works without a second factor (`required`) or whoever wants has one (`offered`).
SECOND_FACTOR = env.str("SECOND_FACTOR", default="required" if HTTPS else "offered")
# What encrypts the secrets of applications of codes (empty: it follows SECRET_KEY).
FACTOR_KEY = env.str("FACTOR_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# How many proxies of ours write X-Forwarded-For: what stands before their entries is not believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=int(env.bool("BEHIND_PROXY", default=False)))
# Days that the link of an invitation, hours that the one of a forgotten password, are good for.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)
PASSWORD_RESET_TIMEOUT = 4 * 3600
# The provider of identity of the State's agents; its button shows once the server is named.
OIDC_NAME = env.str("OIDC_NAME", default="ProConnect") if env.str("OIDC_SERVER", "") else ""
OIDC_SERVER = env.str("OIDC_SERVER", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
# Who may enter that way: domains of mail addresses, and SIREN of employers (none: any).
OIDC_MAIL_DOMAINS = env.list("OIDC_MAIL_DOMAINS", default=[])
OIDC_SIREN = env.list("OIDC_SIREN", default=[])
# The provider tells only addresses that it has verified, and does not say so of each.
OIDC_MAILS_VERIFIED = env.bool("OIDC_MAILS_VERIFIED", default=False)
# Values of `acr` or `amr` with which the provider says that it asked for a second factor.
OIDC_FACTOR_CLAIMS = env.list("OIDC_FACTOR_CLAIMS", default=["mfa", "eidas2", "eidas3"])

# The counters of attempts, which every worker shares. Many entries: one who types many names must
# not drive the counters of others out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "csipa_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    # Of each process: what is kept there is asked again as soon as its rows change (csipa.kept).
    "readings": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "csipa-readings",
        "OPTIONS": {"MAX_ENTRIES": 4_000},
    },
}
AUTHENTICATION_BACKENDS = ["csipa.login.backend.AccountBackend"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost

# A convention of 200 pages and 40 parties is one form of a few thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Messages are written on the console until a server is named.
_EMAIL = env.email("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = _EMAIL["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _EMAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _EMAIL["EMAIL_FILE_PATH"] or None
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="CSIPA <csipa@localhost>")

# One event a line, on the error output: « text » for people, « json » for the tools that read it.
LOG_FORMAT = env.str("LOG_FORMAT", default="text")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "hide-secrets": {"()": "csipa.logs.HideSecrets"},
        "belonging": {"()": "csipa.logs.Belonging"},
    },
    "formatters": {
        "text": {
            "()": "csipa.logs.OneLine",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
        "json": {
            "()": "csipa.logs.Json",
            "format": "{message} {request_id} {account}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["hide-secrets", "belonging"],
            "formatter": LOG_FORMAT,
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # fontTools tells every table it drops, the queue every ticket; nobody reads it. Refusals and
    # unknown addresses have their line of access already.
    "loggers": {
        name: {"level": "ERROR"}
        for name in ("fontTools", "weasyprint", "django_tasks", "django_tasks_db", "django.request")
    },
}

# Long work goes through the database, whichever it is: there is no other server to run.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# House settings -----------------------------------------------------------------------------------

# Where people open the site: what a message sent to them leads to.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")

# Seconds and bytes a single document may use before its rendering is stopped (200 pages fit).
PDF_TIMEOUT = env.int("PDF_TIMEOUT", default=60)
PDF_MEMORY = env.int("PDF_MEMORY", default=1536 * 1024 * 1024)

# PEM files of the authorities whose signatures are believed, separated by commas; without any, a
# signature is read and its authority told as not verified.
SIGNING_TRUST_ROOTS = env.list("SIGNING_TRUST_ROOTS", default=[])

# The certificate that puts the authority’s electronic seal on documents: a PKCS#12 file (.p12) and
# its passphrase. Without it nothing is sealed and nothing offers to.
SIGNING_CERTIFICATE = env.str("SIGNING_CERTIFICATE", default="")
SIGNING_PASSPHRASE = env.str("SIGNING_PASSPHRASE", default="")
# A time-stamping service (RFC 3161): with it, signatures prove when they were made (PAdES B-T).
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")

# Seconds without a sign of life after which the job of a worker is given to another.
JOB_STALE_AFTER = env.int("JOB_STALE_AFTER", default=60)
# Days that finished jobs and their files are kept (`purge_jobs` deletes the older ones).
JOB_KEEP_DAYS = env.int("JOB_KEEP_DAYS", default=30)

# The audit trail. Its key signs every link: keep it out of the database and of its backups, and
# never lose it (empty: it follows SECRET_KEY, which must then never change).
AUDIT_KEY = env.str("AUDIT_KEY", default="")
# Where the end of the chain is told outside the database, one file a database: best on another disk
# or machine, where whoever writes to the database cannot. Cutting the chain is seen by it.
AUDIT_ANCHORS = Path(
    env.str(
        "AUDIT_ANCHORS",
        default=str(VAR_DIR / f"audit-anchors-{Path(str(DATABASES['default']['NAME'])).stem}.txt"),
    )
)
# Addresses told by mail when a verification finds something (none: nobody is).
AUDIT_RECIPIENTS = env.list("AUDIT_RECIPIENTS", default=[])

# Where `backup` writes, and `daily` with it (empty: only where one is asked for); how many are kept
# there (0: all).
BACKUP_DIRECTORY = env.str("BACKUP_DIRECTORY", default="")
BACKUP_KEEP = env.int("BACKUP_KEEP", default=14)
# The host saves the database by its own means: the state of the service asks for no folder.
BACKUP_ELSEWHERE = env.bool("BACKUP_ELSEWHERE", default=False)

# Files of the national register of professionals (RPPS): where the server finds those put there
# for it (none: only uploads), and the most bytes of one sent by a page, then of any once unpacked.
RPPS_DIRECTORY = env.str("RPPS_DIRECTORY", default="")
REGISTER_LARGEST_UPLOAD = env.int("REGISTER_LARGEST_UPLOAD", default=200_000_000)
REGISTER_LARGEST_FILE = env.int("REGISTER_LARGEST_FILE", default=4_000_000_000)

# The court named in the notice of remedies that a new decision opens with.
APPEAL_COURT = env.str("APPEAL_COURT", default="tribunal administratif de Lille")

# Where acts are received, as « Reçu en … le » goes on; and how they are made public.
PREFECTURE_NAME = env.str("PREFECTURE_NAME", default="sous-préfecture de Béthune")
PUBLICATION_MEANS = env.str(
    "PUBLICATION_MEANS", default="sur le site internet de la communauté d’agglomération"
)
# Nature code of a decision in the identifier of a transmitted act: no text settles it (DE or AU).
DECISION_NATURE_CODE = env.str("DECISION_NATURE_CODE", default="AU")

# Transmission of acts to the State (@CTES). Department, district and nature of the community (46:
# an agglomeration) stand in the envelope; the department of its seat wins when it is known.
ACTES_DEPARTMENT = env.str("ACTES_DEPARTMENT", default="062")
ACTES_ARRONDISSEMENT = env.str("ACTES_ARRONDISSEMENT", default="2")
ACTES_COLLECTIVITY_NATURE = env.str("ACTES_COLLECTIVITY_NATURE", default="46")
# Three letters of the platform that carries the packages; day of the nomenclature of headings.
ACTES_OPERATOR = env.str("ACTES_OPERATOR", default="")
ACTES_CLASSIFICATION_DATE = env.str("ACTES_CLASSIFICATION_DATE", default="2017-11-13")
# Whom the prefecture may call, and where its answers go: example.org is nobody's.
ACTES_CONTACT_NAME = env.str("ACTES_CONTACT_NAME", default="")
ACTES_CONTACT_PHONE = env.str("ACTES_CONTACT_PHONE", default="")
ACTES_CONTACT_EMAIL = env.str("ACTES_CONTACT_EMAIL", default="")
ACTES_RETURN_EMAILS = env.list("ACTES_RETURN_EMAILS", default=["actes@example.org"])
# Path of the national schema (actesv1_1.xsd), checked besides the stricter one that is shipped.
ACTES_SCHEMA = env.str("ACTES_SCHEMA", default="")

# Counts from 1 to one less are hidden in breakdowns of activity that leave the house (0: none is).
SMALL_COUNTS_BELOW = env.int("SMALL_COUNTS_BELOW", default=11)

# Identifier of the State's office that receives acts, in the standard of open deliberations.
PREFECTURE_ID = env.str("PREFECTURE_ID", default="SPREF0622")
# Names of the tables given as open data, separated by commas; without the variable, all of them.
OPEN_DATA = env.list("OPEN_DATA", default=None)
