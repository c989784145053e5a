"""What of a content file is text for readers, which a translation has too; all else is rules, which it has not."""

import json
from hashlib import sha256
from typing import Any

from supporter.folders import LANGUAGE, LAWS, REPLIES, SETTINGS
from supporter.frontmatter import Document
from supporter.passages import UNSEEN

UNTRANSLATED = frozenset({"sources", "personas", LAWS})
"""Kinds that exist for the source alone: works keep their titles, and what is proved holds for every language."""
ALONE = frozenset({LANGUAGE})
"""Files that every language writes for itself."""
DATED = ("reviewed", "review_by", "reviewers")
"""Keys that a translation has of its own."""

_RULES = UNSEEN - {"instead_of"} | {"lang"}
_SETTINGS_RULES = frozenset({"in_sight", "enough", "sooner_when", "lighter_when", "apart_when"})


def rules(kind: str) -> frozenset[str]:
    """Keys that are never in a translation of this kind."""
    return {SETTINGS: _SETTINGS_RULES, REPLIES: frozenset()}.get(kind, _RULES)


def texts(value: object, without: frozenset[str]) -> Any:
    """The texts in a value of a table, in its shape; None where it has none. A list of tables with ids goes by id."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        if isinstance(value.get("say"), str):
            return value["say"]
        return _filled({key: texts(one, without) for key, one in value.items() if key not in without})
    if isinstance(value, list):
        named = by_id(value)
        if named:
            return _filled({key: texts(item, without) for key, item in named.items()})
        return [texts(item, without) for item in value]
    return None


def by_id(items: list[Any]) -> dict[str, dict[str, Any]]:
    """The tables of a list by id, where each has one; empty where it is another list."""
    if not all(isinstance(item, dict) and "id" in item for item in items):
        return {}
    return {str(item["id"]): item for item in items}


def _filled(table: dict[str, Any]) -> dict[str, Any] | None:
    return {key: one for key, one in table.items() if one is not None} or None


def fingerprint(document: Document, kind: str) -> str:
    """Eight hex digits that change when a text of the file does, and not when a rule does."""
    whole = [texts(document.table, rules(kind)), document.body]
    return sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]
