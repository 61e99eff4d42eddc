"""Structures inside of texts: JSON, the literals that Python prints, and YAML, in cells of tables and in JSON texts."""

from __future__ import annotations

import ast
from typing import Any, Final

from auditui.formats.json_decode import MalformedError, decode
from auditui.formats.records import Value
from auditui.formats.yaml_cells import looks_like_yaml, yaml_in

LONGEST_LITERAL: Final = 65536


def structure_in(text: str) -> dict[str, Any] | list[Any] | None:
    """The object or list that a text spells out; None when it spells none."""
    if looks_like_yaml(text):
        return yaml_in(text)
    bare = text.strip()
    if len(bare) < 2 or (bare[0], bare[-1]) not in (("{", "}"), ("[", "]")):  # noqa: PLR2004
        return None
    try:
        value, _ = decode(bare.encode("utf-8", "replace"))
    except MalformedError:
        value = _literal(bare)
    return value if isinstance(value, dict | list) else None


def _literal(text: str) -> Value:
    """A Python literal such as `{'type': 'AWSAccount'}`; None for anything else."""
    if len(text) > LONGEST_LITERAL or "'" not in text:
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return _only_json(value) if isinstance(value, dict | list) else None


def _only_json(value: Value) -> Value:
    if isinstance(value, dict):
        return {str(key): _only_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_only_json(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool) or value is None else repr(value)
