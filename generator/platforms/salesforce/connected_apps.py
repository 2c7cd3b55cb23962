"""The older kind of app: where it says what an external client app says, and how one comes over.

Sources, read on 2026-11-28 and 29: the Metadata API's types (ConnectedApp); Salesforce Help,
migrate_connected_app_to_external_client_app, 005228017 and the known issue 005387022. What is told as quoted stands in
public notes on the Winter '27 release notes and on a newer copy of connected_app_to_external_client_app_migration,
which could not be read themselves. Left out, PKCE is off in a connected app and on in an external client app.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.platforms.audit_rules import WayOver
from generator.platforms.salesforce.metadata import (
    CONNECTED_APP,
    GLOBAL_OAUTH,
    OAUTH,
    OAUTH_POLICIES,
    POLICIES,
)
from generator.platforms.salesforce.spelling import means_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.model import Component, MetadataField

OAUTH_CONFIG = "oauthConfig"
OFF, ON = "false", "true"


@dataclass(frozen=True)
class ConnectedField:
    """A connected app's field, what leaving it out means, and words of which it has others."""

    field: str
    default: str = ""
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)


def _box(name: str, default: str = OFF) -> ConnectedField:
    return ConnectedField(f"{OAUTH_CONFIG}.{name}", default)


COUNTERPARTS = {
    (POLICIES, "isOauthPluginEnabled"): ConnectedField(OAUTH_CONFIG, words={ON: "present"}),
    (GLOBAL_OAUTH, "callbackUrl"): ConnectedField("oauthConfig.callbackUrl"),
    (OAUTH, "commaSeparatedOauthScopes"): ConnectedField("oauthConfig.scopes", words={"SFApiPlatform": "SFAP"}),
    (GLOBAL_OAUTH, "isClientCredentialsFlowEnabled"): _box("isClientCredentialEnabled"),
    (GLOBAL_OAUTH, "isCodeCredFlowEnabled"): _box("isCodeCredentialEnabled"),
    (GLOBAL_OAUTH, "isDeviceFlowEnabled"): _box("isDeviceFlowEnabled"),
    (GLOBAL_OAUTH, "isTokenExchangeEnabled"): _box("isTokenExchangeEnabled"),
    (OAUTH_POLICIES, "isTokenExchangeFlowEnabled"): ConnectedField("oauthPolicy.isTokenExchangeFlowEnabled", OFF),
    (GLOBAL_OAUTH, "certificate"): ConnectedField("oauthConfig.certificate", "absent"),
    (GLOBAL_OAUTH, "isConsumerSecretOptional"): _box("isConsumerSecretOptional"),
    (GLOBAL_OAUTH, "isSecretRequiredForRefreshToken"): _box("isSecretRequiredForRefreshToken", ON),
    (GLOBAL_OAUTH, "isPkceRequired"): _box("isPkceRequired"),
    (OAUTH_POLICIES, "permittedUsersPolicyType"): ConnectedField(
        "oauthConfig.isAdminApproved", OFF, {"AllSelfAuthorized": OFF, "AdminApprovedPreAuthorized": ON}
    ),
    (OAUTH_POLICIES, "refreshTokenPolicyType"): ConnectedField(
        "oauthPolicy.refreshTokenPolicy", "infinite", {"Infinite": "infinite", "Zero": "zero"}
    ),
    (OAUTH_POLICIES, "ipRelaxationPolicyType"): ConnectedField(
        "oauthPolicy.ipRelaxation",
        "ENFORCE",
        {
            "Enforce": "ENFORCE",
            "Bypass": "BYPASS",
            "Bypass_2factor": "BYPASS_2FACTOR",
            "Enforce_RelaxRefresh": "ENFORCE_RELAXREFRESH",
        },
    ),
}
"""By type and field of an external client app. What is not listed, a connected app does not say."""


def counterpart(asked: MetadataField, required: str) -> MetadataField | None:
    """Return where a connected app says what is asked of an external client app; None if it does not."""
    other = COUNTERPARTS.get((asked.type, asked.field))
    if other is None:
        return None
    text = other.words.get(required, required)
    omitted = _omitted(asked, text, other)
    value = asked.value and text
    there = {"type": CONNECTED_APP, "field": other.field, "value": value, "omitted": omitted, "otherwise": None}
    return asked.model_copy(update=there)


