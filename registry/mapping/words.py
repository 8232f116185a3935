"""The texts of a mapping file: names, sentences, signatures and conditions, each checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, WithJsonSchema

from registry.language import conditions, signatures


class Model(BaseModel):
    """Frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _qualified(name: str) -> str:
    if not all(part.isidentifier() for part in name.split(".")) or "." not in name:
        raise ValueError("write a qualified name such as torch.optim.SGD")
    return name


def _sentence(text: str) -> str:
    if not text.strip().endswith((".", "!", "?", "`")):
        raise ValueError("write a whole sentence, with its full stop")
    return " ".join(text.split())


def _signature(text: str) -> str:
    if not text:
        return text
    signature = signatures.parse(text)
    if signatures.write(signature) != text:
        raise ValueError(f"write it in its canonical form: {signatures.write(signature)}")
    return text


def _condition(text: str) -> str:
    conditions.parse(text)
    return text.strip()


def _shaped(pattern: str) -> WithJsonSchema:
    """As much of a text as a JSON Schema can say; the rest is said when it is read."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


_QUALIFIED = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$"

Api = Annotated[str, AfterValidator(_qualified), _shaped(_QUALIFIED)]
Sentence = Annotated[str, AfterValidator(_sentence), _shaped(r"[.!?`]\s*$")]
SignatureText = Annotated[str, AfterValidator(_signature), _shaped(r"^(\(.*\))?$")]
ConditionText = Annotated[str, AfterValidator(_condition)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Release = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)+$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
