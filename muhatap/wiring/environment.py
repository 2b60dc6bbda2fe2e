"""What the surroundings say: folders, database, address, mail server; read once, from variables."""

import os
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from muhatap.accounts.group_table import WrongProvider
from muhatap.accounts.oidc.settings import provider_of
from muhatap.accounts.saml import settings as saml
from muhatap.bot.provider import Model, WrongModel
from muhatap.channels.adapters.whatsapp.accounts import WrongAccount, places_in
from muhatap.files.clamd import ScannerAddress
from muhatap.integrations.calling import Peer, WrongPeer
from muhatap.kernel.webhook_signing import key_of
from muhatap.wiring.many_nodes import Nodes, WrongNodes, read_nodes
from muhatap.wiring.traces import is_installed

ROOT = Path(__file__).resolve().parents[2]
# A cut line must not be waited for: both ends notice within half a minute, and the node's locks are free.
_WATCHFUL: dict[str, object] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_WATCHED_BY_SERVER = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 "
    "-c tcp_user_timeout=20000 "
    # To compile a statement takes longer than any of ours runs.
    "-c jit=off"
)
_WHATSAPP_URL = "https://graph.facebook.com/v23.0"


class WrongSetting(Exception):
    """A variable of the environment cannot be understood; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The installation's surroundings."""

    data: Path
    database_url: str
    origin: str
    debug: bool
    smtp_url: str
    proxies: str
    lmtp: str
    smtp_in: str
    mail_hooks: dict[str, str] = field(default_factory=dict)
    trusted_receivers: tuple[str, ...] = ()
    tsa_url: str = ""
    clamd: str = ""
    metrics_token: str = ""
    account_cards: dict[str, tuple[str, str]] = field(default_factory=dict)
    affected: dict[str, tuple[str, str]] = field(default_factory=dict)
    telephone: dict[str, tuple[str, str]] = field(default_factory=dict)
    push_hooks: dict[str, tuple[str, str]] = field(default_factory=dict)
    chat_bots: dict[str, tuple[str, str]] = field(default_factory=dict)
    bots: dict[str, str] = field(default_factory=dict)
    model: tuple[str, str, str] | None = None
    oidc: tuple[str, str] = ("", "")
    sms: dict[str, tuple[str, str]] = field(default_factory=dict)
    logs: str = "text"
    otlp: str = ""
    saml: tuple[str, str, str] = ("", "", "assertion")
    link_minutes: int = 5
    webhook_networks: tuple[str, ...] = ()
    ledgers: dict[str, tuple[str, str]] = field(default_factory=dict)
    whatsapp: dict[str, tuple[str, str]] = field(default_factory=dict)
    whatsapp_url: str = ""
    social: dict[str, str] = field(default_factory=dict)
    social_posts: dict[str, tuple[str, str]] = field(default_factory=dict)
    nodes: Nodes = field(default_factory=Nodes)

    @property
    def is_https(self) -> bool:
        """Whether customers and staff reach it by TLS."""
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        """The host name of the public address."""
        return urlsplit(self.origin).hostname or "127.0.0.1"


def read_environment() -> Environment:
    """The surroundings from the variables `MUHATAP_…` that the operator guide lists."""
    return Environment(
        data=Path(os.environ.get("MUHATAP_DATA") or ROOT / "data").resolve(),
        database_url=os.environ.get("MUHATAP_DATABASE_URL", ""),
        origin=os.environ.get("MUHATAP_ORIGIN", "http://127.0.0.1:8000").rstrip("/"),
        debug=os.environ.get("MUHATAP_DEBUG", "") == "1",
        smtp_url=os.environ.get("MUHATAP_SMTP_URL", ""),
        proxies=os.environ.get("MUHATAP_PROXIES", ""),
        lmtp=os.environ.get("MUHATAP_LMTP", ""),
        smtp_in=os.environ.get("MUHATAP_SMTP_IN", ""),
        mail_hooks=_hooks(os.environ.get("MUHATAP_MAIL_HOOKS", "")),
        trusted_receivers=tuple(os.environ.get("MUHATAP_TRUSTED_RECEIVERS", "").replace(",", " ").split()),
        clamd=_scanner(os.environ.get("MUHATAP_CLAMD", "")),
        metrics_token=os.environ.get("MUHATAP_METRICS_TOKEN", ""),
        tsa_url=_authority(os.environ.get("MUHATAP_TSA_URL", "")),
        account_cards=_peers("MUHATAP_ACCOUNT_CARDS"),
        affected=_peers("MUHATAP_AFFECTED"),
        telephone=_peers("MUHATAP_TELEPHONE"),
        push_hooks=_peers("MUHATAP_PUSH_HOOKS"),
        chat_bots=_peers("MUHATAP_CHAT_BOTS"),
        bots=_bots(os.environ.get("MUHATAP_BOTS", "")),
        model=_model(os.environ.get("MUHATAP_MODEL", "")),
        link_minutes=_minutes(os.environ.get("MUHATAP_LINK_MINUTES", "5")),
        oidc=_provider(os.environ.get("MUHATAP_OIDC", ""), os.environ.get("MUHATAP_OIDC_GROUPS", "")),
        sms=_peers("MUHATAP_SMS"),
        logs=_log_form(os.environ.get("MUHATAP_LOGS", "text")),
        otlp=_collector(os.environ.get("MUHATAP_OTLP", "")),
        saml=_saml(
            os.environ.get("MUHATAP_SAML", ""),
            os.environ.get("MUHATAP_SAML_GROUPS", ""),
            os.environ.get("MUHATAP_SAML_SIGNED", "assertion"),
        ),
        ledgers=_peers("MUHATAP_LEDGERS"),
        social_posts=_peers("MUHATAP_SOCIAL_POSTS"),
        social=_connectors(os.environ.get("MUHATAP_SOCIAL", "")),
        whatsapp=_numbers(os.environ.get("MUHATAP_WHATSAPP", "")),
        whatsapp_url=os.environ.get("MUHATAP_WHATSAPP_URL", _WHATSAPP_URL).rstrip("/"),
        webhook_networks=_networks(os.environ.get("MUHATAP_WEBHOOK_NETWORKS", "")),
        nodes=_nodes(os.environ.get("MUHATAP_DATABASE_URL", "")),
    )


