"""What people of the trade call by several words: whoever types one finds what is told with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.asking.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.asking.words import Weights

LENT = 80
LENT_TO_KNOWN = 30
"""Percent of its weight that a word lends to those of the same trade, if the guides use them not, or do."""

SAME_TRADE = """
    uninstall remove delete decommission teardown deprovision retire
    undo revert rollback uninstall
    mfa 2fa totp otp passcode pin authenticator factor verification
    greyed dimmed disabled locked readonly
    login logon signin sign log
    logout logoff signout
    whitelist allowlist safelist
    blacklist blocklist denylist block
    redirect callback reply return
    url uri address link endpoint
    client consumer
    id identifier key
    secret password credential
    uncheck untick unselect clear deselect
    check tick enable activate
    checkbox tickbox box toggle
    dropdown picklist choice option list
    gear cog wheel
    sunset eol deprecated
    deadline cutoff until date
    permission right privilege
    idp sso saml
    expiry expired lifetime ttl
    timeout timed expired
    prerequisite requirement before
    approve authorize consent
    hostname domain
    sysadmin administrator admin
    migrate move upgrade convert
    forgot forgotten lost mislaid misplaced
    renew regenerate recreate rotate
    reconnect reauthorize reauthenticate again
    vault keychain store safe kept
    slack teams chat
    frozen suspended deactivated inactive
    throttled quota limit rate
    firewall vpn network ip
    console portal dashboard
    organisation org
    pasted copied copy
    popup window dialog
    revoke deauthorize disconnect unlink withdraw
    eca external
    production prod live
    range address subnet cidr
    mail email
    notify inform tell
    unavailable outage maintenance down
    show see view display reveal
    bypass relax ease loosen
    add grant assign
    edit change modify amend adjust
    make create build
    paste type enter
    pick select choose
    arrive receive come
    usr user
    mgr mngr manager
    pwd pw password
"""

GROUPS = tuple(tuple(dict.fromkeys(words(line))) for line in SAME_TRADE.strip().splitlines())


def with_trade_words(weights: dict[str, Weights]) -> dict[str, Weights]:
    """Return what each word says for each passage, with what the words of the same trade lend it."""
    lent = dict(weights)
    for word, others in _same_trade():
        merged = dict(weights.get(word, {}))
        percent = LENT_TO_KNOWN if merged else LENT
        for other in others:
            for passage, weight in weights.get(other, {}).items():
                merged[passage] = max(merged.get(passage, 0), weight * percent // 100)
        if merged:
            lent[word] = dict(sorted(merged.items()))
    return dict(sorted(lent.items()))


def _same_trade() -> Iterator[tuple[str, list[str]]]:
    for group in GROUPS:
        for word in group:
            yield word, [other for other in group if other != word]
