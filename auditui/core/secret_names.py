"""Which names stand for secrets: keys of objects, fields of changes, parameters, headers, options.

A name is judged by its words (`userPassword`, `PASSWORD_HASH`, `x-api-key`), so `author`, `monkey`,
`keyboard` and `passenger` hold none of them. Words at the end that only describe (`secretName`,
`password_changed_at`, `token_type`) make a name harmless again, and so do words in front that ask
or count (`hasPassword`, `max_tokens`).

Decided, since either way could be argued:

- `session_id`, `SessionId`, `LoginKey`: stay; they tie the events of a session together. The names of
  session cookies (`sessionid`, `PHPSESSID`, `connect.sid`) are secrets.
- `nextToken`, `continuation_token`: stay, they turn pages. `hashed_token` stays: a hash of something random
  gives nothing away and finds the token's other events; hashes of passwords are secrets.
- `accessKeyId` and values like `AKIA...`: stay, they say who. `secret_id`, `token_id` stay too.
- `card`: a secret, but for a text of several words with few digits (`Task card 12`), which is a title.
- `credentials`, `authorization`, `basic_auth`: a secret when they hold one value; an object under them is judged by
  its own keys (`authorization.action` says what was allowed).
- `signature`, `key`, `auth`, `code`, `hash`, `iban`, `account_number`: stay as keys; people ask who changed them.
- `ssh_key`: a secret, since it may be a private one; `ssh_public_key`, `ssh_key_id` and fingerprints stay.
- A name behind the name of a secret is a name (`["password", "email"]`): letters alone, written as names are.
- `PWD=/home/ana`: the working directory, stays.
- A key with slashes is a path (`secret/metadata/ca-cert`); its last part is the name.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from auditui.core.words import split_words, word_set


class Kind(IntEnum):
    """What a name says about its value."""

    PLAIN = 0
    SECRET = 1
    """The value is a secret, and so is everything inside it that no harmless name describes."""
    SECRET_ALONE = 2
    """One value is a secret; an object or list is judged by what is in it."""
    CARD = 3
    """A secret like the first, unless it is the title of a card on some board."""

    @property
    def covers(self) -> bool:
        """Whether all that is inside the value is a secret too."""
        return self is Kind.SECRET or self is Kind.CARD


# Secret wherever they stand in a name.
_STRONG: Final = word_set(
    "password passwords passwd passphrase passphrases passcode passwort kennwort contraseña contrasena "
    "contrasenya senha motdepasse wachtwoord parola parolă heslo hasło haslo lösenord losenord passord "
    "adgangskode kodeord salasana jelszó jelszo şifre sifre lozinka пароль парола 密码 密碼 口令 パスワード "
    "비밀번호 pwd pwhash userpw dbpw adminpw rootpw bindpw requirepass masterauth userpass dbpass adminpass rootpass "
    "storepass keypass secret secrets token tokens apikey "
    "apikeys privatekey secretkey accesskey authkey appkey servicekey accountkey dbkey clientkey masterkey "
    "signingkey encryptionkey sharedkey psk samlresponse samlrequest storagekey sshkey connectionstring connstr "
    "creditcard cardnumber creditcardnumber ccnumber ccnum"
)
# Secret only as the last word, or before words such as `value` and `number` (so is what `_ALONE` holds).
_WEAK: Final = word_set("pass pw cookie cookies otp totp pin ssn cvv cvc card cards jwt jwts bearer csrf xsrf salt")
_CARDS: Final = word_set("card cards")
_PAYING: Final = word_set("credit debit bank payment charge visa master id identity sim")
_AFTER_WEAK: Final = word_set(
    "value values number numbers no num code codes data text string raw hash hashed plain old new current previous "
    "before after header headers confirmation encrypted"
)
_ALONE: Final = word_set("credential credentials authorization")

# Two words that are a secret together, at any place in a name.
_KEY_KINDS: Final = word_set(
    "api app auth access account service client db secret private priv signing encryption decryption master shared "
    "storage hmac aes webhook recovery mfa otp totp ssh"
)
_CODE_KINDS: Final = word_set("mfa otp totp tfa authenticator recovery backup verification auth authorization security")
_KEYS: Final = word_set("key keys")
_CODES: Final = word_set("seed code codes pin")
_PAIRS: Final = frozenset(
    map(tuple, map(str.split, ("connection string", "conn string", "conn str", "security answer", "social security",
                               "cc number",
                               "saml response", "saml assertion", "snmp community", "community string",
                               "pass word", "de passe", "palabra clave")))
)  # fmt: skip

_DESCRIBING: Final = word_set(
    "name type id at count length policy policies expire expiry expiration expired ttl age lifetime duration "
    "date time timestamp changed change updated update created creation set reset modified rotated rotation "
    "revoked issued used usage required enabled disabled valid validity status state version strength hint "
    "method mode provider vendor issuer url uri endpoint arn path scope size limit min max algorithm kind "
    "class category description desc label title owner user username email present exists last ref reference "
    "accessor format brand network last4 digits bucket manager store consent accepted attempt attempts "
    "failures minutes seconds hours days role region index uid uuid guid fingerprint thumbprint holder "
    "audience subject action actions permission permissions feature features setting settings options config "
    "scenario flow purpose reason source result outcome error level scheme alias am geändert datum fecha"
)
_ASKING: Final = word_set(
    "has is was can requires require needs need must allow allows allowed show hide enable enables disable "
    "enforce use uses num number count total max min prompt completion input output cached used remaining "
    "public no"
)
_COOKIES: Final = word_set(
    "sessionid sessid SESSID phpsessid PHPSESSID jsessionid JSESSIONID connect.sid ASP.NET_SessionId _session "
    "laravel_session user_session"
)
_HARMLESS_TOKENS: Final = word_set("next page continuation pagination sync cursor idempotency hashed")

_STEM: Final = re.compile(
    "password|passwd|passphrase|apikey|passwort|kennwort|wachtwoord|пароль|密码|密碼|口令|パスワード|비밀번호"
)
_ENDINGS: Final = (
    "password",
    "passwords",
    "passwd",
    "token",
    "tokens",
    "secret",
    "secrets",
    "passphrase",
    "apikey",
    "privatekey",
    "secretkey",
)
_DESCRIBING_STARTS: Final = tuple(word for word in _DESCRIBING if len(word) >= 4)  # noqa: PLR2004 - `id`, `at` start other words

_OTHER_NAME: Final = re.compile(
    r"[a-z]{2,}(?:[_./:][a-z]+)*|[a-z]{2,}-[a-z]{2,}|[A-Z]{2,}(?:_[A-Z]+)*|[A-Za-z][a-z]+(?:[-.]?[A-Z][a-z]+){0,7}|\*"
)
"""What stands behind a name in a list of names: letters alone, in the ways that names are written."""


@lru_cache(maxsize=16384)
def kind_of(name: str) -> Kind:
    """What a name says about its value; a dotted name is one name (see `path_kind`)."""
    if name in _COOKIES:
        return Kind.SECRET
    last = name.rpartition("/")[2]
    whole = last if last.isascii() else normalize("NFC", last)
    words = tuple(part for word in split_words(whole) if not word.isdigit() for part in _split(word))
    if not words or words[0] in _ASKING or _describes(words[-1]) or _turns_pages(words):
        return Kind.PLAIN
    if not _STRONG.isdisjoint(words) or _holds_pair(words) or _ends_with(words, _WEAK):
        return Kind.CARD if words[-1] in _CARDS and _PAYING.isdisjoint(words) else Kind.SECRET
    if _ends_with(words, _ALONE) or words[-2:] == ("basic", "auth"):
        return Kind.SECRET_ALONE
    return Kind.PLAIN


@lru_cache(maxsize=4096)
def describes(name: str) -> bool:
    """Whether a name inside a secret object only describes it (`name`, `type`, `created_at`)."""
    words = [word for word in split_words(name.rpartition("/")[2]) if not word.isdigit()]
    return bool(words) and _describes(words[-1])


def may_be_name(value: object, *, beside: str) -> bool:
    """Whether a value may as well be a name, written as the one beside it is."""
    if type(value) is not str or _OTHER_NAME.fullmatch(value) is None:
        return False
    return value.isupper() == beside.isupper()


def _describes(word: str) -> bool:
    return word in _DESCRIBING or (word.endswith("s") and word[:-1] in _DESCRIBING)


def _turns_pages(words: tuple[str, ...]) -> bool:
    return words[-1] in {"token", "tokens"} and words[-2:-1] != () and words[-2] in _HARMLESS_TOKENS


def _split(word: str) -> tuple[str, ...]:
    """Take a run of letters apart where a secret word stands in it: `dbpasswordhash`, `authtoken`."""
    if word in _STRONG:
        return (word,)
    stem = _STEM.search(word)
    if stem is not None:
        rest = word[stem.end() :]
        described = bool(rest) and rest.startswith(_DESCRIBING_STARTS)
        return (
            (word[: stem.start()], stem[0], "name" if described else rest) if rest else (word[: stem.start()], stem[0])
        )
    if word.endswith(_ENDINGS):
        return (word, "secret")
    return (word,)


def _holds_pair(words: tuple[str, ...]) -> bool:
    return any(
        (second in _KEYS and first in _KEY_KINDS)
        or (second in _CODES and first in _CODE_KINDS)
        or (first, second) in _PAIRS
        for first, second in pairwise(words)
    )


def _ends_with(words: tuple[str, ...], wanted: frozenset[str]) -> bool:
    """Whether a name ends with a wanted word, `value`, `number` and such behind it not counted."""
    for word in reversed(words):
        if word in wanted:
            return True
        if word not in _AFTER_WEAK:
            return False
    return False
