"""The beginnings by which services mark their tokens, and how long each is."""

from __future__ import annotations

import re
from typing import Final

_HEX: Final = "[a-f0-9]"
_UUID: Final = rf"{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}"
_MIXED: Final = r"(?=[A-Za-z]{0,40}\d)(?=[a-z\d]{0,40}[A-Z])(?=[A-Z\d]{0,40}[a-z])"
_END: Final = "(?![A-Za-z0-9])"
_DISCORD: Final = r"[\w-]{23,25}\.[\w-]{6}\.(?=[\w-]{0,37}\d)[\w-]{27,38}"

_BEGINNINGS: Final = {
    "A": (
        r"Iza[\w-]{35}|T(?:ATT3|CTT3)[\w=-]{20,512}|TBB[A-Za-z0-9]{32}|KCp[A-Za-z0-9]{60,90}"
        r"|GE-SECRET-KEY-1[A-Za-z0-9]{40,80}|3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}"
    ),
    "E": r"AAA[\w-]{56,512}|AA[A-Za-z0-9]{30,512}|NC[\[(][^\])\s]{8,}[\])]",
    "F": r"(?:wo|Qo)GZXIvYXdz[\w+/=]{60,4096}",  # sessions of AWS
    "G": r"OCSPX-[\w-]{20,64}",
    "I": r"QoJb3JpZ2lu[\w+/=]{60,4096}",
    "M": _DISCORD,
    "N": rf"R(?:AK-[A-Za-z0-9]{{20,48}}|JS-{_HEX}{{19}})|{_DISCORD}",
    "O": _DISCORD,
    "P": rf"MAK-{_HEX}{{24}}-{_HEX}{{34}}|G?T-\d{{1,8}}-[\w.-]{{8,256}}",  # Postman; CAS
    "S": rf"G\.[\w-]{{16,64}}\.[\w-]{{16,128}}|T-\d{{1,8}}-[\w.-]{{8,256}}|K{_HEX}{{32}}{_END}",
    "T": r"GT-\d{1,8}-[\w.-]{8,256}",
    "b": r"crypt(?:_sha\d{1,3})?\$\$2[^\s\"',]{16,}",
    "c": rf"io{_MIXED}[A-Za-z0-9]{{32}}{_END}",
    "d": (
        rf"op_v1_{_HEX}{{64}}|ckr_pat_[\w-]{{20,64}}|api(?=[A-Za-z]{{0,31}}\d)[A-Za-z0-9]{{32}}"
        rf"|p\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{{40,64}}|b-{_MIXED}[A-Za-z0-9]{{29}}{_END}"
    ),
    "e": (
        r"yJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){0,4}|nc(?:rypted)?:[\w+/=:.-]{8,}"  # JWT, JWE
        r"|yJrIjoi[\w+/-]{12,512}={0,2}"  # Grafana
    ),
    "f": r"igd_[\w-]{32,64}|m[12]a?_[\w+/=-]{60,2048}|o1_[\w-]{43}",
    "g": (
        r"h[pousr]_[A-Za-z0-9]{16,255}|ithub_pat_\w{20,255}|lpat-[\w.-]{12,255}|l(?:dt|rt|cbt|ptt|ft|soat|agent|imt)-[\w.-]{16,255}"
        r"|lsa_\w{32,64}|lc_[A-Za-z0-9+/=]{32,512}|AAAAA[\w-]{60,}={0,2}"
    ),
    "h": r"v[sbr]\.[\w-]{20,512}|f_[A-Za-z0-9]{30,64}",
    "k": rf"ey-{_HEX}{{32}}{_END}",
    "l": r"in_api_[A-Za-z0-9]{32,64}",
    "n": r"pm_[A-Za-z0-9]{36}|tn_[A-Za-z0-9]{36,64}",
    "p": (
        rf"ypi-AgE[\w-]{{50,1024}}|scale_(?:tkn|pw|oauth)_[\w.-]{{32,64}}|ul-{_HEX}{{40}}{_END}|at-[a-z]{{2}}\d-{_UUID}"
        rf"|at[A-Za-z0-9]{{14}}\.{_HEX}{{64}}|at\.[\w-]{{22}}\.{_HEX}{{24}}\.\w{{20}}|bkdf2_sha\d{{1,3}}\$[^\s\"',]{{16,}}"
    ),
    "r": rf"k_(?:live|test)_\w{{8,255}}|ubygems_{_HEX}{{48}}",
    "s": (
        rf"k_(?:live|test)_\w{{8,255}}|k-(?:ant-|proj-|svcacct-)[\w-]{{16,512}}|k-[A-Za-z0-9]{{32,128}}|hp(?:at|ca|pa|ss)_[A-Za-z0-9]{{32}}"
        rf"|q0(?:atp|csp)-[\w-]{{22,64}}|q[aup]_{_HEX}{{40}}|hippo_(?:live|test)_{_HEX}{{40}}|ntry[su]_[\w+/=-]{{40,512}}"
        r"|ecret_[A-Za-z0-9]{43}"
    ),
    "t": r"skey-(?:auth|api|client|webhook|scim)-[\w-]{16,80}",
    "v": r"ault:v\d{1,6}:[\w+/=]{8,}",
    "w": r"hsec_[\w+/=]{16,255}",
    "x": rf"ox[abceoprs](?:\.xox[a-z])?-[\w-]{{8,255}}|app-[\w-]{{16,255}}|keysib-{_HEX}{{64}}-\w{{16}}",
    "y": r"a29\.[\w-]{20,1024}",
}
"""What follows the first letter of a token. By that letter, since the search then skips to where one stands."""

_HASHES: Final = (
    r"\$(?:2[abxy]?\$\d\d\$[./A-Za-z0-9]{22,53}"
    r"|(?:1|5|6|7|y|gy|apr1|sha1|scrypt|pbkdf2(?:-[a-z0-9]{1,12})?)\$[^\s\"',:;]{8,}"
    r"|argon2(?:id|i|d)\$[^\s\"';]{8,}(?<!,)"
    r"|(?<![A-Za-z0-9_]\$)ANSIBLE_VAULT;[^\n]{0,64}(?:\n[0-9a-f]+)*)"
    r"|\{(?:S?SHA(?:224|256|384|512)?|S?MD5|CRYPT|BCRYPT|ARGON2|PBKDF2[A-Z0-9-]{0,12}|SCRYPT)\}[^\s\"',;]{8,}"
)

TOKENS: Final = re.compile(
    "|".join(f"{first}(?<![A-Za-z0-9_]{first})(?:{rest})" for first, rest in _BEGINNINGS.items()) + f"|{_HASHES}"
)
"""Tokens by their beginnings, and hashes of passwords by theirs."""

INSIDE: Final = (
    ("Q~", re.compile(r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])", re.ASCII)),  # Entra ID
    (".atlasv1.", re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,80}")),
    ("-us", re.compile(rf"(?<![\w-]){_HEX}{{32}}-us\d{{1,2}}(?!\w)")),  # Mailchimp
)
"""Tokens by what stands within them: the sign, and the whole."""
