"""What Salesforce's metadata looks like: the types of an external client app, and how their fields are read.

Sources: the Metadata API Developer Guide, the registry in npm `@salesforce/source-deploy-retrieve`, and the types in
npm `@salesforce/types`, which the tests hold this table against.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.platforms.audit_rules import MetadataType, Watched

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTERNAL, CONNECTED = "external client app", "connected app"
"""The kinds of apps: today's, and the one that Salesforce has deprecated."""

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
APP = "ExternalClientApplication"
GLOBAL_OAUTH = "ExtlClntAppGlobalOauthSettings"
OAUTH = "ExtlClntAppOauthSettings"
OAUTH_POLICIES = "ExtlClntAppOauthConfigurablePolicies"
POLICIES = "ExtlClntAppConfigurablePolicies"
OAUTH_SECURITY = "ExtlClntAppOauthSecuritySettings"
CONNECTED_APP = "ConnectedApp"

APP_NAME = "externalClientApplication"
"""The field by which every other file of an app names the app; the files' own names say nothing reliable."""

LABEL = "label"
CONTACT_EMAIL = "contactEmail"


APP_TYPES = (
    MetadataType(APP, "externalClientApps", "eca", "{}", EXTERNAL, is_named_after_app=True),
    MetadataType(GLOBAL_OAUTH, "extlClntAppGlobalOauthSets", "ecaGlblOauth", "{}_glbloauth", EXTERNAL),
    MetadataType(OAUTH, "extlClntAppOauthSettings", "ecaOauth", "{}_oauth", EXTERNAL),
    MetadataType(OAUTH_POLICIES, "extlClntAppOauthPolicies", "ecaOauthPlcy", "{}_oauth_defaultPolicy", EXTERNAL),
    MetadataType(POLICIES, "extlClntAppPolicies", "ecaPlcy", "{}_defaultPolicy", EXTERNAL),
)
READ_ONLY_TYPES = (
    MetadataType(OAUTH_SECURITY, "extlClntAppOauthSecuritySettings", "ecaOauthSecurity", "{}_oauthSecurity", EXTERNAL),
    MetadataType(CONNECTED_APP, "connectedApps", "connectedApp", "{}", CONNECTED, is_named_after_app=True),
)
"""Types of an app that an audit looks at and that nobody needs to deploy."""

ORG_TYPES = (
    MetadataType("OauthOidcSettings", "settings", "settings", "OauthOidc", kind=None),
    MetadataType("ConnectedAppSettings", "settings", "settings", "ConnectedApp", kind=None),
)
"""Settings of the whole org that can overrule an app's own."""

TYPES = {kind.name: kind for kind in (*APP_TYPES, *READ_ONLY_TYPES, *ORG_TYPES)}

FAMILY = ("ExternalClientApp", "ExtlClntApp")
"""What the names of all types of an external client app begin with."""

FAMILY_SUFFIX = "eca"
"""What the endings of their files begin with."""

LEFT_ASIDE = frozenset(
    {
        "ExternalClientAppSettings",
        "ExtlClntAppAttestConfigurablePolicies",
        "ExtlClntAppAttestSettings",
        "ExtlClntAppCanvasSettings",
        "ExtlClntAppMobileConfigurablePolicies",
        "ExtlClntAppMobileSettings",
        "ExtlClntAppNotificationSettings",
        "ExtlClntAppPushConfigurablePolicies",
        "ExtlClntAppPushSettings",
        "ExtlClntAppSamlConfigurablePolicies",
        "ExtlClntAppSampleConfigurablePolicies",
        "ExtlClntAppSampleSettings",
    }
)
"""Types of an external client app that have nothing to do with how another product signs in."""

KNOWN_FIELDS = Path(__file__).with_name("known_fields.json")


@cache
def known_fields() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the fields of every type that is judged, each with the words it may hold; without words it holds any."""
    text = KNOWN_FIELDS.read_text(encoding="utf-8")
    fields: dict[str, dict[str, list[str]]] = json.loads(text)
    return fields


@cache
def choices() -> frozenset[tuple[str, str]]:
    """Return (type, field) of every field that holds one of several words, or a list of them."""
    pairs = set()
    for kind, fields in known_fields().items():
        pairs |= {(kind, field) for field, words in fields.items() if words}
    return frozenset(pairs)


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

IDLE_LIMIT = (
    "a refresh token that is not used for 30 days ends, whatever the refresh token policy says; in the app's settings, "
    "clear “Limit Idle Refresh Token TTL to 30 Days”"
)
ROTATION = "each use of a refresh token replaces it, which the other side must follow"
POSSESSION = "the app demands proof of possession (DPoP) for its tokens"
NAMED_USERS = "the app issues JWT access tokens to named users"
ASSURANCE = "users must sign in with high assurance"

WATCHED = (
    Watched(GLOBAL_OAUTH, "isEnforceRefreshTokenTTL", "true", IDLE_LIMIT, undoes="refreshTokenPolicyType"),
    Watched(
        OAUTH_SECURITY,
        "tokenIpRanges",
        None,
        "only the addresses listed there may use a refresh token, and the other side's may not be among them",
    ),
    Watched(GLOBAL_OAUTH, "isDPopEnabled", "true", POSSESSION),
    Watched(GLOBAL_OAUTH, "isMtlsEnabled", "true", "the app demands mutual TLS"),
    Watched(GLOBAL_OAUTH, "isNamedUserJwtEnabled", "true", NAMED_USERS),
    Watched(GLOBAL_OAUTH, "isRefreshTokenRotationEnabled", "true", ROTATION),
    Watched(GLOBAL_OAUTH, "shouldRotateConsumerKey", "true", "deploying this file would make a new consumer key"),
    Watched(GLOBAL_OAUTH, "shouldRotateConsumerSecret", "true", "deploying this file would make a new consumer secret"),
    Watched(OAUTH_POLICIES, "requiredSessionLevel", "HIGH_ASSURANCE", ASSURANCE),
    Watched(
        "ConnectedAppSettings",
        "enableAdminApprovedAppsOnly",
        "true",
        "API Access Control is on, so only apps that an administrator has approved may call the APIs",
    ),
    Watched(
        CONNECTED_APP,
        "oauthConfig.isEnforceRefreshTokenTTL",
        "true",
        IDLE_LIMIT,
        undoes="oauthPolicy.refreshTokenPolicy",
    ),
    Watched(CONNECTED_APP, "oauthConfig.isDPopEnabled", "true", POSSESSION),
    Watched(CONNECTED_APP, "oauthConfig.isPKImTLSEnabled", "true", "the app demands mutual TLS"),
    Watched(CONNECTED_APP, "oauthConfig.isNamedUserJwtEnabled", "true", NAMED_USERS),
    Watched(CONNECTED_APP, "oauthConfig.isRefreshTokenRotationEnabled", "true", ROTATION),
    Watched(CONNECTED_APP, "sessionPolicy.sessionLevel", "HIGH_ASSURANCE", ASSURANCE),
)


LONGEST_API_NAME = 60
"""Salesforce allows 80 characters; the names of an app's other files add up to 20 to it."""


def api_name(label: str) -> str:
    """Return the API name that a label leads to: letters, digits and single underscores, a letter first."""
    words = re.findall(r"[A-Za-z0-9]+", label)
    name = "_".join(words)
    if name[:1].isdigit():
        return f"X{name}"
    return name
