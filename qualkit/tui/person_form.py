"""The form on a person: name shown, part in the talk, consent, and what else is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from qualkit.actions.describe_person import Described, Description, describe_person
from qualkit.actions.people_lines import PersonLine
from qualkit.errors import Refused
from qualkit.model.people import Case, Consent
from qualkit.model.source import SpeakerRole
from qualkit.study import Study
from qualkit.tui.widgets.code_form import CodeForm, FormField

_CONSENTS = {
    "analysis": "Agreed that their words be analysed?",
    "quotation": "Agreed to be quoted?",
    "archive": "Agreed that their words be archived?",
}
_CONSENT_HINT = "yes or no; empty: not recorded"
_ATTRIBUTE = "attribute-"


def person_form(study: Study, line: PersonLine, attributes: Sequence[str]) -> CodeForm:
    """Everything that can be said of a person; keeping it is one step."""
    case = line.person.case
    fields = [FormField(key="pseudonym", label="Shown as", value=case.pseudonym, hint="another name")]
    if line.role is not None:
        roles = ", ".join(role.value for role in SpeakerRole)
        label = f"Part in the talk ({roles})"
        fields.append(FormField(key="role", label=label, value=line.role.value))
    fields += _consent_fields(case)
    fields += [
        FormField(key=f"{_ATTRIBUTE}{number}", label=name, value=case.attributes.get(name, ""))
        for number, name in enumerate(attributes)
    ]
    fields.append(FormField(key="more", label="Something else that is known", hint="age = 15"))
    return CodeForm(f"About {line.person.shown}", fields, partial(_keep, study, line, attributes))


def consent_form(study: Study, line: PersonLine) -> CodeForm:
    """What a person agreed to; keeping it is one step."""
    fields = _consent_fields(line.person.case)
    return CodeForm(f"What {line.person.shown} agreed to", fields, partial(_keep, study, line, ()))


def _consent_fields(case: Case) -> list[FormField]:
    return [
        FormField(key=key, label=label, value=_said(getattr(case, key)), hint=_CONSENT_HINT)
        for key, label in _CONSENTS.items()
    ]


def _said(consent: Consent) -> str:
    return "" if consent is Consent.NOT_RECORDED else consent.value


def _keep(
    study: Study, line: PersonLine, attributes: Sequence[str], given: Mapping[str, str]
) -> Described | str:
    """What is now so; empty where nothing was changed."""
    if not given:
        return ""
    known = {
        attributes[int(key.removeprefix(_ATTRIBUTE))]: value
        for key, value in given.items()
        if key.startswith(_ATTRIBUTE)
    }
    wanted = Description(
        pseudonym=given.get("pseudonym"),
        speaker_role=_role(given["role"]) if "role" in given else None,
        analysis=_consent(given.get("analysis")),
        quotation=_consent(given.get("quotation")),
        archive=_consent(given.get("archive")),
        attributes=known | _more(given.get("more", "")),
    )
    return describe_person(study, line.person.case.name, wanted)


def _more(given: str) -> dict[str, str]:
    if not given.strip():
        return {}
    name, mark, value = given.partition("=")
    if not mark or not name.strip():
        raise Refused(f'"{given}" does not say what it is.', hint="Write it as: age = 15.")
    return {name.strip(): value.strip()}


def _consent(given: str | None) -> Consent | None:
    if given is None:
        return None
    said = given.strip().casefold()
    words = {
        "": Consent.NOT_RECORDED,
        "yes": Consent.YES,
        "y": Consent.YES,
        "no": Consent.NO,
        "n": Consent.NO,
    }
    if said not in words:
        raise Refused(f'"{given}" is neither yes nor no.', hint="Leave it empty where it is not recorded.")
    return words[said]


def _role(given: str) -> SpeakerRole:
    said = given.strip().casefold()
    try:
        return SpeakerRole(said)
    except ValueError as error:
        raise Refused(
            f'"{given}" is no part in a talk.',
            hint=f"One of: {', '.join(role.value for role in SpeakerRole)}.",
        ) from error
