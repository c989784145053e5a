"""Records as pydantic's core checks them: their annotations, read as the few types that a table of ours can have.

pydantic itself would read any type, and takes as long to be imported and to read these as checking all files does.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from supporter.records import After, Before, Record, Within

_PLAIN: dict[Any, Callable[[], CoreSchema]] = {
    str: core_schema.str_schema,
    int: core_schema.int_schema,
    float: core_schema.float_schema,
    bool: core_schema.bool_schema,
    date: core_schema.date_schema,
    Any: core_schema.any_schema,
}


def validator(kind: Any) -> SchemaValidator:
    """What checks values of a type, made once for each."""
    return _validator(kind)


@cache
def _validator(kind: Any) -> SchemaValidator:
    return SchemaValidator(_schema(kind))


def _schema(kind: Any) -> CoreSchema:
    if kind in _PLAIN:
        return _PLAIN[kind]()
    arguments = get_args(kind)
    match get_origin(kind):
        case origin if origin is Annotated:
            return _marked(*arguments)
        case origin if origin is Literal:
            return core_schema.literal_schema([*arguments])
        case origin if origin is tuple:
            return core_schema.tuple_schema([_schema(arguments[0])], variadic_item_index=0)
        case origin if origin is dict:
            return core_schema.dict_schema(*map(_schema, arguments))
        case origin if origin in (Union, UnionType):
            (inner,) = (one for one in arguments if one is not type(None))
            return core_schema.nullable_schema(_schema(inner))
    return _record(kind) if issubclass(kind, Record) else core_schema.is_instance_schema(kind)


def _marked(kind: Any, *marks: object) -> CoreSchema:
    schema = _schema(kind)
    for mark in marks:
        match mark:
            case Within(limits=limits):
                schema = {**schema, **limits}
            case Before(make=make):
                schema = core_schema.no_info_before_validator_function(make, schema)
            case After(check=check):
                schema = core_schema.no_info_after_validator_function(check, schema)
    return schema


def _record(kind: type[Record]) -> CoreSchema:
    named = [core_schema.dataclass_field(one.name, _field(one), kw_only=True) for one in fields(kind)]
    checked = core_schema.dataclass_args_schema(kind.__name__, named, extra_behavior="forbid")
    return core_schema.dataclass_schema(kind, checked, [one.name for one in fields(kind)])


def _field(one: Field[Any]) -> CoreSchema:
    schema = _schema(one.type)
    if one.default is not MISSING:
        return core_schema.with_default_schema(schema, default=one.default)
    if one.default_factory is not MISSING:
        return core_schema.with_default_schema(schema, default_factory=one.default_factory)
    return schema
