"""The forms of secrets, as facts that their makers publish (gitleaks gathers many of them).

Python and the browser's script search by this one table, so a pattern is written in what both dialects share: no
inline flags, no named groups, ASCII alone. It is searched only in a text that holds one of its marks.
"""

from __future__ import annotations

from typing import NamedTuple


class Secret(NamedTuple):
    """What kind of secret stands in a text, and from where to where."""

    kind: str
    start: int
    end: int


class SecretForm(NamedTuple):
    """One form of a secret: what people call it, and how it is known."""

    kind: str
    marks: tuple[str, ...]
    """Small letters, without blanks and hyphens; one of them stands in every secret of this form."""

    pattern: str
    """If it has a group, the group is the secret itself."""

    in_words: bool = False
    """Whether it is known by the words around it: any case will do, and blanks are not taken out first."""

    changes: int = 0
    """How often small letters, capitals and digits must follow each other in the secret, to look drawn by lot."""

    anchor: str = ""
    """A pattern in small letters, quick to search for, that every match holds: the form is looked for only there."""

    reach: int = 0
    """At most so many characters before its anchor a match begins."""


CONSUMER_KEY = "a consumer key"
CONSUMER_SECRET = "a consumer secret"
CLIENT_SECRET = "a client secret"
PRIVATE_KEY = "a private key"
ACCESS_TOKEN = "an access token"
API_KEY = "an API key"
PASSWORD = "a password"

VALUE = r"[^\s\"'`<>{}\[\]|\\,;&]{6,}"
TAGS = r"(?:</?[a-z][^<>]{0,80}>\s{0,3}){1,4}"
NAME_END = rf"[\"'*_`]{{0,3}}\s{{0,3}}(?:[:=>|]|:=|=>|{TAGS})\s{{0,3}}[\"'*_`]{{0,3}}"
NAMES_ITSELF = r"(?:[a-z]{1,20}[_-]){1,6}(?:secret|token|key|password|id|here|me|value)(?![A-Za-z0-9_-])"
"""Words of letters alone that say what stands in their place, as in GITLAB_CLIENT_SECRET and REPLACE_ME."""

STAND_IN = rf"(?:(?:your|my|the|an?|some|example|sample|client|secret|password|token)(?![A-Za-z0-9])|{NAMES_ITSELF})"
NO_STAND_IN = rf"(?![$%*]|\.\.|x{{3,}}|{STAND_IN})"
NO_PASSWORD = r"(?!\S{0,80}[/\\]|1password|[0-9]{4}-[0-9]{2}-[0-9]{2})"
"""A place where it is kept, or the day on which it was changed."""

WITH_DIGIT = r"(?=[A-Za-z_~.+/=!-]{0,80}[0-9])"
KEY_NAME = r"(?:api[_ -]?key|(?<!shared)access[_ -]?key|consumer[_ -]?key|private[_ -]?key|signing[_ -]?key)"
TOKENS = r"access|refresh|id|auth|api|bearer|session|security|bot|personal"
TOKEN_NAME = rf"(?:(?:{TOKENS})[_ -]?token|sess(?:ion)?[_ -]?id|(?<![a-z])sid)"
IN_ADDRESS = r"(?:auth|jwt|code|ticket|assertion|samlresponse|cftoken)"
"""Parts of an address that let in whoever has it."""

PASSWORD_NAME = r"(?:password|passwd|passphrase|passcode|(?<![a-z])pwd|kennwort|passwort)"

KEY_KIND = r"(?:[A-Z0-9]+ ){0,3}"

