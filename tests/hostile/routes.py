"""The app's routes as an OpenAPI description, made from the app itself, so that none can be forgotten."""

import re
from typing import Any

from flask import Flask

_TEXT = {"type": "string", "maxLength": 200}
_QUERY = ("then", "country", "persona", "language", "from", "paper", "answers", "v")
"""Names that some view of ours asks the address for."""
_HEADERS = {
    "Cookie": {"type": "string", "pattern": r"^(visit-supporter|__Host-visit|lang)=[A-Za-z0-9_=-]{0,300}$"},
    "Sec-Fetch-Site": {"type": "string", "enum": ["same-origin", "none", "cross-site", "same-site", "x"]},
    "Origin": {"type": "string", "enum": ["null", "http://127.0.0.1", "http://[", "https://example.org", "//"]},
    "Accept-Language": {"type": "string", "enum": ["en-GB", "es", "x", "*;q=9", "en;q=a", "de-DE,ar;q=0.5", ","]},
    "Range": {"type": "string", "enum": ["bytes=0-1", "bytes=-1", "bytes=9-1", "x"]},
    "If-None-Match": {"type": "string", "enum": ["*", '"x"', "W/"]},
}


def describe(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.0 with every route and method, and what its forms are called."""
    paths: dict[str, Any] = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(app, rule.rule, method)
    return {"openapi": "3.0.3", "info": {"title": "Within Reach", "version": "1"}, "paths": paths}


def _operation(app: Flask, rule: str, method: str) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer"} if kind == "int:" else _TEXT}
        for kind, name in re.findall(r"<(\w+:)?(\w+)>", rule)
    ]
    parameters += [{"name": name, "in": "query", "schema": _TEXT} for name in _QUERY]
    parameters += [{"name": name, "in": "header", "schema": schema} for name, schema in _HEADERS.items()]
    operation: dict[str, Any] = {"parameters": parameters, "responses": {"default": {"description": "any"}}}
    if method in ("POST", "PUT", "PATCH"):
        form = {"schema": {"type": "object", "properties": _fields(app)}}
        operation["requestBody"] = {
            "content": dict.fromkeys(("application/x-www-form-urlencoded", "multipart/form-data"), form)
        }
    return operation


def _fields(app: Flask) -> dict[str, Any]:
    """Every field of every form, with a value of ours or with any text."""
    guide = app.extensions["supporter"]["supporter"].guide
    fields: dict[str, Any] = dict.fromkeys(
        ("csrf_token", "skip", "title", "hour", "start", "sheet", "from", "then"), _TEXT
    )
    for question in guide.questions.values():
        choices = {"type": "string", "enum": [*(choice.id for choice in question.choices), "", "\x00", "x" * 99]}
        if question.kind == "grid":
            columns = {"type": "string", "enum": [*(column.id for column in question.columns), "x"]}
            fields |= {f"{question.id}.{choice.id}": columns for choice in question.choices}
        else:
            fields[question.id] = {"anyOf": [choices, {"type": "array", "items": choices, "maxItems": 5}]}
    return fields