def _nodes(database_url: str) -> Nodes:
    try:
        return read_nodes(database_url)
    except WrongNodes as wrong:
        raise WrongSetting(str(wrong)) from None


def _networks(text: str) -> tuple[str, ...]:
    """`10.0.0.0/8 127.0.0.1/32`, apart by spaces: private networks that webhooks may call all the same."""
    try:
        return tuple(str(ip_network(word)) for word in text.replace(",", " ").split())
    except ValueError:
        raise WrongSetting(
            "MUHATAP_WEBHOOK_NETWORKS: write networks as 10.20.0.0/16, apart by spaces."
        ) from None


def _numbers(text: str) -> dict[str, tuple[str, str]]:
    try:
        return places_in(text)
    except WrongAccount as wrong:
        raise WrongSetting(f"MUHATAP_WHATSAPP: {wrong}") from None


def _connectors(text: str) -> dict[str, str]:
    """`brand=whsec_…`, apart by spaces."""
    found: dict[str, str] = {}
    for word in text.split():
        brand, _, secret = word.partition("=")
        try:
            is_long = len(key_of(secret)) >= 24
        except ValueError:
            is_long = False
        if not brand or not is_long:
            raise WrongSetting(
                "MUHATAP_SOCIAL: write brand=whsec_SECRET, apart by spaces; the secret is base64 of at least "
                "24 bytes."
            )
        found[brand] = secret
    return found


def _scanner(text: str) -> str:
    try:
        if text:
            ScannerAddress.parse(text)
    except ValueError:
        raise WrongSetting("MUHATAP_CLAMD: write the path of clamd's socket, or host:port.") from None
    return text


def _authority(url: str) -> str:
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise WrongSetting("MUHATAP_TSA_URL: write the address of the time stamping authority, https://…")
    return url


def _hooks(text: str) -> dict[str, str]:
    """`brand/provider=user:password[,signing-key]`, apart by spaces."""
    found: dict[str, str] = {}
    for word in text.split():
        name, equals, secret = word.partition("=")
        if not equals or "/" not in name or ":" not in secret.partition(",")[0]:
            raise WrongSetting(
                "MUHATAP_MAIL_HOOKS: write brand/provider=user:password[,signing-key], apart by spaces."
            )
        found[name] = secret
    return found


def _peers(variable: str) -> dict[str, tuple[str, str]]:
    """`brand=https://host/path,whsec_…`, apart by spaces."""
    found: dict[str, tuple[str, str]] = {}
    for word in os.environ.get(variable, "").split():
        brand, _, place = word.partition("=")
        url, _, secret = place.rpartition(",")
        try:
            found[brand] = (Peer(url, secret).url, secret)
        except WrongPeer:
            raise WrongSetting(
                f"{variable}: write brand=https://host/path,whsec_SECRET, apart by spaces; the "
                "secret is base64 of at least 24 bytes, and only this machine itself may be called by http."
            ) from None
    return found


