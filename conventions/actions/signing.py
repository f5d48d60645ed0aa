"""Signs an act: its words leave the records, it takes its number, its document is frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conventions.actions.freezing import Rendered, freeze_act, render_ahead
from conventions.actions.numbers import next_number, number_act, place_of_number
from conventions.actions.visas import fix_visas
from conventions.exchange.wording import act_words, convention_words, party_words
from conventions.exchange.writer import act_data, load_act
from conventions.models import (
    Act,
    ActState,
    Convention,
    FrozenDocument,
    Meeting,
    SignatureOverride,
)
from conventions.review.open_findings import open_findings
from conventions.review.powers import missing_links
from conventions.rules.finding import Finding
from conventions.rules.numbering import NumberError
from conventions.rules.power_records import MissingLink
from conventions.rules.readiness import refusals
from csipa.french.dates import long_date


class SigningRefused(ValueError):
    """The act cannot be signed as it is; `reasons` holds every reason, in French.

    `missing` are those of the reasons that may be passed over, `findings` those to confirm.
    """

    def __init__(
        self,
        reasons: Sequence[str],
        *,
        missing: Sequence[MissingLink] = (),
        findings: Sequence[Finding] = (),
    ) -> None:
        self.missing, self.findings = list(missing), list(findings)
        self.reasons = [
            *reasons,
            *(link.message for link in missing),
            *(finding.message for finding in findings),
        ]
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class _Accepted:
    """What somebody signs in spite of, and why."""

    missing: Sequence[MissingLink]
    findings: Sequence[Finding]
    reason: str


def may_override(user: AbstractBaseUser | None) -> bool:
    """Tell whether somebody may sign an act in spite of a missing link, with a reason."""
    return user is not None and user.has_perm("conventions.sign_despite")


def signing_refusals(act: Act, *, on: dt.date | None, today: dt.date | None = None) -> list[str]:
    """Return every reason why `act` cannot be signed on `on`; without a date, on any date."""
    reasons = refusals(act_data(load_act(act.pk)))
    if on and today and on > today:
        reasons.append(f"Le {long_date(on)} est à venir : un acte se date du jour où il est signé.")
    if on and act.signatory and not act.as_written and not act.signatory.holds_on(on):
        reasons.append(
            f"{act.signatory} n’est pas en fonction le {long_date(on)} : choisissez un autre "
            "signataire, ou corrigez la date."
        )
    return reasons


def next_number_of(act: Act, year: int) -> str:
    """Return the number that `act` would take if it were signed now, in `year`."""
    return next_number(authority=act.authority, nature=act.nature, year=year)[1]


def sign_act(
    *,
    act: Act,
    by: AbstractBaseUser | None,
    on: dt.date,
    now: dt.datetime,
    reason: str = "",
    findings_accepted: Sequence[Finding] = (),
) -> FrozenDocument:
    """Sign `act` on `on`: number, words and documents are fixed together, or nothing is.

    What is missing between the council and the signature forbids it, unless `by` may pass over
    with a `reason`; open findings do unless they are among `findings_accepted`. Both are kept with
    the act for ever. What the act itself lacks cannot be passed over.

    Asking again for an act already signed gives its document back and takes no second number. An
    old act that was given its number by hand keeps it. Raises SigningRefused with every reason;
    csipa.pdf.door.PdfError when the document cannot be made.
    """
    asked = {"by": by, "reason": reason, "findings_accepted": findings_accepted}
    ahead = _render_ahead(act, on, **asked)
    with transaction.atomic():
        locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        if locked.is_signed:
            return locked.documents.get(kind="act")
        # Whoever edits a convention or a meeting holds its row: no text changes between the check
        # and the seal.
        annexed = Convention.objects.filter(annex__act=locked)
        conventions = list(annexed.select_for_update(of=("self",)))
        list(Meeting.objects.select_for_update(of=("self",)).filter(acts=locked))
        if reasons := signing_refusals(locked, on=on, today=timezone.localdate(now)):
            raise SigningRefused(reasons)
        accepted = _accepted(locked, on, **asked)
        _seal_conventions(conventions, by)
        locked.signature_date = on
        for column, words in act_words(locked).items():
            setattr(locked, column, words)
        _number(locked, on)
        locked.as_written, locked.state = True, ActState.SIGNED
        _save(locked, by)
        fix_visas(act=locked, conventions=conventions, by=by)
        _keep_override(locked, accepted, by, now)
        document = freeze_act(act=locked, by=by, now=now, rendered=ahead)
        _seal(locked)
    return document


def _accepted(
    act: Act,
    on: dt.date,
    *,
    by: AbstractBaseUser | None,
    reason: str,
    findings_accepted: Sequence[Finding],
) -> _Accepted:
    """Return what `act` is signed in spite of; raise SigningRefused when that is not accepted."""
    missing = missing_links(act, on=on)
    findings = open_findings(act, on=on)
    passed_over = may_override(by) and bool(reason.strip())
    refused = [] if passed_over else missing
    unseen = [finding for finding in findings if finding not in findings_accepted]
    if refused or unseen:
        raise SigningRefused([], missing=refused, findings=unseen)
    return _Accepted(missing, findings, reason.strip())


def _keep_override(
    act: Act, accepted: _Accepted, by: AbstractBaseUser | None, now: dt.datetime
) -> None:
    """Keep what was accepted; nothing is kept of an act in which there was nothing to accept."""
    if accepted.missing or accepted.findings:
        SignatureOverride.objects.create(
            act=act,
            missing=[asdict(link) for link in accepted.missing],
            findings=[asdict(finding) for finding in accepted.findings],
            reason=accepted.reason if accepted.missing else "",
            accepted_at=now,
            accepted_by=by,
        )


def _render_ahead(
    act: Act,
    on: dt.date,
    *,
    by: AbstractBaseUser | None,
    reason: str,
    findings_accepted: Sequence[Finding],
) -> Rendered:
    """Render the documents with the number to come; they serve if the number is still free.

    Raises SigningRefused as the signature would, before any document is made.
    """
    current = load_act(act.pk)
    if current.is_signed or signing_refusals(current, on=on):
        return {}
    _accepted(current, on, by=by, reason=reason, findings_accepted=findings_accepted)
    current.signature_date = on
    data = act_data(current) | {"year": on.year}
    series = {"authority": current.authority, "nature": current.nature, "year": on.year}
    if not current.number:
        sequence, number = next_number(**series)
        data |= {"number": number, "sequence": sequence}
    elif place := place_of_number(number=current.number, **series):
        data |= {"year": place[0], "sequence": place[1]}
    return render_ahead(data, drafted_here=current.drafted_here)


def _number(act: Act, on: dt.date) -> None:
    try:
        number_act(act=act, on=on)
    except NumberError as error:
        raise SigningRefused([str(error)]) from None


def _seal_conventions(conventions: list[Convention], by: AbstractBaseUser | None) -> None:
    """Copy into each annexed convention the words that came from records until now."""
    for convention in conventions:
        for party in convention.parties.select_related("organisation", "representative"):
            for column, words in party_words(party).items():
                setattr(party, column, words)
            party.as_written = True
            _save(party, by)
        for column, words in convention_words(convention).items():
            setattr(convention, column, words)
        convention.as_written = True
        _save(convention, by)


def _seal(act: Act) -> None:
    """Close the texts: from here on the database itself refuses any change to them."""
    Convention.objects.filter(annex__act=act).update(sealed=True)
    Act.objects.filter(pk=act.pk).update(sealed=True)


def _save(row: Act | Convention | object, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row._change_reason = "Signature"
    row.save()
