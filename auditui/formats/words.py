"""Names taken apart into words, and words that mean something wherever they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from auditui.formats.records import Value

BOUNDARY: Final = re.compile(r"[^0-9A-Za-zÀ-ſ]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
TYPED: Final = re.compile(r"_(?:s|d|b|g|t)$|_(?:string|keyword|text)$|\s*\[UTC\]$", re.IGNORECASE)
"""What exports of search tools put behind a name to tell its type: `user_email_s`, `TimeGenerated [UTC]`."""
PARTS: Final = (
    "access", "account", "acting", "action", "actor", "addr", "address", "admin", "agent", "app", "application",
    "at", "attribute", "audit", "by", "caller", "client", "code", "column", "created", "date", "db", "dest",
    "display", "dst", "email", "entity", "error", "event", "field", "file", "first", "from", "full", "generated",
    "group", "host", "http", "id", "ip", "item", "last", "log", "login", "mail", "message", "method", "model",
    "modified", "module", "name", "new", "number", "object", "old", "on", "operation", "os", "path", "port",
    "principal", "property", "record", "remote", "request", "resource", "response", "result", "role", "sc",
    "server", "session", "source", "src", "status", "table", "taken", "target", "text", "time", "to", "type",
    "updated", "uri", "url", "user", "value",
)  # fmt: skip
"""Words that names of columns are put together from, also without any sign between them."""
JOINED: Final = re.compile(rf"(?:{'|'.join(PARTS)})(?:{'|'.join(PARTS)})+")
ONE_PART: Final = re.compile("|".join(sorted(PARTS, key=len, reverse=True)))
WHOLE: Final = frozenset(("timestamp", "author", "identity", "logon", "typename"))
"""Words that only look put together; `__typename` is what GraphQL calls the kind of any object."""
LOOKED_UP: Final = re.compile(
    r"_?(\w+?)(?:id)?(?:_value)?@OData\.Community\.Display\.V1\.FormattedValue|_(\w+id)_value"
)
"""What OData calls columns that refer to another record (`_ownerid_value`), and what is shown in their place."""
RELATED: Final = re.compile(r"(?:[a-z]+_)+ids?/[a-z_]+(?:/[a-z_]+)?$")
RELATION: Final = re.compile(r"_ids?/")
"""`user_id/name`, as exports of object databases have it, is the name of the user."""
LONGEST_NAME: Final = 200
"""Characters of a name that are looked at: what is longer names nothing, and would cost the square of its length."""
TRANSLATED: Final = {
    "zeitstempel": "timestamp", "zeitpunkt": "timestamp", "datum": "date", "uhrzeit": "time", "zeit": "time",
    "benutzer": "user", "benutzername": "user name", "aktion": "action", "vorgang": "action", "ereignis": "event",
    "objekt": "object", "objekttyp": "object type", "ergebnis": "result", "adresse": "address", "rolle": "role",
    "beschreibung": "description", "meldung": "message", "bereich": "module", "alter": "old", "neuer": "new",
    "attribut": "attribute", "feld": "field", "eigenschaft": "property",
    "wert": "value", "horodatage": "timestamp", "heure": "time", "utilisateur": "user", "objet": "object",
    "résultat": "result", "rôle": "role", "fecha": "date", "hora": "time", "usuario": "user", "acción": "action",
    "accion": "action", "objeto": "object", "resultado": "result", "dirección": "address", "direccion": "address",
    "descripción": "description", "descripcion": "description", "rol": "role", "evento": "event",
    "operación": "operation", "entidad": "entity", "módulo": "module", "tipo": "type", "nombre": "name",
    "nom": "name", "utente": "user", "azione": "action", "operazione": "operation", "oggetto": "object",
    "esito": "result", "risultato": "result", "indirizzo": "address", "descrizione": "description", "ora": "time",
    "nome": "name", "usuário": "user", "utilizador": "user", "ação": "action", "acao": "action",
    "operação": "operation", "entidade": "entity", "endereço": "address", "descrição": "description",
    "gebruiker": "user", "gebruikersnaam": "user name", "actie": "action", "handeling": "action",
    "resultaat": "result", "adres": "address", "beschrijving": "description", "omschrijving": "description",
    "użytkownik": "user", "akcja": "action", "operacja": "operation", "obiekt": "object", "wynik": "result",
    "opis": "description", "benutzerkonto": "user", "identifiant": "id",
}  # fmt: skip
"""Words of other languages in which products name their columns."""
TURNED: Final = re.compile(r"^(name|type|id|result|date|description) (?:de|di|do|da|del|della|van|d|des) (?:la )?(.+)$")
"""`type of object`, as these languages have it, is what others call `object type`."""


def words_of(name: str) -> str:
    """A key or column name as words in lower case with single blanks: `initiatedBy` becomes `initiated by`."""
    return _words_of(name[:LONGEST_NAME])


@lru_cache(maxsize=16_384)
def _words_of(name: str) -> str:
    if "_value" in name or "@OData." in name:
        name = LOOKED_UP.sub(_referred, name)
    if RELATED.match(name):
        return "/".join(map(words_of, RELATION.sub("/", name).split("/")))
    if "[" in name or "(" in name or "0" in name:
        name = COUNTED.sub("", name)
    bare = TYPED.sub("", name.strip()).replace("IPv", "Ipv")
    words = [word.lower() for word in BOUNDARY.split(bare or name) if word]
    return TURNED.sub(r"\2 \1", " ".join(map(_apart, words)))


COUNTED: Final = re.compile(r"\[\d+\]|(?<=[a-z])0(?=\.)|\.\d+(?=\.)|(?<=[a-z])\(s\)")
"""Which of several things a column is of, where objects were made columns: `targets[0].id`, `target0.id`."""


def _referred(found: re.Match[str]) -> str:
    return found[2] or f"{found[1]} name"


def _apart(word: str) -> str:
    """`sourceip` as `source ip`; `datum` as `date`."""
    if word in WHOLE or not JOINED.fullmatch(word):
        return TRANSLATED.get(word, word)
    return " ".join(ONE_PART.findall(word)) if _is_sum(word) else word


def _is_sum(word: str) -> bool:
    """Whether the longest parts in turn use up the whole word."""
    return sum(map(len, ONE_PART.findall(word))) == len(word)


SUCCESS: Final = frozenset((
    "success", "succeeded", "successful", "successfully", "ok", "okay", "true", "1", "yes", "y", "allow",
    "allowed", "granted", "grant", "permit", "permitted", "pass", "passed", "complete", "completed", "accepted",
    "accept", "approved", "0k", "processed", "done", "finished", "status_success", "login_no_error", "delivered",
    "erfolg", "erfolgreich", "succès", "réussi", "éxito", "exitoso", "correcto", "permitted",
    "réussite", "exitosa", "riuscito", "riuscita", "successo", "sucesso", "geslaagd", "gelukt", "sukces", "concedido",
    "acsc", "acsp", "accp", "0x8020000000000000", "-9214364837600034816",
))  # fmt: skip
FAILURE: Final = frozenset((
    "failure", "failed", "fail", "error", "errored", "false", "no", "n", "denied", "deny", "blocked", "block",
    "rejected", "reject", "unauthorized", "forbidden", "invalid", "unsuccessful", "aborted", "cancelled",
    "canceled", "refused", "timeout", "exception", "incomplete", "denied_by_policy", "partiallysucceeded",
    "fraud", "fehlgeschlagen", "abgelehnt", "fallido", "fallo", "rjct", "fallida", "denegado", "fallito", "fallita",
    "negato", "erro", "errore", "falha", "falhou", "negado", "mislukt", "geweigerd", "błąd", "verweigert", "refusé",
    "0x8010000000000000", "-9218868437227405312",
))  # fmt: skip
"""With the key words that Windows has for both, as its numbers."""
FAILS: Final = ("fail", "error", "denied", "unauthor", "invalid_", "fehler", "erreur", "échec")
"""`0` is missing on purpose: as a return code it means that all went well, as a truth value that it did not."""
UNDECIDED: Final = frozenset(
    ["unknown", "pending", "challenge", "skipped", "attempted", "started", "inprogress", "in_progress", "running"]
)


TOLD_FAILURE: Final = re.compile(
    r"(?<![^\W_])(?<!no_)(?<!not_)(?<!0_)(?:failed|failure|denied|rejected|refused|aborted)(?![^\W_])"
)
"""In several words, blanks as `_`: `command failed: exit code 1`."""


def outcome_word(value: object) -> str:
    """`success`, `failure` or `unknown` for the usual words of an outcome, else the empty text."""
    if value is True:
        return "success"
    if value is False:
        return "failure"
    if not isinstance(value, str | int):
        return ""
    word = str(value).strip().lower().replace(" ", "_")
    if word in SUCCESS or word.startswith(("success", "succe")) or word.endswith(("_success", "_succeeded")):
        return "success"
    if word in FAILURE or word.startswith(FAILS) or ("_" in word and TOLD_FAILURE.search(word)):
        return "failure"
    return "unknown" if word in UNDECIDED else ""


NOTHING: Final = frozenset((
    "", "-", "--", "?", "n/a", "N/A", "NA", "null", "NULL", "Null", "none", "None", "(none)", "<null>", "(null)", "nil",
    "[unknown]", "\\N", "undefined", "Undefined", "Not Available", "not available", "unset", "—", "(unknown)", "NaN",
))  # fmt: skip
"""Texts with which sources say that there is no value."""


def text_of(value: Value) -> str | None:
    """A value as one text: numbers in full, of a list its first usable element; None where it says nothing."""
    if value.__class__ is str:
        return None if value in NOTHING else value
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text), None)
    return None
