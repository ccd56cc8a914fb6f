"""The types of records as Spark has them, derived from the models: nested structures and arrays."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
)

_PLAIN: dict[object, type[DataType]] = {str: StringType, bool: BooleanType, int: LongType, float: DoubleType}


def struct(model: type[BaseModel], leave: tuple[str, ...] = ()) -> StructType:
    """Return the type of a model's fields, in order, all of them nullable, without those of ``leave``.

    A model without fields, such as the facts where no pack brings a kind, has no type: files of tables know none.
    """
    return StructType(
        [
            StructField(name, kind)
            for name, field in model.model_fields.items()
            if name not in leave and (kind := _type(field.annotation)) is not None
        ]
    )


def _type(annotation: Any) -> DataType | None:  # noqa: ANN401 - whatever an annotation is
    """Return the type of a field, None for a model without fields; what may be text or a number is text."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0])
    if origin is tuple:
        element = _type(inner[0])
        return element and ArrayType(element)
    if origin is Literal:
        return _common({type(value) for value in inner})
    if origin in (Union, types.UnionType):
        kinds = {one for one in inner if one is not type(None)}
        return _type(kinds.pop()) if len(kinds) == 1 else _common(kinds)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return struct(annotation) if annotation.model_fields else None
    return _common({annotation})


def _common(kinds: set[Any]) -> DataType:
    """Return the type that has room for values of all these types."""
    if kinds == {int, float}:
        return DoubleType()
    return _PLAIN.get(kinds.pop(), StringType)() if len(kinds) == 1 else StringType()
