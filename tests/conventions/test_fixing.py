"""One click corrects a draft: the right column, its history, its version, and nothing else."""

import json

import pytest

from conventions.actions import import_file
from conventions.actions.fixing import FixRefused, apply_fixes, fixable
from conventions.exchange.spots import spots_of
from conventions.exchange.writer import act_data, load_act
from conventions.models import Act, Article, Commitment, Convention, Party, Provision, Visa
from conventions.review.findings import finding_key, findings_of
from tests.admin.factories import UserFactory
from tests.conventions import acts
from tests.conventions.factories import (
    NOW,
    ActFactory,
    ActPowerFactory,
    AnnexFactory,
    ArticleFactory,
    ConventionFactory,
    CouncilDelegationFactory,
    DelegatedSubjectFactory,
    LegalTextFactory,
    VisaFactory,
)
from tests.conventions.flawed import flawed_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def draft():
    """Return the flawed decision imported as a draft."""
    data = flawed_decision() | {"number": None, "year": None, "sequence": None, "execution": None}
    return import_file(content=json.dumps(data).encode(), by=None, now=NOW).act


def keys_of(text, *rules):
    """Return the keys of the findings of some rules, of all for none."""
    return {
        finding_key(f) for f in fixable(text, findings_of(text)) if not rules or f.rule in rules
    }


def test_a_correction_changes_its_column_its_history_and_the_version(draft):
    user = UserFactory()
    done = apply_fixes(text=draft, keys=keys_of(draft, "period"), by=user)
    assert [finding.rule for finding in done] == ["period"]
    draft.refresh_from_db()
    assert "du 2 février au 30 juin" in draft.recital_set.order_by("position")[0].text
    assert draft.version == 2
    row = draft.recital_set.order_by("position")[0].history.first()
    assert (row.history_user, row.history_change_reason) == (user, "Relecture")
    assert draft.history.first().history_change_reason == "Relecture"
    assert Convention.objects.get(annex__act=draft).version == 1


def test_a_correction_in_the_annexed_convention_raises_its_own_version(draft):
    apply_fixes(text=draft, keys=keys_of(draft, "list-marks", "participle"), by=None)
    draft.refresh_from_db()
    convention = Convention.objects.get(annex__act=draft)
    assert (draft.version, convention.version) == (1, 2)
    texts = Commitment.objects.order_by("position").values_list("text", flat=True)
    assert texts[0].endswith("cabinet\u00a0;")
    assert texts[2].endswith("clés.")
    party = Party.objects.order_by("position").last()
    assert party.representative_introduction == "Représentée par son Maire"


def test_everything_safe_is_corrected_at_once_and_stays_corrected(draft):
    wanted = keys_of(draft)
    done = apply_fixes(text=draft, keys=wanted, by=None)
    assert len(done) >= 15
    for _ in range(3):
        if rest := keys_of(draft):
            apply_fixes(text=draft, keys=rest, by=None)
    assert not keys_of(draft)
    left = {finding.rule for finding in findings_of(draft)}
    assert not {"period", "elision", "capital-accent", "hyphens", "signs", "title-stop"} & left
    assert "gap" in left
    assert Provision.objects.order_by("position")[0].label == "DÉCIDE"
    assert "<strong>l’accord exprès</strong>" in Convention.objects.get().preamble


def test_words_that_changed_meanwhile_are_left_alone(draft):
    wanted = keys_of(draft, "period")
    line = draft.recital_set.order_by("position")[0]
    line.text = "Considérant une période du 2 mars 30 juin 2026,"
    line.save()
    with pytest.raises(FixRefused, match="a changé"):
        apply_fixes(text=draft, keys=wanted, by=None)
    line.refresh_from_db()
    assert line.text == "Considérant une période du 2 mars 30 juin 2026,"


def test_an_unknown_key_corrects_nothing(draft):
    with pytest.raises(FixRefused):
        apply_fixes(text=draft, keys={"0" * 20}, by=None)


def test_a_signed_act_is_never_corrected():
    act = import_file(content=json.dumps(flawed_decision()).encode(), by=None, now=NOW).act
    keys = {finding_key(finding) for finding in findings_of(act)}
    assert fixable(act, findings_of(act)) == []
    with pytest.raises(FixRefused, match="signé"):
        apply_fixes(text=act, keys=keys, by=None)
    with pytest.raises(FixRefused, match="signé"):
        apply_fixes(text=Convention.objects.get(annex__act=act), keys=keys, by=None)


