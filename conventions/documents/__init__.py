"""Documents to print: exchange data -> context of finished strings -> HTML -> PDF.

The same context also gives drafts for Word.
"""

from conventions.documents.context import TEMPLATE_VERSION, act_context
from conventions.documents.printing import render_html, render_pdf
from conventions.documents.word import render_docx

__all__ = ["TEMPLATE_VERSION", "act_context", "render_docx", "render_html", "render_pdf"]
