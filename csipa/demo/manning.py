"""Tells the posts, the team, the campaigns and the health project, through the apps' actions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser

from csipa.demo import project, recruiting, team
from sites.models import (
    Closure,
    CommitmentFinding,
    HealthCommitment,
    HealthProject,
    Organisation,
    SendingMeans,
    Site,
    SubstantialChange,
)
from staffing.actions.absences import note_absence
from staffing.actions.assignments import assign, change_fte, end_assignment
from staffing.actions.posts import create_post, set_target
from staffing.actions.recruiting import (
    add_candidate,
    close_campaign,
    hire,
    move_candidate,
    open_campaign,
)
from staffing.actions.welcoming import note_step, prepare_welcome, propose_pack
from staffing.models import (
    Assignment,
    NeedProfession,
    NeedStudy,
    Person,
    Post,
    Profession,
    Recruitment,
    ServiceWork,
    Stage,
    StatedStaffing,
    SupportWork,
)

if TYPE_CHECKING:
    from csipa.demo.build import Demonstration


class Manning:
    """Posts, people and promises, by the names that the story gives them."""

    def __init__(self, demonstration: Demonstration, *, by: AbstractUser) -> None:
        self.by = by
        self.sites: dict[str, Site] = demonstration.sites
        self.agency: Organisation = demonstration.organisations["ars"]
        self.professions: dict[str, Profession] = {}
        self.posts: dict[str, Post] = {}
        self.people: dict[str, Person] = {}
        self.assignments: dict[str, Assignment] = {}
        self.campaigns: dict[str, Recruitment] = {}

    def tell(self) -> None:
        """Tell everything, in an order that the actions accept."""
        self.create_professions()
        self.create_posts()
        self.create_people()
        self.assign_all()
        self.state_figures()
        self.look_for_people()
        self.welcome()
        self.work_out_need()
        self.close_sites()
        self.promise()
        self.declare()

    def create_professions(self) -> None:
        """Create the professions, in their order."""
        for rank, line in enumerate(team.PROFESSIONS, start=1):
            key, name, feminine, plural, family, activity, minutes = line
            self.professions[key] = Profession.objects.create(
                position=rank,
                name=name,
                feminine=feminine,
                plural=plural,
                family=family,
                activity=activity,
                consultation_minutes=minutes,
            )

    def create_posts(self) -> None:
        """Create the posts and what the council authorised."""
        number, day = team.HEALTH_PROJECT_ACT
        for key, label, profession, site, parts in team.POSTS:
            self.posts[key] = create_post(
                label=label,
                profession=self.professions[profession],
                site=self.sites[site] if site else None,
                shares=[(self.sites[name], Decimal(percent)) for name, percent in parts],
                by=self.by,
            )
        for key, start, fte, state, reason in team.TARGETS:
            set_target(
                post=self.posts[key],
                start=start,
                fte=Decimal(fte),
                state=state,
                act_number=number,
                act_date=day,
                reason=reason,
                by=self.by,
            )

    def create_people(self) -> None:
        """Create the people of the team."""
        for key, title, first, last, gender in team.PEOPLE:
            self.people[key] = Person.objects.create(
                title=title, first_name=first, last_name=last, gender=gender
            )

    def assign_all(self) -> None:
        """Tell who came, who left, what changed, and who is to come."""
        for key, post, person, fte, start, contract, parts in team.ASSIGNMENTS:
            self.assignments[key] = assign(
                post=self.posts[post],
                person=self.people[person],
                fte=Decimal(fte),
                start=start,
                contract=contract,
                shares=[(self.sites[site], Decimal(part)) for site, part in parts],
                by=self.by,
            )
        for key, end, reason in team.DEPARTURES:
            end_assignment(
                assignment=self.assignments[key], end=end, departure_reason=reason, by=self.by
            )
        for key, on, fte in team.CHANGES:
            change_fte(assignment=self.assignments[key], fte=Decimal(fte), on=on, by=self.by)
        key, post, fte, start, contract = team.ARRIVAL
        self.assignments[key] = assign(
            post=self.posts[post],
            person=self.people[key],
            fte=Decimal(fte),
            start=start,
            contract=contract,
            by=self.by,
        )
        for key, start, end in team.ABSENCES:
            note_absence(person=self.people[key], start=start, end=end, by=self.by)

    def state_figures(self) -> None:
        """Keep what the press stated, as it stated it."""
        for profession, measure, value, precision, as_of in team.STATED:
            StatedStaffing.objects.create(
                profession=self.professions[profession],
                measure=measure,
                value=Decimal(value),
                precision=precision,
                as_of=as_of,
                source=team.PRESS,
                source_date=as_of,
            )

    def look_for_people(self) -> None:
        """Open the campaigns, lead the candidates, close what is over."""
        for key, title, profession, channel, post, fte, opened_on, cost in recruiting.CAMPAIGNS:
            self.campaigns[key] = open_campaign(
                title=title,
                profession=self.professions[profession],
                channel=channel,
                post=self.posts[post] if post else None,
                fte=Decimal(fte),
                opened_on=opened_on,
                cost=Decimal(cost),
                by=self.by,
            )
        for campaign, first, last, steps, assignment in recruiting.CANDIDATES:
            (stage, on), *following = steps
            candidate = add_candidate(
                recruitment=self.campaigns[campaign],
                first_name=first,
                last_name=last,
                stage=stage,
                on=on,
                by=self.by,
            )
            for stage, on in following:
                if stage == Stage.HIRED:
                    hire(
                        candidate=candidate,
                        assignment=self.assignments[assignment],
                        on=on,
                        by=self.by,
                    )
                else:
                    move_candidate(candidate=candidate, stage=stage, on=on, by=self.by)
        for key, closed_on, outcome, lesson, sequel in recruiting.CLOSINGS:
            close_campaign(
                recruitment=self.campaigns[key],
                closed_on=closed_on,
                outcome=outcome,
                lesson=lesson,
                followed_by=self.campaigns[sequel] if sequel else None,
                by=self.by,
            )

    def welcome(self) -> None:
        """Prepare the welcome of whoever arrives next."""
        propose_pack(by=self.by)
        steps = prepare_welcome(assignment=self.assignments[recruiting.WELCOMED], by=self.by)
        count, done_on = recruiting.WELCOME_DONE
        for step in steps[:count]:
            note_step(step=step, done_on=done_on, by=self.by)

    def work_out_need(self) -> None:
        """Work out how many doctors the first year asks for."""
        study = NeedStudy.objects.create(
            title="Besoin en médecins, première année", year=2026, assumptions=team.NEED_SOURCE
        )
        need = NeedProfession.objects.create(
            study=study, profession=self.professions["gp"], **team.NEED_TIME
        )
        for rank, (label, number, minutes) in enumerate(team.NEED_SERVICE, start=1):
            ServiceWork.objects.create(
                need=need,
                position=rank,
                label=label,
                annual_workload=Decimal(number),
                minutes=Decimal(minutes),
            )
        for rank, (label, scope, people, amount, unit) in enumerate(team.NEED_SUPPORT, start=1):
            SupportWork.objects.create(
                need=need,
                position=rank,
                label=label,
                scope=scope,
                people=people,
                amount=Decimal(amount),
                unit=unit,
            )

    def close_sites(self) -> None:
        """Tell the days on which sites are closed."""
        for site, start, end, reason in project.CLOSURES:
            Closure.objects.create(site=self.sites[site], start=start, end=end, reason=reason)

    def promise(self) -> None:
        """Tell what the health project promises, and what is kept of it."""
        edition = HealthProject.objects.create(site=self.sites["Labourse"], **project.PROJECT)
        promises = {}
        for rank, line in enumerate(project.COMMITMENTS, start=1):
            theme, text, activity, weekday, opens_at, closes_at = line
            promises[rank] = HealthCommitment.objects.create(
                project=edition,
                position=rank,
                theme=theme,
                text=text,
                activity=activity,
                weekday=weekday,
                opens_at=opens_at,
                closes_at=closes_at,
            )
        for rank, found_on, state, reason in project.FINDINGS:
            CommitmentFinding.objects.create(
                commitment=promises[rank], found_on=found_on, state=state, reason=reason
            )

    def declare(self) -> None:
        """Tell what the regional agency was told."""
        for line in project.CHANGES_TOLD:
            site, nature, happened_on, description, sent_on, proof, received_on = line
            SubstantialChange.objects.create(
                site=self.sites[site],
                nature=nature,
                happened_on=happened_on,
                description=description,
                agency=self.agency,
                sent_on=sent_on,
                means=SendingMeans.REGISTERED,
                proof=proof,
                received_on=received_on,
            )
