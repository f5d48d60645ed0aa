"""The field keeps an admissible body to the letter and refuses what is dangerous."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import isolate_apps

from csipa.richtext import RichTextField, RichTextFormField, RichTextWidget


@pytest.fixture
def field():
    return RichTextFormField(label="Corps", required=False)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("<p>a</p><ul><li><p>b</p></li></ul>", None, id="admissible, not canonical"),
        pytest.param("un seul alinéa & suite", None, id="no tag"),
        pytest.param("<p>a\r\nb</p>", "<p>a\nb</p>", id="ends of lines of the browser"),
        pytest.param("un\r\n\r\ndeux", "<p>un</p><p>deux</p>", id="typed without the editor"),
        pytest.param("<div><b>a</b></div>", "<p><strong>a</strong></p>", id="pasted"),
        pytest.param("<p> \u00a0</p>", "", id="blank"),
    ],
)
def test_what_is_sent_is_stored(field, sent, kept):
    assert field.clean(sent) == (sent if kept is None else kept)


def test_what_is_dangerous_is_refused_in_french(field):
    with pytest.raises(ValidationError) as refusal:
        field.clean("<p onclick=a>b</p><img src=c>")
    assert len(refusal.value.messages) == 3
    assert "onclick, qui lance un script" in refusal.value.messages[0]


def test_a_required_body_must_show_something():
    with pytest.raises(ValidationError, match="obligatoire"):
        RichTextFormField().clean("<p><br></p>")


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        pytest.param("<p>a\nb</p>", "<p>a\r\nb</p>", False, id="ends of lines"),
        pytest.param("a", "<p>a</p>", False, id="same in canonical form"),
        pytest.param(None, "", False, id="nothing"),
        pytest.param("<p>a</p>", "<p>b</p>", True, id="other words"),
        pytest.param("<p>a</p>", "<p>a</p><script></script>", True, id="danger"),
    ],
)
def test_a_body_has_changed_when_it_says_something_else(field, initial, data, changed):
    assert field.has_changed(initial, data) is changed


def test_the_text_area_names_the_code_of_the_editor():
    class Form(forms.Form):
        body = RichTextFormField()

    form = Form({"body": "<p>a</p>"})
    assert 'data-rich-text="/static/django_prose_editor/editor.js"' in str(form["body"])
    assert '<script src="/static/csipa/js/rich-text.js" type="module"></script>' in str(form.media)
    assert "required" not in form["body"].as_widget()


@isolate_apps("tests.richtext")
def test_a_model_with_a_body_checks_it_and_migrates_under_its_public_name():
    class Note(models.Model):  # noqa: DJ008
        body = RichTextField("corps")

        class Meta:
            app_label = "tests"

    body = Note._meta.get_field("body")
    assert body.blank
    assert not body.null
    assert body.deconstruct()[1:] == (
        "csipa.richtext.RichTextField",
        [],
        {"blank": True, "verbose_name": "corps"},
    )
    assert body.db_type(connection) == "text"
    assert isinstance(body.formfield().widget, RichTextWidget)
    assert isinstance(body.formfield(widget=forms.Textarea).widget, RichTextWidget)
    Note(body="<p>a</p>").full_clean(validate_unique=False, validate_constraints=False)
    with pytest.raises(ValidationError, match="la balise <img>"):
        Note(body="<img>").clean_fields()


@isolate_apps("tests.richtext")
def test_a_body_is_never_null():
    class Leaf(models.Model):  # noqa: DJ008
        body = RichTextField(null=True)

        class Meta:
            app_label = "tests"

    assert [error.id for error in Leaf._meta.get_field("body").check()] == ["csipa.E001"]
