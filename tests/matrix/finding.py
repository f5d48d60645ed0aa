"""What the search box tells of side B to somebody who works on side A: returns faults."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.urls import reverse

from csipa.admin.finding.declared import findables
from tests.matrix.asking import ask
from tests.matrix.conftest import Matrix
from tests.matrix.house import SHARED
from tests.matrix.people import Someone
from tests.matrix.walls import WORDS, words_in

BOX, PAGE = reverse("admin:search_found"), reverse("admin:search")
_MARK = re.compile(r"</?mark>")


def finding_faults(matrix: Matrix, someone: Someone, known: Callable[[type], bool]) -> list[str]:
    """Return what the box says of side B: its words, or the way to one of its rows.

    A role of the whole house meets the words in the rows that `known` says are everybody’s.
    """
    faults, client = [], someone.browser
    for word in WORDS if someone.is_bound else ():
        # Half a word is typed: an answer that says the other half has read it.
        answer = ask(client, BOX, {"q": word[: len(word) // 2]})
        if words := words_in(_MARK.sub("", answer.text)):
            faults.append(f"« {word} » dit {words}")
    for one in findables():
        if known(one.model) or one.model._meta.model_name in SHARED:
            continue
        row = matrix.b[one.model]
        for page in (BOX, PAGE):
            answer = ask(client, page, {"q": str(row)})
            if f'"{one.address(row)}"' in answer.text:
                faults.append(f"{page} montre {one.model._meta.label}")
    return faults
