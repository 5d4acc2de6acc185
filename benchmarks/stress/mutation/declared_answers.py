"""Whether an answer has the shape that openapi.json declares. As much of JSON Schema as web/api/schemas.py uses."""

from __future__ import annotations

from typing import Any

from fabula.web.api.schemas import SCHEMAS

__all__ = ["violation"]

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}


def violation(value: Any, schema: Any, where: str = "answer") -> str:
    """Where `value` is not what `schema` declares, in words; "" if it is."""
    if schema is True:
        return ""
    if schema is False:
        return f"{where} may not be there"
    if "$ref" in schema:
        return violation(value, SCHEMAS[schema["$ref"].rpartition("/")[2]], where)
    if "anyOf" in schema:
        reasons = [violation(value, choice, where) for choice in schema["anyOf"]]
        return "" if "" in reasons else reasons[0]
    types = schema.get("type", [])
    allowed = [kind for name in ([types] if isinstance(types, str) else types) for kind in _TYPES[name]]
    if allowed and type(value) not in allowed:
        return f"{where} is {str(value)[:40]!r}, no {types}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where} is {value!r}, none of {schema['enum']}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            return f"{where} is {value}, out of bounds"
    elif isinstance(value, list):
        return _in_list(value, schema, where)
    elif isinstance(value, dict):
        return _in_object(value, schema, where)
    return ""


def _in_list(items: list[Any], schema: dict[str, Any], where: str) -> str:
    if len(items) < schema.get("minItems", 0):
        return f"{where} has {len(items)} items"
    first = schema.get("prefixItems", [])
    schemas = [*first, *[schema.get("items", True)] * (len(items) - len(first))]
    pairs = enumerate(zip(items, schemas, strict=False))
    found = (violation(item, each, f"{where}[{place}]") for place, (item, each) in pairs)
    return next(filter(None, found), "")


def _in_object(items: dict[str, Any], schema: dict[str, Any], where: str) -> str:
    if missing := set(schema.get("required", ())) - items.keys():
        return f"{where} lacks {sorted(missing)}"
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = (violation(item, properties.get(key, others), f"{where}.{key}") for key, item in items.items())
    return next(filter(None, found), "")
