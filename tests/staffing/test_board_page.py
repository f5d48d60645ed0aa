"""The table of posts on screen and in print: what is missing, where, since when, on any day."""

import datetime as dt
import json
import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from csipa.models import Precision
from staffing.models import Post, StaffingMeasure
from staffing.review.board import read_board
from staffing.review.board_cards import series
from tests.admin.factories import UserFactory
from tests.pdf.verapdf import failures
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    AssignmentShareFactory,
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
    ProfessionFactory,
    StatedStaffingFactory,
)
from tests.staffing.source_teams import STATED_ON, bethune_bruay

pytestmark = pytest.mark.django_db
D = Decimal


def page(client, **query):
    answer = client.get(reverse("admin:staffing_board"), query)
    assert answer.status_code == 200
    return answer


def text(answer):
    bare = re.sub(r"<script.*?</script>|<[^>]+>", "", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", bare.replace("\u00a0", " ").replace("&nbsp;", " "))


def test_the_first_sentence_says_what_is_missing_and_since_when(admin_client):
    bethune_bruay()
    read = text(page(admin_client, on="2025-09-01"))
    assert (
        "Il manquait 4 ETP de médecins généralistes, pour tout le centre, depuis le 1er mars 2025 "
        "; rien d’autre ne manquait."
    ) in read
    assert "0,5 ETP de sage-femme était différé : ce n’est pas une vacance." in read
    assert "3 personnes pour 0,5 ETP" in read


def test_what_was_stated_stands_beside_what_the_records_give(admin_client):
    doctor, _ = bethune_bruay()
    StatedStaffingFactory(
        profession=doctor, measure=StaffingMeasure.HEADS, value=5, as_of=STATED_ON, source="Note"
    )
    read = text(page(admin_client))
    assert "concordant Énoncé : il manque 4 ETP au 1er septembre 2025" in read
    assert "écart : 2 personnes de moins Énoncé : 5 personnes présentes" in read


@pytest.mark.parametrize(
    ("precision", "value", "agrees"),
    [
        (Precision.EXACT, D("4.1"), False),
        (Precision.ABOUT, D("4.1"), True),
        (Precision.ABOUT, D("4.5"), False),
        (Precision.AT_LEAST, D("3"), True),
        (Precision.AT_LEAST, D("4.5"), False),
        (Precision.AT_MOST, D("4.5"), True),
        (Precision.AT_MOST, D("3"), False),
    ],
)
def test_how_exact_a_figure_was_stated_is_taken_into_account(precision, value, agrees):
    doctor, _ = bethune_bruay()
    stated = StatedStaffingFactory(
        profession=doctor, precision=precision, value=value, as_of=STATED_ON, source="Autre"
    )
    (row, _) = read_board().rows
    (found,) = [one for one in row.stated if one.pk == stated.pk]
    assert found.agrees is agrees


@pytest.mark.parametrize("day", ["2025-02-30", "hier", "9999-99-99"])
def test_a_day_that_is_none_gives_one_sentence_and_today(admin_client, day):
    bethune_bruay()
    answer = page(admin_client, on=day)
    assert f"« {day} » n’est pas une date : écrivez-la comme 01/09/2025." in text(answer)
    assert answer.context["is_today"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "01/09/2025"])
def test_any_day_that_exists_is_shown(admin_client, day):
    bethune_bruay()
    assert "n’est pas une date" not in text(page(admin_client, on=day))


def test_the_page_goes_from_change_to_change(admin_client):
    bethune_bruay()
    answer = page(admin_client, on="2025-01-01")
    assert (answer.context["before"], answer.context["after"]) == (
        dt.date(2024, 6, 1),
        dt.date(2025, 3, 1),
    )
    assert 'href="?on=2025-03-01"' in answer.content.decode()


def test_a_site_or_a_profession_may_be_looked_at_alone(admin_client):
    site = SiteFactory(name="Robecq")
    _, midwife = bethune_bruay()
    PostShareFactory(post=Post.objects.get(label="Médecins généralistes"), site=site, percent=20)
    answer = page(admin_client, on="2025-09-01", site=site.pk)
    assert "Il manquait 0,8 ETP de médecin généraliste, à Robecq" in text(answer)
    assert [card["name"] for card in answer.context["cards"]] == ["Médecins généralistes"]
    alone = page(admin_client, on="2025-09-01", profession=midwife.pk)
    assert "Rien ne manquait" in text(alone)
    assert f"&amp;profession={midwife.pk}" in alone.content.decode()
    none = page(admin_client, profession=midwife.pk, site=site.pk)
    assert "Aucun poste de cette profession sur ce site." in text(none)
    assert len(page(admin_client, profession="x", site="999999").context["cards"]) == 3


def test_sites_are_told_beside_professions(admin_client):
    site = SiteFactory(name="Robecq")
    bethune_bruay()
    PostShareFactory(post=Post.objects.get(label="Médecins généralistes"), site=site, percent=20)
    lines = page(admin_client, on="2025-09-01").context["matrix"]["lines"]
    assert [(line["name"], line["cells"][0]["of"], line["cells"][0]["gap"]) for line in lines] == [
        ("Robecq", "0,1 sur 0,9", "0,8 vacant"),
        ("Tout le centre", "0,4 sur 3,6", "3,2 vacants"),
    ]


