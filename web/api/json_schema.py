"""The JSON Schema (2020-12, as in OpenAPI 3.1) of shapes, which are declared where answers are made."""

from __future__ import annotations

from typing import Any

from fabula.index.shapes import (
    MAX_COUNT,
    Each,
    Either,
    Fields,
    Flag,
    Maybe,
    Named,
    Noted,
    Number,
    OneOf,
    Pattern,
    Row,
    Seconds,
    Shape,
    Table,
    Text,
    Whole,
)
from fabula.search.shapes.view import View

Schema = dict[str, Any]


class SchemaBook:
    """The schemas of a document; those of named shapes stand in `named`, once."""

    def __init__(self) -> None:
        self.named: dict[str, Schema] = {}

    def of(self, shape: Shape) -> Schema:
        """The schema of a shape, with references to those of named shapes. Raises TypeError for an unknown shape."""
        match shape:
            case View():
                return self.of(shape.shape)
            case Named(name, inner):
                if name not in self.named:
                    # First its place: a shape may hold itself.
                    self.named[name] = {}
                    self.named[name].update(self.of(inner))
                return {"$ref": f"#/components/schemas/{name}"}
            case Noted(inner, note):
                return {**self.of(inner), "description": note}
            case Maybe(inner):
                return _or_null(self.of(inner))
            case Either(shapes):
                return {"anyOf": [self.of(each) for each in shapes]}
            case Each(inner, most):
                return {"type": "array", "items": self.of(inner), **_at_most("maxItems", most)}
            case Row(shapes, optional):
                return {
                    "type": "array",
                    "prefixItems": [self.of(each) for each in shapes],
                    "minItems": len(shapes) - optional,
                    # As `"items": false`, which generators of clients do not read.
                    "maxItems": len(shapes),
                }
            case Table(inner, most):
                return {"type": "object", "additionalProperties": self.of(inner), **_at_most("maxProperties", most)}
            case Fields(required, optional_keys, closed):
                properties = {name: self.of(each) for name, each in {**required, **(optional_keys or {})}.items()}
                schema: Schema = {"type": "object", "properties": properties, "required": list(required)}
                return {**schema, "additionalProperties": False} if closed else schema
        return _of_value(shape)


def _of_value(shape: Shape) -> Schema:
    match shape:
        case Text(most):
            return {"type": "string", **_at_most("maxLength", most)}
        case Whole(least, most):
            return {"type": "integer", "minimum": least, **_at_most("maximum", most)}
        case Number(least, most):
            bounds = {"minimum": least, "maximum": most}
            return {"type": "number", **{name: bound for name, bound in bounds.items() if abs(bound) < 1e300}}
        case Seconds():
            return {"type": "number"}
        case Flag():
            return {"type": "boolean"}
        case OneOf(values):
            return {"type": "string", "enum": list(map(str, values))}
        case Pattern(expression):
            return {"type": "string", "pattern": f"^(?:{expression})$"}
    raise TypeError(f"There is no schema for {type(shape).__name__}.")


def _at_most(name: str, most: int) -> Schema:
    return {} if most == MAX_COUNT else {name: most}


def _or_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
