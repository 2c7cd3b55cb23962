"""The required values as the vendors' pages state them."""

VALUES = {
    "distribution_state": ("Distribution State", "Local"),
    "enable_oauth": ("Enable OAuth", "Checked"),
    "callback_url": ("Callback URL", "https://api-eu.vonage.com/oauth/redirect"),
    "scope_api": ("OAuth Scopes", "Manage user data via APIs (api)"),
    "scope_full": ("OAuth Scopes", "Full access (full)"),
    "scope_refresh": ("OAuth Scopes", "Perform requests at any time (refresh_token, offline_access)"),
    "flow_enablement": ("Flow Enablement", "All options unchecked"),
    "web_server_secret": ("Require Secret for Web Server Flow", "Checked"),
    "refresh_token_secret": ("Require Secret for Refresh Token Flow", "Checked"),
    "pkce": ("Require Proof Key for Code Exchange (PKCE)", "Unchecked"),
    "permitted_users": ("Permitted Users", "All users can self-authorize"),
    "refresh_token_policy": ("Refresh Token Policy", "Refresh token is valid until revoked"),
    "ip_relaxation": ("IP Relaxation", "Relax IP restrictions"),
}
"""Our own pinned copy: the tests do not believe the source."""

MOVE_VALUES = {
    "distribution_state": ("Distribution State", "Local"),
    "username_password_flow": ("Uses the username-password flow", "No"),
}
"""The same for the guide that moves a connected app, as Salesforce's page states them."""