def test_a_site_that_is_not_open_is_told_apart(admin_client):
    robecq = SiteFactory(name="Robecq", opened_on=None)
    closed = SiteFactory(name="Lillers", closed_on=dt.date(2025, 5, 1))
    bethune_bruay()
    post = Post.objects.get(label="Médecins généralistes")
    for site in (robecq, closed):
        PostShareFactory(post=post, site=site, percent=40)
    answer = page(admin_client, on="2025-09-01")
    assert answer.context["headline"].lines[0].startswith("Tout le centre")
    read = text(answer)
    assert "Robecq : 1,6 ETP, site pas encore ouvert" in read
    assert "Lillers : 1,6 ETP, site fermé depuis le 1er mai 2025" in read
    shut = {line["name"]: line["shut"] for line in answer.context["matrix"]["lines"]}
    assert shut == {
        "Lillers": "site fermé depuis le 1er\u00a0mai\u00a02025",
        "Robecq": "site pas encore ouvert",
        "Tout le centre": "",
    }
    assert dt.date(2025, 5, 1) in answer.context["board"].changes
    assert "Lillers : 1,6 ETP, depuis" in text(page(admin_client, on="2025-04-30"))


def test_a_site_that_is_empty_on_a_day_has_no_line(admin_client):
    SiteFactory(name="Robecq")
    bethune_bruay()
    post = Post.objects.get(label="Sage-femme 2")
    PostShareFactory(post=post, site=SiteFactory(name="Lillers"), percent=100)
    before, after = (
        page(admin_client, on=day).context["matrix"] for day in ("2024-05-31", "2024-06-01")
    )
    assert before["is_empty"]
    lines = [(line["name"], line["is_empty"]) for line in after["lines"]]
    assert lines == [("Lillers", False), ("Tout le centre", False)]
    assert after["lines"][0]["cells"][1]["aside"] == "0,5 différé"


@pytest.mark.parametrize("narrowed", [False, True])
def test_who_holds_a_deferred_post_is_said_under_the_ribbon(admin_client, narrowed):
    bethune_bruay()
    site = SiteFactory(name="Robecq")
    post = Post.objects.get(label="Sage-femme 2")
    PostShareFactory(post=post, site=site, percent=100)
    AssignmentFactory(post=post, fte=D("0.25"), start=dt.date(2025, 1, 1))
    query = {"site": site.pk} if narrowed else {}
    said = "Au-dessus de la ligne de l’autorisé : 0,25 ETP pourvu sur un poste différé."
    assert said in text(page(admin_client, on="2025-09-01", **query))
    assert said not in text(page(admin_client, on="2024-09-01", **query))


def test_the_queries_do_not_grow_with_posts_and_people(admin_client, django_assert_max_num_queries):
    for rank in range(4):
        profession = ProfessionFactory(name=f"profession {rank}")
        post = PostTargetFactory(post=PostFactory(profession=profession), fte=2).post
        PostShareFactory(post=post)
        AssignmentShareFactory(assignment=AssignmentFactory(post=post))
        StatedStaffingFactory(profession=profession)
    with django_assert_max_num_queries(9):
        page(admin_client)


def test_the_script_says_on_every_day_what_the_server_says(admin_client):
    site = SiteFactory(name="Robecq")
    bethune_bruay()
    PostShareFactory(post=Post.objects.get(label="Médecins généralistes"), site=site, percent=20)
    today = dt.date(2025, 9, 1)
    board = read_board()
    found = series(board, today=today)

    def told(name, day):
        return [texts for start, texts in found[name] if start <= day.isoformat()][-1]

    for day in [today + dt.timedelta(days=step) for step in (-600, -300, -200, -1, 0, 1, 500)]:
        lead = board.headline_on(day, today=today)
        assert (told("lead", day), told("lines", day), told("notes", day)) == (
            lead.lead,
            lead.lines,
            lead.notes,
        )
        row = board.rows[0]
        assert told(f"{row.key}-heads", day).startswith(str(row.on(day).heads or "personne"))
    html = page(admin_client).content.decode()
    places = set(re.findall(r'data-on="([^"]+)"', html))
    script = json.loads(re.search(r'id="board-data"[^>]*>(.*?)</script>', html)[1])
    # What has no place on a site never changes: its cell stays as the server wrote it.
    empty = {place for place in places if re.fullmatch(r"p\d+-s\d+-(of|gap|aside)|s0-shut", place)}
    assert places - empty <= set(script["series"])
    assert set(script["series"]) <= places
    shown = script["texts"][script["series"]["notes"][-1][1][0]]
    assert shown.replace("\u00a0", " ").startswith("0,5 ETP de sage-femme sera différé")


def test_nothing_recorded_is_said(admin_client):
    assert "Aucun poste n’est encore enregistré." in text(page(admin_client))


def test_nobody_reads_the_table_without_the_right_to_see_posts(client):
    client.force_login(UserFactory(is_staff=True))
    for name in ("staffing_board", "staffing_board_pdf"):
        assert client.get(reverse(f"admin:{name}")).status_code == 403


def test_the_page_is_only_read(admin_client):
    assert admin_client.post(reverse("admin:staffing_board")).status_code == 405


def test_the_print_says_the_same_with_its_ribbons(admin_client):
    bethune_bruay()
    answer = admin_client.get(reverse("admin:staffing_board_pdf"), {"on": "2025-09-01"})
    assert answer["Content-Type"] == "application/pdf"
    read = " ".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages)
    read = re.sub(r"\s+", " ", read)
    assert "Il manquait 4 ETP de médecins généralistes" in read
    assert "3 personnes pour 0,5 ETP" in read
    assert "juil. 2024" in read
    assert "Comment c’est calculé" in read


@pytest.mark.verapdf
def test_the_print_is_archivable_and_accessible(admin_client):
    bethune_bruay()
    answer = admin_client.get(reverse("admin:staffing_board_pdf"))
    assert failures(answer.content) == []