def test_a_convention_alone_is_corrected():
    convention = ConventionFactory(title="Convention de approbation")
    apply_fixes(text=convention, keys=keys_of(convention, "elision"), by=None)
    convention.refresh_from_db()
    assert (convention.title, convention.version) == ("Convention d’approbation", 2)


def test_a_correction_in_a_body_is_written_as_html():
    convention = ConventionFactory(
        preamble="<p>A &amp; B : le accord de approuver &lt;ici&gt;.</p>"
    )
    apply_fixes(text=convention, keys=keys_of(convention, "elision"), by=None)
    convention.refresh_from_db()
    assert convention.preamble == "<p>A &amp; B : l’accord d’approuver &lt;ici&gt;.</p>"


def test_the_words_of_a_linked_visa_belong_to_the_library():
    act = ActFactory()
    VisaFactory(act=act, text="", legal_text=LegalTextFactory(wording="Vu la loi de abord ;"))
    found = [f for f in findings_of(act) if f.rule == "elision"]
    assert found
    assert fixable(act, found) == []


def test_words_that_the_records_give_are_not_corrected_in_the_act():
    act = ActFactory()
    delegation = CouncilDelegationFactory(authority=act.authority)
    subject = DelegatedSubjectFactory(delegation=delegation, text="approuver le accord")
    ActPowerFactory(act=act, subject=subject)
    (finding,) = [f for f in findings_of(act) if f.rule == "elision"]
    assert finding.path == "delegation.text"
    assert fixable(act, [finding]) == []


def test_visas_in_legal_order_are_corrected_where_they_stand():
    act = ActFactory()
    VisaFactory(act=act, position=1, text="Vu la décision n° 3 du 4 mai 2024 de ouvrir ;")
    VisaFactory(act=act, position=2, text="Vu la loi n° 2016-41 du 26 janvier 2016 de urgence ;")
    (first, second) = [f for f in findings_of(act) if f.rule == "elision"]
    assert first.passage == "de urgence"
    apply_fixes(text=act, keys={finding_key(first)}, by=None)
    texts = Visa.objects.order_by("position").values_list("text", flat=True)
    assert ["de ouvrir" in texts[0], "d’urgence" in texts[1]] == [True, True]
    assert second.passage == "de ouvrir"


def value_at(data, path):
    """Return what stands at a path of an exchange file."""
    for part in path.replace("]", "").replace("[", ".").split("."):
        if not data:
            return ""
        data = data[int(part)] if part.isdigit() else data.get(part)
    return data or ""


@pytest.mark.parametrize("name", ["decision", "deliberation", "arrete"])
def test_every_spot_holds_the_words_of_its_path(name):
    act = import_file(content=json.dumps(getattr(acts, name)()).encode(), by=None, now=NOW).act
    loaded = load_act(act.pk)
    spots, data = spots_of(loaded), act_data(loaded)
    assert len(spots) >= 5
    for path, spot in spots.items():
        assert spot.read(spot.row) == value_at(data, path)


def test_sub_articles_have_their_own_paths():
    act, convention = ActFactory(), ConventionFactory()
    AnnexFactory(act=act, convention=convention, text="")
    for rank, depth in enumerate((0, 1, 1, 2, 0, 5), start=1):
        ArticleFactory(convention=convention, position=rank, depth=depth, title=f"n{rank}")
    loaded = load_act(act.pk)
    spots, data = spots_of(loaded), act_data(loaded)
    titles = {path: spot for path, spot in spots.items() if isinstance(spot.row, Article)}
    assert "annexes[0].convention.articles[0].articles[1].articles[0].title" in titles
    for path, spot in titles.items():
        assert spot.read(spot.row) == value_at(data, path)


def test_an_item_that_is_gone_reads_as_nothing(draft):
    line = Provision.objects.filter(act=draft).first()
    line.items = ["un ;", "deux."]
    line.save()
    spot = spots_of(load_act(draft.pk))["provisions[0].items[1]"]
    line.items = ["un."]
    assert spot.read(line) == ""
    line.items = ["un ;", "deux"]
    spot.write(line, "deux.")
    assert line.items == ["un ;", "deux."]
    assert Act.objects.get(pk=draft.pk).version == 1
