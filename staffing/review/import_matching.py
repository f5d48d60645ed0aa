"""Finds the row that a line of a file stands for: posts, sites and people by their names."""

from __future__ import annotations

from collections import defaultdict

from sites.rules.identifiers import compact
from sites.rules.names import did_you_mean, search_key, site_key
from staffing.exchange.cells import Value
from staffing.exchange.sheets import (
    ASSIGNMENTS,
    PEOPLE,
    POST_SHARES,
    POSTS,
    PROFESSIONS,
    SHARES,
    TARGETS,
    Table,
)
from staffing.exchange.state import Key, State

Values = dict[str, Value]


class BadLine(ValueError):
    """A line names something that is not known; `column` tells where, the text is French."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


class Matching:
    """Every row as it stands, then as the lines read so far make it; `rows` by title, by key."""

    def __init__(self, state: State) -> None:
        self.sites = state.sites
        self.rows: dict[str, dict[Key, Values]] = {
            title: {key: dict(record.values) for key, record in records.items()}
            for title, records in state.tables.items()
        }
        self._by_rpps: dict[str, Key] = {}
        self._by_name: dict[str, list[Key]] = defaultdict(list)
        for key, row in self.rows[PEOPLE.title].items():
            self._index(key, row)

    def put(self, table: Table, key: Key, values: Values) -> None:
        """Remember what a line makes of a row."""
        self.rows[table.title][key] = values
        if table is PEOPLE:
            self._index(key, values)

    def _index(self, key: Key, row: Values) -> None:
        if row["rpps"]:
            self._by_rpps[str(row["rpps"])] = key
        names = self._by_name[search_key(_full_name(row))]
        if key not in names:
            names.append(key)

    def identify(self, table: Table, values: Values, line: int) -> tuple[Key, Values]:
        """Return the key of the row of a line, and its values with names as the records write them.

        Raises BadLine.
        """
        if table is PROFESSIONS:
            return (search_key(str(values["name"])),), values
        if table is POSTS:
            return self._post(values)
        if table is PEOPLE:
            return self._person_row(values, line)
        post = self._known_post(str(values["post"]))
        values = {**values, "post": post}
        if table is TARGETS:
            return (post, values["start"]), values
        if table is POST_SHARES:
            site = self._site(str(values["site"]))
            return (post, site), {**values, "site": site}
        person = self._person(values)
        named = self.rows[PEOPLE.title][person]
        values |= {name: named[name] for name in ("rpps", "first_name", "last_name")}
        key = (post, person[0], values["start"])
        if table is SHARES:
            return self._share(key, values)
        return key, values

    def _post(self, values: Values) -> tuple[Key, Values]:
        found = dict(values)
        if values.get("profession"):
            name = str(values["profession"])
            known = self.rows[PROFESSIONS.title].get((search_key(name),))
            if known is None:
                names = [str(row["name"]) for row in self.rows[PROFESSIONS.title].values()]
                raise BadLine(
                    "profession",
                    f"la profession « {name} » n’est pas connue{did_you_mean(name, names)} Pour en "
                    "ajouter une, décrivez-la dans la feuille « Professions ».",
                )
            found["profession"] = known["name"]
        if values.get("site"):
            found["site"] = self._site(str(values["site"]))
        return (values["label"],), found

    def _known_post(self, label: str) -> str:
        if (label,) not in self.rows[POSTS.title]:
            labels = [str(key[0]) for key in self.rows[POSTS.title]]
            raise BadLine(
                "post",
                f"le poste « {label} » n’est pas connu{did_you_mean(label, labels)} Pour en "
                "ajouter un, décrivez-le dans la feuille « Postes ».",
            )
        return label

    def _site(self, name: str) -> str:
        known = self.sites.get(site_key(name))
        if known is None:
            names = [said for _, said in self.sites.values()]
            raise BadLine(
                "site",
                f"le site « {name} » n’est pas connu{did_you_mean(name, names)} Les sites "
                "s’ajoutent sur leur page, pas ici.",
            )
        return known[1]

    def _share(self, assignment: Key, values: Values) -> tuple[Key, Values]:
        if assignment not in self.rows[ASSIGNMENTS.title]:
            raise BadLine(
                "start",
                "aucune affectation de cette personne à ce poste ne commence ce jour-là : reprenez "
                "la date « Du » de la feuille « Affectations ».",
            )
        site = self._site(str(values["site"]))
        return (*assignment, site), {**values, "site": site}

    # People ------------------------------------------------------------------------------------

    def _person_row(self, values: Values, line: int) -> tuple[Key, Values]:
        """Return the person that a line of « Personnes » describes, known or new."""
        rpps = str(values.get("rpps") or "")
        if not rpps:
            values = {name: value for name, value in values.items() if name != "rpps"}
        people = self.rows[PEOPLE.title]
        if rpps and rpps in self._by_rpps:
            return self._by_rpps[rpps], values
        named = self._named(values)
        if rpps:
            named = [key for key in named if not people[key]["rpps"]]
        if len(named) > 1:
            raise BadLine("rpps", self._which(values))
        return (named[0] if named else (f"+{line}",)), values

    def _person(self, values: Values) -> Key:
        """Return the person that a line of assignments names."""
        people = self.rows[PEOPLE.title]
        rpps = compact(str(values.get("rpps") or ""))
        named = self._named(values)
        if rpps:
            same = self._by_rpps.get(rpps)
            if same is None:
                raise BadLine("rpps", f"personne ne porte le numéro RPPS {rpps} : vérifiez-le.")
            if same not in named:
                row = people[same]
                raise BadLine(
                    "rpps",
                    f"ce numéro RPPS est celui de {row['first_name']} {row['last_name']} : "
                    "corrigez le numéro ou le nom.",
                )
            return same
        if len(named) > 1:
            raise BadLine("rpps", self._which(values))
        if not named:
            said = _full_name(values)
            names = [_full_name(row) for row in people.values()]
            raise BadLine(
                "last_name",
                f"« {said} » n’est pas connu{did_you_mean(said, names)} Pour ajouter une personne, "
                "décrivez-la dans la feuille « Personnes ».",
            )
        return named[0]

    def _named(self, values: Values) -> list[Key]:
        return self._by_name.get(search_key(_full_name(values)), [])

    def _which(self, values: Values) -> str:
        return (
            f"plusieurs personnes s’appellent {_full_name(values)} : donnez le numéro RPPS de "
            "celle-ci."
        )


def _full_name(values: Values) -> str:
    return f"{values['first_name']} {values['last_name']}"