FORMS = (
    # Of the platform that lets in
    SecretForm(
        "an address to sign in with", ("force://",), r"force://[^\s:@<>{}]{0,400}:[^\s@<>{}]{0,800}@", in_words=True
    ),
    SecretForm(CONSUMER_KEY, ("3mvg",), r"3[Mm][Vv][Gg][\w.]{8,}"),
    SecretForm("a session id", ("00d",), r"00D[A-Za-z0-9]{12,15}\\?![\w.]{16,}"),
    SecretForm("a refresh token", ("5aep8",), r"5Aep8[\w.]{20,}"),
    SecretForm("an authorization code", ("aprx",), r"aPrx[\w.]{30,}", changes=6),
    # Of anybody
    SecretForm("a signed token (JWT)", ("eyj",), r"eyJ[\w-]{10,400}\.[\w-]{10,}(?:\.[\w-]*)*"),
    SecretForm(
        PRIVATE_KEY,
        ("privatekey",),
        rf"BEGIN {KEY_KIND}PRIVATE KEY(?:[\s\S]*?END {KEY_KIND}PRIVATE KEY|[\s\S]{{0,4000}})",
        in_words=True,
    ),
    SecretForm(PRIVATE_KEY, ("putty",), r"PuTTY-User-Key-File-\d", in_words=True),
    SecretForm(PRIVATE_KEY, ("mii",), r"MII[A-Za-z0-9+/]{2}[AQgw]IBAA[A-Za-z0-9+/=]{16,}"),
    SecretForm(PRIVATE_KEY, ("mhccaqe", "mc4caqa"), r"(?:MHcCAQEEI|MC4CAQAwBQYDK2V)[A-Za-z0-9+/=]{16,}"),
    SecretForm(PRIVATE_KEY, ("mighageambm", "migtageambm"), r"MIG[HT]AgEAMBMGByqGSM49[A-Za-z0-9+/=]{16,}"),
    SecretForm(PRIVATE_KEY, ("b3blbnnzac1rzxk",), r"b3BlbnNzaC1rZXk[A-Za-z0-9+/=]{8,}"),
    SecretForm(PRIVATE_KEY, ("agesecretkey1",), r"AGE-?SECRET-?KEY-?1[0-9A-Z]{40,}"),
    SecretForm(
        "a password in an address",
        ("://",),
        r"(?!force:)[a-z][a-z0-9+.-]{1,20}://[^\s/?#:@<>{}\"']*:[^\s/?#@<>{}\"']+@(?=[\w\[])",
        in_words=True,
        anchor=r"://[^\s/?#:@<>{}\"']*:[^\s/?#@<>{}\"']+@",
        reach=21,
    ),
    # By the name before it
    SecretForm(
        CLIENT_SECRET,
        ("secret=",),
        rf"secret=[\"']?{NO_STAND_IN}({VALUE})",
        in_words=True,
        anchor="secret=",
    ),
    SecretForm(
        ACCESS_TOKEN,
        ("token=", "sid=", "sessid=", "session_id=", "sessionid="),
        rf"{TOKEN_NAME}=[\"']?{NO_STAND_IN}({VALUE})",
        in_words=True,
        anchor="(?:token|id)=",
        reach=9,
    ),
    SecretForm(
        PASSWORD,
        ("passw", "passphrase", "passcode", "pwd", "kennwort"),
        rf"{PASSWORD_NAME}=[\"']?{NO_STAND_IN}({VALUE})",
        in_words=True,
        anchor=PASSWORD_NAME + "=",
    ),
    SecretForm(
        PASSWORD,
        ("passw", "passphrase", "passcode", "pwd", "kennwort"),
        rf"{PASSWORD_NAME}{NAME_END}{NO_STAND_IN}{NO_PASSWORD}(?=\S{{0,80}}(?:[0-9]|[!@#$%^&*+=?]\w))({VALUE})",
        in_words=True,
        anchor=PASSWORD_NAME,
    ),
    SecretForm(
        CLIENT_SECRET,
        ("secret",),
        rf"secret{NAME_END}{NO_STAND_IN}{WITH_DIGIT}([A-Za-z0-9_~.+/=-]{{10,}})",
        in_words=True,
        changes=4,
        anchor="secret",
    ),
    SecretForm(
        API_KEY,
        ("key",),
        rf"{KEY_NAME}{NAME_END}{NO_STAND_IN}{WITH_DIGIT}([A-Za-z0-9_~.+/=-]{{10,}})",
        in_words=True,
        changes=4,
        anchor="key",
        reach=9,
    ),
    SecretForm(
        ACCESS_TOKEN,
        ("token", "session", "sid", "sessid"),
        rf"{TOKEN_NAME}{NAME_END}{NO_STAND_IN}{WITH_DIGIT}([A-Za-z0-9_~.+/=!-]{{10,}})",
        in_words=True,
        changes=4,
        anchor="token|sess|sid",
        reach=9,
    ),
    SecretForm(
        CLIENT_SECRET,
        ("secret",),
        rf"secret(?:\s+is)?\s+{WITH_DIGIT}([A-Za-z0-9_~.+/=-]{{16,}})",
        in_words=True,
        changes=6,
        anchor="secret",
    ),
    SecretForm(
        ACCESS_TOKEN,
        ("token",),
        rf"(?<![a-z])token(?:\s+is|{NAME_END})\s*{WITH_DIGIT}([A-Za-z0-9_~.+/=!]{{20,}})",
        in_words=True,
        changes=6,
        anchor="token",
    ),
    SecretForm(
        ACCESS_TOKEN,
        ("authorization",),
        rf"authorization[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?(?:basic|bearer|token|ssws|oauth)\s+{NO_STAND_IN}([\w.~+/=!-]{{8,}})",
        in_words=True,
        anchor="authorization",
    ),
    SecretForm(ACCESS_TOKEN, ("bearer",), rf"bearer\s+{NO_STAND_IN}([\w.~+/=!-]{{16,}})", in_words=True, changes=4),
    SecretForm(
        PASSWORD,
        ("curl",),
        r"curl\s(?:[^\n]{0,300}?\s)?(?:-u|--user)[ =]?[\"']?[^\s:\"'<>{}]+:([^\s\"'<>{}]{3,})",
        in_words=True,
    ),
    SecretForm(
        PASSWORD,
        ("machine",),
        r"machine\s+\S{1,200}\s+login\s+\S{1,200}\s+password\s+(\S{3,})",
        in_words=True,
    ),
    SecretForm(
        PASSWORD,
        ("password", "secret", "token"),
        r"\s--?(?:[a-z]+-){0,3}(?:password|secret|token)\s+[\"']?(?!-)([A-Za-z0-9_~.+/=!@#%^&*-]{8,})",
        in_words=True,
        changes=2,
    ),
    # Of other platforms
    SecretForm("a token of GitHub", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{30,}"),
    SecretForm("a token of GitHub", ("github_pat_",), r"github_pat_\w{22,}"),
    SecretForm(
        "a token of GitLab",
        ("glpat", "gldt", "glrt", "glcbt", "glptt", "glft", "glsoat", "glimt", "glagent", "gloas", "glffct"),
        r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent|oas|ffct)-[\w.-]{20,}",
    ),
    SecretForm("a token of GitLab", ("gr1348941",), r"GR1348941[\w-]{20,}"),
    SecretForm("a token of Slack", ("xox",), r"xox[abceoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}"),
    SecretForm("a token of Slack", ("xapp",), r"xapp-\d-[A-Za-z0-9-]{16,}"),
    SecretForm(
        "an address that posts to Slack",
        ("hooks.slack.com/",),
        r"hooks\.slack\.com/(?:services|workflows|triggers)/(?!T[0X]+/B[0X]+/X{8})[A-Za-z0-9+/]{20,}",
    ),
    SecretForm(
        "an address that posts to a chat", ("webhook.office.com/",), r"webhook\.office\.com/webhookb2/[\w-]{20,}"
    ),
    SecretForm(
        "an address that posts to a chat", ("api/webhooks/",), r"discord(?:app)?\.com/api/webhooks/\d+/[\w-]{30,}"
    ),
    SecretForm(
        "an access key of AWS",
        ("akia", "asia", "abia", "acca", "a3t"),
        r"(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    ),
    SecretForm("a key of AWS Bedrock", ("absk",), r"ABSK[A-Za-z0-9+/]{60,}"),
    SecretForm("an API key of Google", ("aiza",), r"AIza[\w-]{35}"),
    SecretForm("a client secret of Google", ("gocspx",), r"GOCSPX-[\w-]{20,}"),
    SecretForm("an access token of Google", ("ya29.",), r"ya29\.[\w.-]{20,}"),
    SecretForm("a refresh token of Google", ("1//0",), r"1//0[\w-]{30,}"),
    SecretForm(CLIENT_SECRET, ("~",), r"(?<![\w~./-])(?=[\w.-]{1,43}~)[\w~.-]{34,44}(?![\w~./-])", changes=8),
    SecretForm(CLIENT_SECRET, ("q~",), r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])"),
    SecretForm(
        "a key of a storage account",
        ("accountkey=", "sharedaccesskey=", "sharedaccesssignature="),
        r"(?:AccountKey|SharedAccessKey|SharedAccessSignature)=[^\s;\"'<>{}]{20,}",
        in_words=True,
    ),
    SecretForm(
        "a signed address",
        ("sig=", "signature="),
        r"[?&;](?:sig|(?:x-(?:amz|goog|oss|cos)-)?signature)=([A-Za-z0-9%+/=_~.-]{20,})",
        in_words=True,
        changes=6,
    ),
    SecretForm(
        ACCESS_TOKEN,
        ("auth=", "jwt=", "code=", "ticket=", "assertion=", "samlresponse=", "cftoken="),
        rf"[?&#;]{IN_ADDRESS}=([A-Za-z0-9%+/=_~.-]{{16,}})",
        in_words=True,
        changes=6,
    ),
    SecretForm(
        "an API token of Okta", ("00",), r"(?<![\w-])00[\w-]{40}(?![\w-])", in_words=True, changes=8, anchor="00"
    ),
    SecretForm("a key of Stripe", ("_live_", "_test_", "_prod_"), r"(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{10,}"),
    SecretForm("a signing secret", ("whsec_",), r"whsec_[A-Za-z0-9+/=]{20,}"),
    SecretForm(
        "an API key of Twilio",
        ("sk",),
        r"(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])",
        in_words=True,
        anchor="sk",
    ),
    SecretForm("an API key of SendGrid", ("sg.",), r"SG\.[\w-]{16,}\.[\w-]{16,}"),
    SecretForm("an API key of Mailgun", ("key",), r"(?<![\w-])key-[0-9a-f]{32}(?![0-9a-f])", anchor="key-"),
    SecretForm(
        "an API key of Mailchimp",
        ("us",),
        r"(?<![0-9a-f])[0-9a-f]{32}-us\d{1,2}(?!\d)",
        in_words=True,
        anchor=r"-us\d",
        reach=32,
    ),
    SecretForm("an API key of Brevo", ("xkeysib",), r"xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}"),
    SecretForm("a token of npm", ("npm_",), r"npm_[A-Za-z0-9]{36}"),
    SecretForm("a token of PyPI", ("pypiageichlwas5vcmc",), r"pypi-AgEIcHlwaS5vcmc[\w-]{16,}"),
    SecretForm("a token of RubyGems", ("rubygems_",), r"rubygems_[0-9a-f]{48}"),
    SecretForm("a token of Docker", ("dckr_",), r"dckr_(?:pat|oat)_[\w-]{20,}"),
    SecretForm("a token of Hugging Face", ("hf_",), r"(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}"),
    SecretForm(API_KEY, ("skproj", "sksvcacct", "skadmin", "skant"), r"sk-(?:proj|svcacct|admin|ant)-[\w-]{20,}"),
    SecretForm(API_KEY, ("t3blbkfj",), r"sk-[\w-]{16,}T3BlbkFJ[\w-]{16,}"),
    SecretForm("a token of DigitalOcean", ("_v1_",), r"do[opr]_v1_[0-9a-f]{64}"),
    SecretForm("a token of Shopify", ("shp",), r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    SecretForm("a token of Square", ("sq0",), r"sq0(?:atp|csp|idp)-[\w-]{22,}"),
    SecretForm("a token of Atlassian", ("atatt3", "atctt3"), r"AT(?:AT|CT)T3[\w=-]{20,}"),
    SecretForm("an API key of Linear", ("lin_",), r"lin_(?:api|oauth)_[A-Za-z0-9]{32,}"),
    SecretForm("a token of Notion", ("ntn_",), r"ntn_[A-Za-z0-9]{40,}"),
    SecretForm("a key of New Relic", ("nrak", "nrii"), r"NR(?:AK|II)-[A-Za-z0-9-]{27,}"),
    SecretForm(
        "a token of Grafana", ("glc_", "glsa_"), r"gl(?:c_[A-Za-z0-9+/=]{32,}|sa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8})"
    ),
    SecretForm("a key of Grafana", ("eyjrijoi",), r"eyJrIjoi[A-Za-z0-9+/]{40,}"),
    SecretForm("a token of Vault", ("hvs.", "hvb.", "hvr."), r"hv[sbr]\.[\w-]{24,}"),
    SecretForm("a token of Terraform", ("atlasv1",), r"[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,}"),
    SecretForm("a token of Databricks", ("dapi",), r"(?<![A-Za-z0-9])dapi[0-9a-f]{32}"),
    SecretForm("a key of Heroku", ("hrku",), r"HRKU-[\w-]{36,}"),
    SecretForm("a token of Doppler", ("dp.",), r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}"),
    SecretForm("an API key of Postman", ("pmak",), r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    SecretForm("a token of a Telegram bot", (":aa",), r"(?<!\d)\d{8,10}:AA[\w-]{32,}"),
    SecretForm("a token of Facebook", ("eaa",), r"(?<![A-Za-z0-9])EAA[A-Za-z0-9]{80,}"),
    SecretForm("a token of Airtable", ("pat",), r"(?<![A-Za-z0-9])pat[A-Za-z0-9]{14}\.[0-9a-f]{64}", anchor="pat"),
    SecretForm(
        "a token of HubSpot", ("patna1", "pateu1"), r"pat-(?:na|eu)1-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    ),
    SecretForm("a token of Dropbox", ("sl.",), r"(?<![\w.])sl\.[\w-]{100,}"),
    SecretForm("a token of Figma", ("figd_",), r"figd_[\w-]{36,}"),
    SecretForm("a token of Pulumi", ("pul",), r"(?<![A-Za-z0-9])pul-[0-9a-f]{40}"),
    SecretForm("a token of Sentry", ("sntrys_", "sntryu_"), r"sntry[su]_[\w+/=-]{40,}"),
    SecretForm("a token of PlanetScale", ("pscale_",), r"pscale_(?:tkn|oauth|pw)_[\w=.-]{32,}"),
    SecretForm("a key of 1Password", ("a3",), r"A3-[A-Z0-9]{6}-[A-Z0-9]{6}-?[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3}"),
    SecretForm("a token of Dynatrace", ("dt0",), r"dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    SecretForm("a token of Artifactory", ("akcp",), r"(?<![A-Za-z0-9])AKCp[A-Za-z0-9]{69}"),
    SecretForm("a client secret of Adobe", ("p8e",), r"(?<![A-Za-z0-9])p8e-[A-Za-z0-9_-]{32}"),
    SecretForm("a key of Alibaba", ("ltai",), r"(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{20}(?![A-Za-z0-9])"),
    SecretForm("a token of OpenShift", ("sha256~",), r"sha256~[\w-]{43}"),
    SecretForm(
        "an API key of Octopus Deploy",
        ("api",),
        r"(?<![A-Za-z0-9])API-[A-Z0-9]{26}(?![A-Za-z0-9])",
        changes=4,
        anchor="api-",
    ),
    SecretForm("a token of Cloudflare", ("v1.0",), r"v1\.0-[0-9a-f]{24}-[0-9a-f]{100,}"),
    SecretForm("an API key of Perplexity", ("pplx",), r"pplx-[A-Za-z0-9]{40,}"),
)

BETWEEN_GROUPS = r"[\s*`-]"
SEPARATOR = BETWEEN_GROUPS + "+"
"""Blanks, hyphens and the marks of emphasis."""

HEXADECIMAL = rf"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{BETWEEN_GROUPS}*){{63}}[0-9A-Fa-f](?![0-9A-Fa-f])"
"""64 hexadecimal digits, however they are grouped: a consumer secret, or the digest of a file."""


def _even_groups(number: int, size: int) -> str:
    """Return a pattern for 64 hexadecimal digits in groups of one size, the same sign between all of them."""
    group = rf"[0-9A-Fa-f]{{{size}}}"
    others = DIGIT_COUNT // size - 2
    return rf"{group}({SIGN}){group}(?:\{number}{group}){{{others}}}(?!\{number})"


DIGIT_COUNT = 64
SIGN = r"[:.,\u00b7]|,\s?0x|,\s"
EVEN = "|".join((_even_groups(1, 2), _even_groups(2, 4), _even_groups(3, 8), _even_groups(4, 16)))
HEXADECIMAL_WITH_SIGNS = rf"(?<![0-9A-Fa-f:.])(?:0x)?(?:{EVEN})(?![0-9A-Fa-f])"
"""The same as bytes of a program, as a fingerprint is written, or with other signs between even groups."""

NUMBER = r"(?<![\w./-])[0-9]{18,19}(?![\w-]|\.[0-9])"
"""An older consumer secret: a random number of 63 bits, which nearly always has 18 or 19 digits."""

NUMBER_IN_GROUPS = (
    r"(?<![\w.-])(?<![A-Z]{2}[0-9]{2}[ -])[0-9]{3,18}(?:(?:[ -]|\n[ \t]*)[0-9]{1,18}){1,6}(?![\w-]|\.[0-9])"
)

NAMED_NUMBER = r"(?:secret|consumer|password)[^0-9\n]{0,40}(?<![\w.-])([0-9]{13,20})(?![\w-]|\.[0-9])"

DIGEST_WORDS = r"sha[-_ ]?(?:2(?:56)?|3)(?![0-9])|check ?sum|(?<![a-z])sum(?![a-z])|digest|fingerprint|hash|integrity"
SECRET_WORDS = r"secret|consumer|client|password|token|(?:api|access|private)[_ -]?key"
NAMED_DIGEST = r"sha-?256[\"'`*]{0,3}\s?[:=]\s?[\"'`*]{0,3}$"
FILE_NAME = r"^[\"'`]?[ \t]+\*?[\w./-]*\w\.[A-Za-z]\w{0,9}(?![\w.])"
"""What follows a digest in the list of a program like sha256sum."""

UUID = r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f])"
GROUP = r"[\w.~+/=!]+"
GROUP_WITH_HYPHENS = r"[\w.~+/=!-]+"
INNER_CHANGE = r"[a-z][A-Z0-9]|[0-9][A-Za-z]"
MIXED = r"[0-9]|[a-z][A-Z]|[A-Z]{2}[a-z]"
"""What a plain word does not hold, and most groups of a secret do."""

CHANGE = r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[A-Za-z])"
ENCODED = r"[A-Za-z0-9+/_-]{16,}"
"""What may be Base64."""
