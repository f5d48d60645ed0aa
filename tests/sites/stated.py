"""The figures that documents state, typed through the form as a person does."""

from django.urls import reverse

SOURCE = "Revue des centres de santé, p. 12"


def typed(**values):
    """Return what the form of a figure sends; `values` in the place of the usual ones."""
    usual = {
        "territory": "",
        "commune": "",
        "profession": "",
        "years": "",
        "label": "",
        "precision": "exact",
        "source": SOURCE,
        "source_date": "",
        "comment": "",
    }
    return {**usual, **values}


def enter(client, territory, day, *said, **common):
    """Type figures of a territory: `said` holds measures, values and, for some, professions."""
    for measure, value, *profession in said:
        data = typed(
            territory=territory.pk,
            measure=measure,
            value=value,
            profession=profession[0] if profession else "",
            as_of=day,
            **common,
        )
        response = client.post(reverse("admin:sites_figure_add"), data)
        assert response.status_code == 302, response.context["adminform"].form.errors
