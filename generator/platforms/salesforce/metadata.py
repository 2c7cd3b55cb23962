"""What Salesforce's metadata looks like: the types of an external client app, and how their fields are read.

Sources: the Metadata API Developer Guide, the registry in npm `@salesforce/source-deploy-retrieve`, and the types in
npm `@salesforce/types`, which the tests hold this table against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
APP = "ExternalClientApplication"
GLOBAL_OAUTH = "ExtlClntAppGlobalOauthSettings"
OAUTH = "ExtlClntAppOauthSettings"
OAUTH_POLICIES = "ExtlClntAppOauthConfigurablePolicies"
POLICIES = "ExtlClntAppConfigurablePolicies"
OAUTH_SECURITY = "ExtlClntAppOauthSecuritySettings"

APP_NAME = "externalClientApplication"
"""The field by which every other file of an app names the app; the files' own names say nothing reliable."""

LABEL = "label"
CONTACT_EMAIL = "contactEmail"


@dataclass(frozen=True)
class MetadataType:
    """One type of metadata: its root element, where its files lie, and how a command asks for it.

    `made_as` is the name Salesforce's own files of this type bear, with the app's API name put in.
    """

    name: str
    folder: str
    suffix: str
    made_as: str
    of_app: bool = True

    @property
    def request(self) -> str:
        """Return what `sf project retrieve start` calls it."""
        return self.name if self.of_app else f"Settings:{self.made_as}"


APP_TYPES = (
    MetadataType(APP, "externalClientApps", "eca", "{}"),
    MetadataType(GLOBAL_OAUTH, "extlClntAppGlobalOauthSets", "ecaGlblOauth", "{}_glbloauth"),
    MetadataType(OAUTH, "extlClntAppOauthSettings", "ecaOauth", "{}_oauth"),
    MetadataType(OAUTH_POLICIES, "extlClntAppOauthPolicies", "ecaOauthPlcy", "{}_oauth_defaultPolicy"),
    MetadataType(POLICIES, "extlClntAppPolicies", "ecaPlcy", "{}_defaultPolicy"),
)
READ_ONLY_TYPES = (
    MetadataType(OAUTH_SECURITY, "extlClntAppOauthSecuritySettings", "ecaOauthSecurity", "{}_oauthSecurity"),
)
"""Types of an app that an audit looks at and that nobody needs to deploy."""

ORG_TYPES = (
    MetadataType("OauthOidcSettings", "settings", "settings", "OauthOidc", of_app=False),
    MetadataType("ConnectedAppSettings", "settings", "settings", "ConnectedApp", of_app=False),
)
"""Settings of the whole org that can overrule an app's own."""

TYPES = {kind.name: kind for kind in (*APP_TYPES, *READ_ONLY_TYPES, *ORG_TYPES)}
SUFFIXES = tuple(sorted({f".{kind.suffix}" for kind in TYPES.values()}))

WITHHELD = frozenset(
    {
        "assetTokenSigningCertificate",
        "certificate",
        "clientAssertionCertificate",
        "consumerKey",
        "consumerSecret",
    }
)
"""Fields whose text is never read: only whether they hold any."""

SEPARATORS = {
    "callbackUrl": re.compile(r"[\r\n]+"),
    "commaSeparatedOauthScopes": re.compile(r","),
}
"""Fields that hold a list, and what parts its entries."""

JOINTS = {"callbackUrl": "\n", "commaSeparatedOauthScopes": ", "}
"""What Salesforce itself writes between the entries of a list."""

HOW_TO_PART = {
    "callbackUrl": "Each needs a line of its own.",
    "commaSeparatedOauthScopes": "Part them with commas.",
}

ANY_SEPARATOR = re.compile(r"[\s,;]+")
"""What people part entries by, whatever Salesforce takes."""

SCOPES = [
    "A2A",
    "Address",
    "Api",
    "Basic",
    "CDP",
    "CDPCalculatedInsight",
    "CDPIdentityResolution",
    "CDPIngest",
    "CDPProfile",
    "CDPQuery",
    "CDPSegment",
    "Chatbot",
    "Chatter",
    "CmdbDiscovery",
    "Content",
    "CustomApplications",
    "CustomPermissions",
    "DataCloudUserClaims",
    "Eclair",
    "EinsteinGPT",
    "Email",
    "ForgotPassword",
    "Full",
    "Interaction",
    "Lightning",
    "MCP",
    "OfflineAccess",
    "OpenID",
    "Pardot",
    "Phone",
    "Profile",
    "PwdlessLogin",
    "RefreshToken",
    "SCRT",
    "SFAP",
    "SFApiPlatform",
    "SemanticLayer",
    "UserRegistration",
    "Wave",
    "Web",
]
"""Every scope, as metadata spells it."""

OTHER_SPELLINGS = {"OfflineAccess": "RefreshToken"}
"""Entries that mean the same as another one."""

USUAL_SPELLINGS = {scope.casefold(): OTHER_SPELLINGS.get(scope, scope) for scope in SCOPES}

BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Watched:
    """A field outside the required values that can break or weaken a connection, and when it does so.

    `text` is what it then reads, or None where it is enough that it is there. `undoes` is the field of a required value
    that it makes void.
    """

    type: str
    field: str
    text: str | None
    means: str
    undoes: str | None = None

    def is_on(self, written: str | None) -> bool:
        """Whether the field, which reads so, is set to what breaks or weakens a connection."""
        if self.text is None:
            return True
        return bool(written) and bool(means_same(self.text, written or ""))


WATCHED = (
    Watched(
        GLOBAL_OAUTH,
        "isEnforceRefreshTokenTTL",
        "true",
        "a refresh token that is not used for 30 days ends, whatever the refresh token policy says; in the "
        "app's settings, clear “Limit Idle Refresh Token TTL to 30 Days”",
        undoes="refreshTokenPolicyType",
    ),
    Watched(
        OAUTH_SECURITY,
        "tokenIpRanges",
        None,
        "only the addresses listed there may use a refresh token, and the other side's may not be among them",
    ),
    Watched(GLOBAL_OAUTH, "isDPopEnabled", "true", "the app demands proof of possession (DPoP) for its tokens"),
    Watched(GLOBAL_OAUTH, "isMtlsEnabled", "true", "the app demands mutual TLS"),
    Watched(GLOBAL_OAUTH, "isNamedUserJwtEnabled", "true", "the app issues JWT access tokens to named users"),
    Watched(
        GLOBAL_OAUTH,
        "isRefreshTokenRotationEnabled",
        "true",
        "each use of a refresh token replaces it, which the other side must follow",
    ),
    Watched(GLOBAL_OAUTH, "shouldRotateConsumerKey", "true", "deploying this file would make a new consumer key"),
    Watched(GLOBAL_OAUTH, "shouldRotateConsumerSecret", "true", "deploying this file would make a new consumer secret"),
    Watched(OAUTH_POLICIES, "requiredSessionLevel", "HIGH_ASSURANCE", "users must sign in with high assurance"),
    Watched(
        "ConnectedAppSettings",
        "enableAdminApprovedAppsOnly",
        "true",
        "API Access Control is on, so only apps that an administrator has approved may call the APIs",
    ),
)


def entries(field: str, text: str) -> tuple[str, ...] | None:
    """Return the entries of a list field in their usual spelling, or None if the field holds one thing only."""
    if field not in SEPARATORS:
        return None
    return tuple(usual_spelling(entry) for entry in written_entries(field, text))


def written_entries(field: str, text: str) -> tuple[str, ...]:
    """Return the entries of a list field as the file has them."""
    parts = [part.strip() for part in SEPARATORS[field].split(text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def usual_spelling(entry: str) -> str:
    """Return how metadata spells an entry; OAuth's own names and addresses stay what they are."""
    if entry.islower():
        return entry
    return USUAL_SPELLINGS.get(entry.casefold(), entry)


def runtime_name(required: str, listed: tuple[str, ...]) -> str | None:
    """Return the entry that is OAuth's own name of the required one, such as `refresh_token` of `RefreshToken`."""
    for entry in listed:
        scope = USUAL_SPELLINGS.get(entry.replace("_", "").casefold())
        if scope == required:
            return entry
    return None


def unparted(required: str, listed: tuple[str, ...]) -> str | None:
    """Return the entry that is several ones, the required one among them, which nothing parts as it should."""
    for entry in listed:
        pieces = tuple(usual_spelling(piece) for piece in ANY_SEPARATOR.split(entry) if piece)
        if len(pieces) > 1 and (required in pieces or runtime_name(required, pieces)):
            return entry
    return None


def without_namespace(name: str) -> str:
    """Return an API name without the prefix of its org's namespace, which ends in two underscores."""
    return name.rpartition("__")[2]


def means_same(required: str, found: str) -> bool | None:
    """Whether two texts of one field mean the same; None if `found` should be true or false and is neither.

    Letter case never parts the words that Salesforce chose. What is compared to the letter are the entries of lists
    that are addresses, and OAuth's own names of scopes, which metadata refuses.
    """
    if required in BOOLEANS:
        given = BOOLEANS.get(found.casefold())
        return None if given is None else given is BOOLEANS[required]
    return required.casefold() == found.casefold()


LONGEST_API_NAME = 60
"""Salesforce allows 80 characters; the names of an app's other files add up to 20 to it."""


def api_name(label: str) -> str:
    """Return the API name that a label leads to: letters, digits and single underscores, a letter first."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", label).strip("_")
    return f"X{name}" if name[:1].isdigit() else name


CONNECTED_APP = (".connectedApp-meta.xml", ".connectedApp")
"""How the files of the older kind of app end."""


def only_connected_apps(names: tuple[str, ...]) -> str:
    """Return what to tell someone who has apps of the older kind only."""
    return (
        f"No external client app was found here, but connected apps: {', '.join(names)}. Salesforce has deprecated "
        "this kind, and the guide makes one of the new kind. Setup's “Migrate to External Client App” turns a local "
        "connected app into one, unless it uses the username-password flow; it does not carry over the list of "
        "addresses that may use refresh tokens. Then retrieve the new app: “guide audit --how” prints the command."
    )
