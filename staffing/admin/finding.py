"""How the team, the posts and those of a CPTS are found from the search box."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from csipa.admin.finding import Told, call_page, joined, register_findable
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from sites.rules.care_professions import name_of
from staffing.admin.members_filters import EVERY
from staffing.models import (
    Assignment,
    CareProvider,
    CommunityEvent,
    Membership,
    Person,
    Post,
)


def _with_posts(people: QuerySet) -> QuerySet:
    held = Assignment.objects.on(timezone.localdate()).select_related("post")
    return people.prefetch_related(
        Prefetch("assignments", held.order_by("start", "pk"), to_attr="held_today")
    )


def _told_person(person: Person) -> Told:
    posts = ", ".join(str(held.post) for held in person.held_today)
    return Told("personne", str(person), posts or "aucun poste aujourd’hui")


def _told_post(post: Post) -> Told:
    return Told("poste", str(post), joined(post.profession, post.site))


def _told_member(member: Membership) -> Told:
    profession = name_of(member.profession) if member.profession else ""
    place = member.commune.name if member.commune else ""
    until = ""
    if member.end is not None and member.end < timezone.localdate():
        until = f"parti le {long_date(member.end)}"
    return Told("adhérent", str(member), joined(profession, place, member.community, until))


def _told_event(event: CommunityEvent) -> Told:
    day = long_date(event.held_on)
    return Told("rencontre", event.title, joined(event.get_kind_display(), day, event.community))


def _told_provider(provider: CareProvider) -> Told:
    gone = "n’est plus au répertoire" if provider.left_on else ""
    about = joined(upper_first(name_of(provider.profession)), provider.skills, gone)
    return Told("offreur de soins", str(provider), about)


register_findable(
    Person,
    60,
    "personnes de l’équipe",
    tell=_told_person,
    names=("last_name", "first_name"),
    codes=("rpps",),
    ordering=("last_name", "first_name", "pk"),
    load=_with_posts,
    called="personne personnes équipe docteur dr monsieur madame mme",
    new="Nouvelle personne",
)
register_findable(
    Post,
    70,
    "postes",
    tell=_told_post,
    names=("label",),
    ordering=("label", "pk"),
    load=lambda rows: rows.select_related("profession", "site"),
    called="poste postes",
    new="Nouveau poste",
)
register_findable(
    Membership,
    120,
    "adhérents des CPTS",
    tell=_told_member,
    names=("last_name", "first_name"),
    codes=("rpps",),
    ordering=("last_name", "first_name", "pk"),
    load=lambda rows: rows.select_related("community__organisation", "organisation", "commune"),
    called="adhérent adhérente adhérents adhésion membre membres docteur dr monsieur madame mme",
    list_query={"quand": EVERY},
    new="Nouvelle adhésion",
)
register_findable(
    CommunityEvent,
    130,
    "rencontres",
    tell=_told_event,
    names=("title",),
    ordering=("-held_on", "-pk"),
    load=lambda rows: rows.select_related("community__organisation"),
    called="rencontre rencontres",
    new="Nouvelle rencontre",
)
register_findable(
    CareProvider,
    140,
    "offreurs de soins",
    tell=_told_provider,
    names=("search_key",),
    codes=("rpps",),
    ordering=("search_key", "pk"),
    called="offreur offreurs docteur dr",
)

call_page(
    "staffing_board",
    "ETP équivalents temps plein effectif postes pourvus vacants équipe",
    main=30,
)
call_page("staffing_figures", "ETP ETPT chiffres turn-over rotation ancienneté")
call_page("staffing_fragility", "départs retraite risque fragile")
call_page("staffing_continuity", "congés absences remplacements continuité trous")
call_page("staffing_exchange", "excel csv tableur importer exporter effectifs")
call_page("staffing_directories", "annuaire adhérents livret contacts")
call_page("staffing_register", "RPPS FINESS répertoire national import")
call_page("staffing.post", "ETP effectifs emplois budgétaires vacances")
call_page("staffing.person", "agents équipe salariés médecins soignants")
call_page("staffing.assignment", "contrats affectation quotité temps partiel")
call_page("staffing.absence", "congés absents remplacement")
call_page("staffing.recruitment", "recruter annonces offres d’emploi campagne")
call_page("staffing.candidate", "candidatures recrutement CV")
call_page("staffing.needstudy", "WISN charge de travail besoin effectif cible")
call_page("staffing.careprovider", "médecins infirmiers libéraux professionnels RPPS démographie")
call_page("staffing.membership", "membres adhérents cotisations", main=52)
call_page("staffing.communityevent", "réunions soirées formations assemblée générale", main=54)
