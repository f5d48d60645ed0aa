"""The floor of the back office: pages, navigation, history, lines, concurrent edits."""