def _bots(text: str) -> dict[str, str]:
    """`brand/bot=whsec_…`, apart by spaces."""
    found: dict[str, str] = {}
    for word in text.split():
        name, _, secret = word.partition("=")
        try:
            is_long = len(key_of(secret)) >= 24
        except ValueError:
            is_long = False
        if name.count("/") != 1 or not is_long:
            raise WrongSetting(
                "MUHATAP_BOTS: write brand/bot=whsec_SECRET, apart by spaces; the secret is base64 of at "
                "least 24 bytes."
            )
        found[name] = secret
    return found


def _model(text: str) -> tuple[str, str, str] | None:
    """`https://host/v1/chat/completions,MODEL,KEY`."""
    if not text:
        return None
    url, name, key = (*text.split(",", 2), "", "")[:3]
    try:
        Model(url, name, key)
    except WrongModel:
        raise WrongSetting(
            "MUHATAP_MODEL: write https://host/v1/chat/completions,MODEL,KEY; only this machine itself, by "
            "its number, may be called by http."
        ) from None
    return url, name, key


def _minutes(written: str) -> int:
    """For how long a sign-in link of a customer is good: 5 to 60 minutes."""
    if not written.isascii() or not written.isdecimal() or not 5 <= int(written) <= 60:
        raise WrongSetting("MUHATAP_LINK_MINUTES: write a number of minutes from 5 to 60.")
    return int(written)


def _provider(written: str, groups: str) -> tuple[str, str]:
    """`https://issuer,CLIENT,SECRET`, and `group=brand:role` or `group=brand:team:code` apart by spaces."""
    try:
        provider_of(written, groups)
    except WrongProvider:
        raise WrongSetting(
            "MUHATAP_OIDC: write https://issuer,CLIENT,SECRET; MUHATAP_OIDC_GROUPS: write group=brand:role "
            "or group=brand:team:code, apart by spaces."
        ) from None
    return written, groups


def _log_form(text: str) -> str:
    if text not in {"text", "json"}:
        raise WrongSetting("MUHATAP_LOGS: write text or json.")
    return text


def _collector(url: str) -> str:
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise WrongSetting("MUHATAP_OTLP: write the address of the collector, such as http://127.0.0.1:4318.")
    if url and not is_installed():
        raise WrongSetting("MUHATAP_OTLP: traces need the extra: pip install 'muhatap[traces]'.")
    return url


def _saml(path: str, groups: str, signed: str) -> tuple[str, str, str]:
    """The provider's description out of its file, the table of groups, and what has to be signed."""
    if not path:
        return "", "", signed
    try:
        described = Path(path).read_text("utf-8")
        saml.provider_of(described, groups, signed)
    except (OSError, UnicodeDecodeError, WrongProvider) as wrong:
        raise WrongSetting(
            f"MUHATAP_SAML: name the file of the provider's metadata ({wrong}); MUHATAP_SAML_GROUPS: write "
            "group=brand:role or group=brand:team:code, apart by spaces; MUHATAP_SAML_SIGNED: assertion, "
            "response or both."
        ) from None
    return described, groups, signed


def make_private(folder: Path) -> None:
    """Make the data folder, or close one of ours that others could look into."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = folder.stat()
    if told.st_uid == os.geteuid() and told.st_mode & 0o077:
        folder.chmod(0o700)


def database_settings(environment: Environment) -> dict[str, object]:
    """Django's settings of the one database: SQLite in the data folder, or PostgreSQL by its address."""
    if not environment.database_url or environment.database_url == "sqlite":
        return _sqlite(environment.data / "muhatap.sqlite3")
    return _postgresql(environment.database_url, is_pooled=environment.nodes.is_pooled)


def all_databases(environment: Environment) -> dict[str, dict[str, object]]:
    """The one database, and its read copy where there is one."""
    found = {"default": database_settings(environment)}
    if environment.nodes.replica_url:
        copy = _postgresql(environment.nodes.replica_url, is_pooled=environment.nodes.is_pooled)
        # Whoever reads there must not wait long for a machine that is away: the first can answer.
        found["replica"] = copy | {
            "OPTIONS": _WATCHFUL | {"connect_timeout": 2},
            "TEST": {"MIRROR": "default"},
        }
    return found


def _postgresql(url: str, *, is_pooled: bool) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(
            f"MUHATAP_DATABASE_URL: '{parts.scheme}' is not known; "
            "write 'sqlite' or 'postgres://user:password@host:5432/name'."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A cursor of the server would stay with a connection that is somebody else's after the transaction.
        "DISABLE_SERVER_SIDE_CURSORS": is_pooled,
        "OPTIONS": _WATCHFUL if is_pooled else _WATCHFUL | {"options": _WATCHED_BY_SERVER},
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "muhatap.audit.one_writer",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON; PRAGMA cache_size=-8000;"
                "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
            ),
        },
        "TEST": {"NAME": None},
    }
