"""Who a quote is by, as broadly as the study says: `young person`, `{role}`, `{gender}, {age}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([^{}]*)\}")
_BRACKETED = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\])")


def fields_of(template: str) -> tuple[str, ...]:
    """The attributes a template asks for, each once, in order: to compare with those the study has.

    >>> fields_of("{gender}, {age}")
    ('gender', 'age')
    """
    return tuple(dict.fromkeys(name.strip() for name in _FIELD.findall(template)))


def attribution(template: str, attributes: Mapping[str, str], fallback: str) -> str:
    """The template with its attributes filled in; `fallback` where nothing is left of it.

    An attribute that is missing or empty takes its part with it, a part being what stands between
    commas or in brackets. Names of attributes are matched in any case.

    >>> attribution("{role} ({area}), aged {age}", {"role": "nurse", "area": "North"}, "professional")
    'nurse (North)'
    """
    known = {name.casefold(): " ".join(value.split()) for name, value in attributes.items()}
    parts = (_filled(part, known) for part in template.split(","))
    return ", ".join(part for part in parts if part) or fallback


def _filled(part: str, known: Mapping[str, str]) -> str:
    """One part with its fields filled in, or nothing when one is missing."""
    kept = _BRACKETED.sub(lambda match: "" if _missing(match[0], known) else match[0], part)
    if _missing(kept, known):
        return ""
    return _FIELD.sub(lambda match: known[match[1].strip().casefold()], kept).strip()


def _missing(text: str, known: Mapping[str, str]) -> bool:
    return any(not known.get(name.casefold()) for name in fields_of(text))
