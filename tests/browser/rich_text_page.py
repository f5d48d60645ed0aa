"""A page of one form with rich text and lines, for the browser tests of the field alone."""

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from csipa.richtext import RichTextFormField

PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Corps</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/static/csipa/css/tokens.css">{{ form.media }}</head>
<body><main><h1>Corps</h1><form method="post">{% csrf_token %}{{ form }}
<div id="lines"></div><template>{{ line }}</template>
<p><button>Enregistrer</button></p></form><output>{{ kept }}</output></main></body></html>"""


class BodyForm(forms.Form):
    """A title that may be missing and a body."""

    title = forms.CharField(label="Titre")
    body = RichTextFormField(label="Corps", help_text="Le texte de l’article.")


class LineForm(forms.Form):
    """What a line that is added holds."""

    text = RichTextFormField(label="Texte de la ligne")


def page(request):
    """Show the form, and what it would store once it is right."""
    initial = {"title": "Article", "body": request.GET.get("body", "")}
    form = BodyForm(request.POST or None, initial=initial)
    kept = form.cleaned_data["body"] if request.method == "POST" and form.is_valid() else ""
    context = {"form": form, "line": LineForm(), "kept": kept}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("", page)]
