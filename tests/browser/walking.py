"""Opens screens one by one and tells all that is wrong with them."""

from axe_playwright_python.sync_playwright import Axe

PASSWORD = "demonstration-csipa"
LEVELS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    # Who speaks to the page says what is seen; axe still calls this rule of WCAG 2.1 experimental.
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}


def troubles(page, *, axe=True):
    """Return what axe, the content policy, the console and the width have to say of a page."""
    found = [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in (Axe().run(page, options=LEVELS).response["violations"] if axe else ())
        for node in rule["nodes"]
    ]
    found += page.evaluate("window.refused")
    found += page.said
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the screen")
    return found


def walk(page, screens, *, axe):
    """Open screens one by one; fail with all that is wrong with any of them.

    `axe` names those that the accessibility checker reads too.
    """
    found = {}
    for name, address in screens.items():
        response = page.goto(address)
        assert response.status == 200, f"{name}: {response.status}"
        if wrong := troubles(page, axe=name in axe):
            found[name] = wrong
            page.said.clear()
    assert not found, found
