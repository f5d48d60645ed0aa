"""The powers of an act read from its rows: chain, visas, remarks; and always as many queries."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions import import_file, record_execution, sign_act
from conventions.exchange.writer import act_data, load_act
from conventions.exports import exported
from conventions.models import Act, Convention, CouncilDelegation, DelegationOrder, Mandate
from conventions.review.powers import (
    delegation_sentences,
    missing_links,
    power_chain,
    power_findings,
)
from conventions.rules.finding import Severity
from tests.conventions import acts
from tests.conventions.factories import (
    DAY,
    NOW,
    ActFactory,
    ActPowerFactory,
    CouncilDelegationFactory,
    DelegatedSubjectFactory,
    DelegationOrderFactory,
    MandateFactory,
    powers_of,
    ready_act,
    vice_president,
)
from tests.conventions.rules.test_powers import plain
from tests.sites.factories import RepresentativeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

RENEWED = dt.date(2026, 4, 17)


def codes(act, on=DAY):
    """Return what is missing on a day, by its codes."""
    return [link.code for link in missing_links(Act.objects.get(pk=act.pk), on=on)]


def by_vice_president(**fields):
    """Return a draft that lacks nothing, signed by a vice-president; its president is recorded."""
    vice = vice_president()
    RepresentativeFactory(organisation=vice.organisation)
    return ready_act(with_convention=False, signatory=vice, **fields)


def rules(act, **options):
    """Return the rules of the findings of an act."""
    return [finding.rule for finding in power_findings(act, **options)]


def test_the_chain_of_a_complete_act_has_no_missing_link():
    act = by_vice_president()
    assert codes(act) == []
    assert [str(link.step) for link in power_chain(act, on=DAY)] == [
        "mandate",
        "delegation",
        "subject",
        "order",
    ]


def test_an_authority_without_any_record_has_one_missing_link():
    assert codes(ActFactory()) == ["no-mandate-recorded"]


def test_everything_lapses_when_the_next_council_is_installed():
    act = by_vice_president()
    MandateFactory(authority=act.authority, installed_on=RENEWED)
    assert codes(act, RENEWED - dt.timedelta(days=1)) == []
    assert codes(act, RENEWED) == ["delegation-lapsed", "order-lapsed"]


def test_the_mandates_of_others_do_not_count():
    act = by_vice_president()
    MandateFactory(installed_on=DAY)
    assert codes(act) == []


def test_a_matter_of_another_body_is_refused():
    act = by_vice_president()
    ActPowerFactory(act=act, position=2)
    assert codes(act) == ["foreign-delegation", "order-without-subject"]


def test_an_order_holds_under_the_next_capacity_of_the_same_person():
    act = by_vice_president()
    act.signatory = vice_president(
        organisation=act.authority, capacity="1er vice-président", last_name="MARIN"
    )
    act.save()
    assert codes(act) == []


def test_somebody_else_has_no_order():
    act = by_vice_president()
    act.signatory = vice_president(organisation=act.authority, last_name="Autre")
    act.save()
    assert codes(act) == ["no-order"]


def test_the_dates_of_the_register_are_read_through():
    act = by_vice_president()
    deliberation = ready_act(
        with_convention=False,
        authority=act.authority,
        nature="deliberation",
        body="council",
        number="2022/CC031",
    )
    sign_act(act=deliberation, by=None, on=dt.date(2022, 5, 31), now=NOW)
    delegation = CouncilDelegation.objects.first()
    delegation.act = Act.objects.get(pk=deliberation.pk)
    delegation.enforceable_on = dt.date(2022, 6, 2)
    delegation.save()
    delegation.refresh_from_db()
    assert (delegation.number, delegation.date) == ("2022/CC031", dt.date(2022, 5, 31))
    assert delegation.enforceable_on is None
    assert codes(act) == ["delegation-undated"]
    record_execution(act=deliberation, by=None, received_on=dt.date(2022, 6, 3), published_on=DAY)
    assert codes(act) == []
    assert codes(act, DAY - dt.timedelta(days=1)) == ["delegation-not-yet"]


def test_the_number_of_queries_does_not_grow_with_the_records():
    act = by_vice_president()

    def count():
        loaded = Act.objects.select_related("signatory", "authority").get(pk=act.pk)
        with CaptureQueriesContext(connection) as captured:
            missing_links(loaded, on=DAY)
            delegation_sentences(loaded)
            power_findings(loaded, on=DAY)
        return len(captured)

    few = count()
    mandate = Mandate.objects.get()
    for rank in range(2, 6):
        delegation = CouncilDelegationFactory(mandate=mandate)
        subject = DelegatedSubjectFactory(delegation=delegation)
        ActPowerFactory(act=act, subject=subject, position=rank)
        DelegationOrderFactory(mandate=mandate, delegate=act.signatory).subjects.add(subject)
    assert count() == few
    assert codes(act) == []


# The visas ----------------------------------------------------------------------------------------


def test_a_draft_is_exported_with_its_visas_of_delegation():
    act = by_vice_president()
    number = CouncilDelegation.objects.get().number
    delegation = act_data(load_act(act.pk))["delegation"]
    first, second = plain(delegation["text"]).splitlines()
    assert first == (
        f"Vu la délibération n° {number} du 31 mai 2022, exécutoire le 2 juin 2022, par laquelle "
        "le conseil communautaire a délégué à la présidente le pouvoir d’approuver les conditions "
        "de mise à disposition des locaux ;"
    )
    assert second.endswith("à Mme Chloé MARIN, vice-présidente déléguée à la santé ;")
    assert delegation["dates"] == ["2022-05-31"]
    assert delegation_sentences(act) == delegation["text"].splitlines()


def test_the_words_of_the_user_take_the_place_of_the_visas():
    act = by_vice_president(delegation_text="En vertu de mes pouvoirs,")
    assert act_data(load_act(act.pk))["delegation"]["text"] == "En vertu de mes pouvoirs,"


def test_the_visas_are_fixed_at_signature():
    act = by_vice_president()
    sign_act(act=act, by=None, on=DAY, now=NOW)
    act.refresh_from_db()
    before = exported(act)
    CouncilDelegation.objects.update(number="autre")
    DelegationOrder.objects.update(number="autre")
    assert exported(act) == before
    assert act.delegation_text.count("Vu ") == 2
    assert act.delegation_dates == ["2022-05-31"]


def test_an_act_that_rests_on_itself_has_no_visa_of_delegation():
    act = ready_act(with_convention=False, nature="deliberation", body="council")
    act.powers.all().delete()
    assert delegation_sentences(act) == []
    assert "delegation" not in act_data(load_act(act.pk))


def test_an_imported_act_keeps_its_words():
    data = acts.decision()
    imported = import_file(content=acts_bytes(data), by=None, now=NOW).act
    powers_of(ActFactory(authority=imported.authority))
    assert act_data(load_act(imported.pk))["delegation"] == data["delegation"]


def acts_bytes(data):
    """Return a file of the exchange format."""
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("gender", "expected"),
    [("f", "Pour la présidente empêchée,"), ("m", "Pour le président empêché,")],
)
def test_a_prevented_holder_is_named_in_her_gender(gender, expected):
    vice = vice_president()
    RepresentativeFactory(organisation=vice.organisation, gender=gender)
    act = ActFactory(signatory=vice, authority=vice.organisation, signature_prevented=True)
    assert act_data(load_act(act.pk))["signature"]["on_behalf"] == expected
    powers_of(act)
    DelegationOrder.objects.all().delete()
    assert codes(act) == []


def test_the_holder_is_who_was_in_office_that_day():
    vice = vice_president()
    body = vice.organisation
    RepresentativeFactory(organisation=body, gender="m", end=dt.date(2026, 4, 16))
    RepresentativeFactory(organisation=body, gender="f", start=RENEWED)
    act = ActFactory(signatory=vice, authority=body, signature_prevented=True)
    assert "présidente" in act_data(load_act(act.pk))["signature"]["on_behalf"]
    Act.objects.filter(pk=act.pk).update(signature_date=DAY)
    assert "le président" in act_data(load_act(act.pk))["signature"]["on_behalf"]


# The remarks --------------------------------------------------------------------------------------


def test_a_complete_act_calls_for_no_remark():
    assert power_findings(ready_act(), on=DAY) == []


def test_missing_links_are_remarks_once_the_day_is_known():
    act = ActFactory()
    assert power_findings(act) == []
    (finding,) = power_findings(act, on=DAY)
    assert (finding.rule, finding.severity) == ("powers", Severity.FAULT)
    Act.objects.filter(pk=act.pk).update(signature_date=DAY)
    assert rules(Act.objects.get(pk=act.pk)) == ["powers"]


def test_one_person_for_two_parties_is_pointed_out():
    act = ready_act()
    party = Convention.objects.get().parties.last()
    party.representative = RepresentativeFactory(
        organisation=party.organisation, first_name="maëlle", last_name="DHÉLIN"
    )
    party.save()
    (finding,) = power_findings(act, on=DAY)
    assert finding.rule == "one-person-two-parties"
    assert finding.severity is Severity.DOUBT
    assert finding.path == "annexes[0].convention.parties[1].representative.last_name"
    assert finding.passage == "DHÉLIN"
    assert str(act.authority.the_name) in finding.message
    assert party.organisation.the_name in finding.message


def test_who_is_only_informed_does_not_sign():
    act = ready_act()
    party = Convention.objects.get().parties.last()
    party.representative = RepresentativeFactory(organisation=party.organisation)
    party.rank = "informed"
    party.save()
    assert power_findings(act, on=DAY) == []


def test_a_decision_taken_for_a_prevented_holder_is_doubted():
    act = by_vice_president(signature_prevented=True)
    (finding,) = power_findings(act, on=DAY)
    assert (finding.rule, finding.severity) == ("prevented-holder", Severity.DOUBT)
    Act.objects.filter(pk=act.pk).update(nature="arrete")
    assert power_findings(Act.objects.get(pk=act.pk), on=DAY) == []


class TestPastTheMandate:
    """A convention that outlives the delegations on which it is signed."""

    def make(self, end):
        act = ready_act()
        Convention.objects.update(start=dt.date(2026, 1, 26), end=end)
        return act

    def test_past_an_installation_on_record(self):
        act = self.make(dt.date(2026, 4, 28))
        MandateFactory(authority=act.authority, installed_on=RENEWED)
        (finding,) = power_findings(act, on=DAY)
        assert finding.rule == "mandate-end"
        assert finding.severity is Severity.ADVICE
        assert finding.path == "annexes[0].convention.period.end"
        assert finding.passage == "2026-04-28"
        assert "le 16 avril 2026" in plain(finding.message)

    def test_until_the_last_day(self):
        act = self.make(dt.date(2026, 4, 16))
        MandateFactory(authority=act.authority, installed_on=RENEWED)
        assert rules(act, on=DAY) == []

    def test_past_the_elections_that_are_to_come(self):
        act = self.make(dt.date(2026, 4, 28))
        (finding,) = power_findings(act, on=DAY)
        assert "élections de mars 2026" in plain(finding.message)

    def test_a_signed_act_is_left_in_peace(self):
        act = self.make(dt.date(2026, 4, 28))
        sign_act(act=act, by=None, on=DAY, now=NOW)
        assert rules(Act.objects.get(pk=act.pk)) == []

    def test_an_imported_act_is_judged_by_the_delegations_it_quotes(self):
        data = acts.decision()
        data["delegation"] = {"text": "En vertu …", "dates": ["2020-07-08", "2022-05-31"]}
        data["annexes"][0]["convention"]["period"] = {"start": "2026-01-26", "end": "2026-04-28"}
        act = import_file(content=acts_bytes(data), by=None, now=NOW).act
        assert "mandate-end" in rules(act)
