"""The articles of an amendment on its page, beside the words of those that they change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conventions.admin.amending_forms import AmendedArticleField, AmendingArticleForm
from conventions.admin.convention_inlines import ArticleInline
from conventions.documents.consolidated import article_lines
from conventions.models import Article, ArticleChange, Convention
from conventions.review.consolidation import Consolidation, consolidated

_ONCE = "Un autre article de l’avenant change déjà celui-ci."


class AmendingArticleInline(ArticleInline):
    """The articles of an amendment: what each does to the convention, and its new words."""

    form = AmendingArticleForm
    fields = (
        ("change", "amended_article"),
        "amended_title",
        "title",
        "current_words",
        *(name for name in ArticleInline.fields if name != "title"),
    )
    readonly_fields = ("current_words",)

    def get_formset(self, request, obj=None, **kwargs):
        """Read the text as it stands before the amendment, once for all lines."""
        request.text_before = _text_before(obj)
        formset = super().get_formset(request, obj, **kwargs)
        return type("AmendingFormSet", (_Amending, formset), {"text": request.text_before})

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the articles that stand, under their headings."""
        text: Consolidation | None = getattr(request, "text_before", None)
        if db_field.name != "amended_article" or text is None:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        headings = {key: one.heading for one in text.current for key in one.keys}
        kwargs["form_class"] = AmendedArticleField
        kwargs["queryset"] = Article.objects.filter(pk__in=headings).order_by("position", "pk")
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.headings = headings
        return field

    @admin.display(description="article modifié, avant l’avenant")
    def current_words(self, article: Article) -> SafeString | str:
        """Show the words of the article that is changed, or of the one that the new one follows."""
        text: Consolidation | None = getattr(article, "text_before", None)
        one = text.article(article.amended_article_id) if text else None
        if one is None:
            return ""
        line = article_lines([one], marks=False)[0] if one.new else None
        if line is None or article.change == ArticleChange.INSERT:
            return one.heading
        return format_html(
            '<div class="former-words"><p><strong>{}</strong></p>{}</div>',
            line["heading"],
            line["body"],
        )


class _Amending:
    """A formset that hands to each line the text it changes, and lets each article change once."""

    text: Consolidation | None = None

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        form.instance.text_before = self.text
        return form

    def clean(self) -> None:
        """Refuse two lines that replace or repeal one article."""
        super().clean()
        changed: set[int] = set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", None) or {}
            article = values.get("amended_article")
            changes = values.get("change") in (ArticleChange.REPLACE, ArticleChange.REPEAL)
            if not article or not changes or values.get("DELETE"):
                continue
            one = self.text.article(article.pk) if self.text else None
            key = min(one.keys) if one else article.pk
            if key in changed:
                form.add_error("amended_article", _ONCE)
            changed.add(key)


def _text_before(amendment: Convention | None) -> Consolidation | None:
    if amendment is None or not amendment.parent_id:
        return None
    return consolidated(amendment, before=amendment)
