"""The JSON Schema of a mapping file, for editors: what may be written, the short forms too."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from registry.mapping.models import Entry
from registry.mapping.words import Api

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SENTENCE = {"$ref": "#/$defs/Example/properties/shows"}
# What may stand for an object of a kind, in place of its fields.
_SHORT: dict[str, Schema] = {
    "Parameter": {"const": "same"},
    "Extra": _SENTENCE,
    "Example": _SENTENCE,
    "Idle": _SENTENCE,
}


def text() -> str:
    """The schema as a file."""
    return json.dumps(mapping_schema(), indent=2) + "\n"


def mapping_schema() -> Schema:
    """What pydantic knows of the types, and what the validators of the models add to it."""
    schema: Schema = TypeAdapter(dict[Api, Entry]).json_schema()
    schema = {"$schema": _DIALECT, "title": "optim-registry mapping file", **schema}
    _with_short_forms(schema)
    _without_other_keys(schema)
    kinds = schema["$defs"]
    kinds["Parameter"]["oneOf"] = [
        _given(each) for each in ("same", "to", "split", "converted", "dropped")
    ]
    kinds["Parameter"]["dependentRequired"] = {"difference": ["dropped"]}
    kinds["Evidence"]["oneOf"] = [_given("check"), _given("page")]
    kinds["Range"]["minProperties"] = 1
    kinds["Entry"]["oneOf"] = [
        {
            "required": ["counterparts"],
            "properties": {"counterparts": {"minItems": 1}, "no_counterpart": {"const": None}},
        },
        {
            "required": ["no_counterpart"],
            "properties": {
                "counterparts": {"maxItems": 0},
                "no_counterpart": {"type": "object"},
            },
        },
    ]
    kinds["Entry"] |= _of_a_kind()
    return schema


def _given(name: str) -> Schema:
    """The field is there and says something."""
    return {"required": [name], "properties": {name: {"not": {"const": None}}}}


def _of_a_kind() -> Schema:
    """A usage has examples, all else has cases and is called."""
    signed: Schema = {"required": ["signature"], "properties": {"signature": {"minLength": 1}}}
    return {
        "if": {"properties": {"kind": {"const": "usage"}}},
        "then": {"properties": {"cases": {"maxProperties": 0}}},
        "else": {
            "required": signed["required"],
            "properties": {
                **signed["properties"],
                "examples": {"maxProperties": 0},
                "counterparts": {"items": signed},
            },
        },
    }


def _with_short_forms(schema: Schema) -> None:
    """Wherever an object of a kind may stand, its short form may stand as well."""
    either = {
        f"#/$defs/{name}": {"anyOf": [short, {"$ref": f"#/$defs/{name}"}]}
        for name, short in _SHORT.items()
    }
    for kind in schema["$defs"].values():
        for field in kind["properties"].values():
            any_key = field.get("additionalProperties")
            if isinstance(any_key, dict) and any_key.get("$ref") in either:
                field["additionalProperties"] = either[any_key["$ref"]]
            for pattern, value in field.get("patternProperties", {}).items():
                field["patternProperties"][pattern] = either.get(value.get("$ref"), value)


def _without_other_keys(schema: Any) -> None:
    """Keys of a pattern have that pattern; by itself it says nothing of the other keys."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema["additionalProperties"] = False
        for each in schema.values():
            _without_other_keys(each)
    elif isinstance(schema, list):
        for each in schema:
            _without_other_keys(each)
