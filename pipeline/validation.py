"""Says what is wrong with a settings or catalogue file."""

from __future__ import annotations

import difflib
from typing import Any, get_args

from pydantic import BaseModel, ValidationError


def explained(error: ValidationError, model: type[BaseModel]) -> str:
    """The first fault of a file in one sentence: where it is, and the nearest known name where one is unknown."""
    faults = error.errors(include_url=False, include_context=False)
    # A name that is misspelt says more than the one that is missing for it.
    first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] != "extra_forbidden":
        told = str(first["msg"]).removeprefix("Value error, ")
        return f"{where}: {told[0].lower()}{told[1:]}."
    *sections, key = first["loc"]
    near = difflib.get_close_matches(str(key), _known(model, sections), n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else f" Known here: {', '.join(_known(model, sections))}."
    return f"{where}: there is no such setting.{hint}"


def _known(model: type[BaseModel], sections: list[int | str]) -> list[str]:
    for section in sections:
        if isinstance(section, int):
            continue  # a place in a list, whose items are of the model found before
        annotation: Any = model.model_fields[section].annotation
        inner = next((part for part in (annotation, *get_args(annotation)) if _is_model(part)), None)
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
