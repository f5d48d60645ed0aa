"""Documents to print: exchange data -> context of finished strings -> HTML -> PDF."""

from conventions.documents.context import TEMPLATE_VERSION, act_context
from conventions.documents.printing import render_html, render_pdf

__all__ = ["TEMPLATE_VERSION", "act_context", "render_html", "render_pdf"]