def _omitted(asked: MetadataField, text: str, other: ConnectedField) -> Literal["pass", "fail", "required"]:
    """Return what it means where the connected app leaves the field out: that its default stands there."""
    if asked.omitted == "required":
        return "required"
    if means_same(text, other.default):
        return "pass"
    return "fail"


# The way over -------------------------------------------------------------------------------------

STATE = (
    "Salesforce has deprecated connected apps. Those there are go on working; new ones cannot be made unless its "
    "support allows it. The Winter '27 release notes are quoted as ending support for them in Summer '27: they keep "
    "working then, but faults in them are no longer corrected."
)
MIGRATION = (
    "In Setup, open the app in the App Manager and click “Migrate to External Client App”; it takes the permission "
    "“Create, edit, and delete External Client Apps”. The button is there only for local apps, and you have to confirm "
    "that nobody signs in with the username-password flow. If it is missing, make a new app with the guide."
)
HINDRANCES = {
    "plugin": "an Apex handler",
    "canvas": "Canvas",
    "canvasConfig": "Canvas",
}
"""Fields that show what, by a quotation of Salesforce's page, keeps the button away."""

NOT_CARRIED_OVER = (
    "The migration does not carry over the list of addresses that may use refresh tokens (known issue 005387022). "
    "Audit the new app, and set there what is not as required. The connected app stays as a read-only copy, and "
    "becomes active again if the new app is deleted."
)
PACKAGED = (
    "Its name has a namespace, so it came with a package and is not local: Setup does not migrate it. Ask whoever made "
    "the package for an external client app, or make a new app with the guide."
)
NO_OAUTH = (
    "It has no OAuth settings, so it lets no other product sign in, and there is nothing to migrate for this guide."
)
CHOSEN_USERS = ("profileName", "permissionSetName")
REMOVAL = "Keep the old app until the new one works. Then revoke its tokens, block it and delete it."


def way_over(components: Sequence[Component], vendor: str) -> WayOver:
    """Return how this connected app, by its file, becomes an external client app."""
    if not any(component.all(OAUTH_CONFIG) for component in components):
        return WayOver("leave it aside: it has no OAuth settings", (STATE, NO_OAUTH))
    if any("__" in (component.app or "") for component in components):
        details = (STATE, PACKAGED, *_for_users(components), _for_vendor(vendor), REMOVAL)
        return WayOver("make a new external client app: this one is packaged", details)
    details = (
        STATE,
        MIGRATION,
        *_hindered(components),
        NOT_CARRIED_OVER,
        *_for_users(components),
        _for_vendor(vendor),
        REMOVAL,
    )
    return WayOver("migrate it in Setup, or make a new external client app", details)


def _hindered(components: Sequence[Component]) -> Iterator[str]:
    names = [name for field, name in HINDRANCES.items() if _is_stated(field, components)]
    if names:
        listed = " and ".join(dict.fromkeys(names))
        yield (
            f"This app has {listed}. Salesforce's page is quoted as ruling that out, like user provisioning, dynamic "
            "client registration and Triple DES for SAML: the button may be missing until it is taken out."
        )


def _is_stated(field: str, components: Sequence[Component]) -> bool:
    return any(component.all(field) for component in components)


def _for_users(components: Sequence[Component]) -> Iterator[str]:
    yield (
        "For users: with a new app everybody who connected signs in and approves once more. Whether a migration keeps "
        "their connections, Salesforce's page does not say: try it in a sandbox."
    )
    if any(_is_stated(name, components) for name in CHOSEN_USERS):
        yield "Users are let in by profile or permission set today. The new app has to be told anew who may use it."


def _for_vendor(vendor: str) -> str:
    return (
        f"For {vendor}: a new app has a consumer key and a consumer secret of its own. Enter them where the guide says "
        "and connect again. After a migration, compare the consumer key with the old one first: Salesforce's page is "
        "quoted as keeping key and secret, but the copy read for this does not say so."
    )
