"""Reads a page as a browser would: what its form sends back if nothing is touched."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the inputs of the change form; what is in a <template> is not sent."""

    def __init__(self):
        super().__init__()
        self.data = {}
        self.inside = False
        self.templates = 0
        self.select = self.textarea = None

    def handle_starttag(self, tag, attributes):
        attrs = dict(attributes)
        if tag == "template":
            self.templates += 1
        if tag == "form":
            self.inside = (attrs.get("id") or "").endswith("_form")
        if not self.inside or self.templates or "disabled" in attrs:
            return
        if tag == "option" and self.select:
            self._option(attrs)
        elif name := attrs.get("name"):
            self._field(tag, name, attrs)

    def _option(self, attrs):
        name, several = self.select
        chosen = self.data.setdefault(name, [])
        if "selected" in attrs:
            self.data[name] = [*chosen, attrs["value"]] if several else [attrs["value"]]

    def _field(self, tag, name, attrs):
        if tag == "select":
            self.select = name, "multiple" in attrs
        elif tag == "textarea":
            self.textarea = name
            self.data[name] = [""]
        elif tag == "input" and _is_sent(attrs):
            blank = "on" if attrs.get("type") in ("checkbox", "radio") else ""
            self.data.setdefault(name, []).append(attrs.get("value") or blank)

    def handle_data(self, text):
        if self.textarea:
            self.data[self.textarea][0] += text

    def handle_endtag(self, tag):
        if tag == "template":
            self.templates -= 1
        elif tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            # HTML drops the line break that follows the opening tag.
            self.data[self.textarea][0] = self.data[self.textarea][0].removeprefix("\n")
            self.textarea = None


def _is_sent(attrs):
    kind = attrs.get("type")
    if kind in ("checkbox", "radio"):
        return "checked" in attrs
    return kind not in ("submit", "button", "file")


def form_of(response) -> dict[str, list[str]]:
    """Return what the change form of a page would send back, by input name."""
    parser = _Form()
    parser.feed(response.content.decode())
    return parser.data
