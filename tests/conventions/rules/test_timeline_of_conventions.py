"""The life of a convention on the line of its act: its notice, its renewals, its real end."""

from conventions.rules.act_dates import Left, Running
from conventions.rules.timeline import AGREEMENT, Code, timeline
from tests.conventions.rules.lives import SEED, agreement, day, spaced

ORDER = [Code.CONCLUDED, Code.EFFECT, Code.NOTICE_BY, Code.RENEWAL_BY, Code.END]


def life(**fields):
    """Return the steps of a convention of January to April 2026, by their code."""
    told = {"start": "26/01", "end": "28/04", **fields}
    steps = timeline(SEED, [agreement(**told)]).steps
    return {step.code: step for step in steps if step.part == AGREEMENT}


def said(step):
    return spaced(f"{step.label}. {step.note}")


def test_a_convention_of_which_nothing_more_is_known_has_three_steps():
    found = life(ends_on=day("28/04"), ended_by="term")
    assert list(found) == [Code.CONCLUDED, Code.EFFECT, Code.END]


def test_the_last_useful_days_come_before_the_term():
    running = Running(
        period_end=day("28/04"),
        notice_by=day("13/04"),
        delay="15 jours",
        renewal_by=day("28/03"),
        renewal_label="Dernier jour pour décider la reconduction",
    )
    found = life(running=running)
    assert list(found) == ORDER
    assert said(found[Code.NOTICE_BY]) == (
        "Dernier jour utile pour donner préavis. Préavis de 15 jours, pour finir le 28 avril 2026."
    )
    assert found[Code.RENEWAL_BY].label == "Dernier jour pour décider la reconduction"
    assert found[Code.NOTICE_BY].state == "computed"


def test_the_period_that_runs_is_told_of_a_tacit_renewal():
    first = life(running=Running(period_end=day("28/04"), tacit=True, renewal_by=day("28/02")))
    assert said(first[Code.PERIOD]) == (
        "Fin de la période en cours. Tacitement reconduite ensuite, sauf dénonciation."
    )
    last = life(running=Running(period_end=day("28/04"), tacit=True, renewed=1))
    assert last[Code.PERIOD].note == "Reconduite une fois. Sans nouvelle reconduction."
    many = life(running=Running(period_end=day("28/04"), tacit=True, renewed=3))
    assert many[Code.PERIOD].note.startswith("Reconduite 3 fois.")


def test_who_left_and_the_end_that_follows_are_told():
    left = Left(on=day("10/03"), by="la commune de Robecq", kind="notice")
    found = life(ends_on=day("25/03"), ended_by="termination", left=left)
    assert said(found[Code.LEFT]) == "Résiliation. Par la commune de Robecq."
    assert found[Code.LEFT].state == "known"
    assert said(found[Code.ENDS_ON]) == "Fin. La convention est résiliée."
    assert list(found)[-2:] == [Code.LEFT, Code.ENDS_ON]


def test_an_agreement_and_a_denunciation_have_their_words():
    together = life(left=Left(on=day("10/03"), kind="agreement"))
    assert said(together[Code.LEFT]) == "Résiliation convenue. D’un commun accord."
    running = Running(period_end=day("28/04"), tacit=True)
    left = Left(on=day("10/03"), by="la commune", kind="denunciation")
    denounced = life(left=left, running=running, ends_on=day("29/04"), ended_by="denunciation")
    assert denounced[Code.LEFT].label == "Dénonciation"
    assert Code.PERIOD not in denounced


def test_an_end_moved_by_an_amendment_or_a_renewal_says_so():
    for cause, words in (("amendment", "par un avenant"), ("renewal", "Après reconduction")):
        assert words in life(ends_on=day("30/06"), ended_by=cause)[Code.ENDS_ON].note
