// What every page of the back office shares: menus that close, names for the autocomplete,
// the section being read, saving by keyboard, and a question before changes are lost.
(() => {
  const MENUS = "details.menu, details[data-menu]";

  function closeMenus(except) {
    for (const menu of document.querySelectorAll(`:is(${MENUS})[open]`)) {
      if (menu !== except) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => closeMenus(event.target.closest(MENUS)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest(`:is(${MENUS})[open]`);
    closeMenus();
    menu?.querySelector("summary").focus();
  });

  // Ctrl S saves and stays: from the middle of a long form, its buttons are far.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() !== "s" || document.querySelector("dialog[open]")) return;
    const save = document.querySelector("button[aria-keyshortcuts~='Control+S']");
    if (!save) return;
    event.preventDefault();
    if (!event.repeat) save.click();
  });

  // select2 draws a combobox of its own beside the select, without its name.
  function nameCombobox(select) {
    const label = select.getAttribute("aria-label") || select.labels?.[0]?.firstChild.data;
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!box || !label) return;
    const value = box.querySelector(".select2-selection__rendered");
    const refresh = () => {
      const chosen = select.selectedOptions[0]?.textContent.trim();
      box.setAttribute("aria-label", chosen ? `${label} : ${chosen}` : label);
    };
    box.removeAttribute("aria-labelledby");
    if (select.required) box.setAttribute("aria-required", "true");
    value?.removeAttribute("role");
    value?.removeAttribute("aria-readonly");
    value?.removeAttribute("title");
    refresh();
    // ARIA 1.2 wants the open list under aria-controls; select2 only says aria-owns.
    new MutationObserver(() => {
      const list = box.getAttribute("aria-owns");
      if (list) box.setAttribute("aria-controls", list);
      else box.removeAttribute("aria-controls");
    }).observe(box, { attributeFilter: ["aria-owns"] });
    if (value) new MutationObserver(refresh).observe(value, { childList: true, subtree: true });
  }

  function nameOpenSearch(dropdown) {
    const field = dropdown.querySelector(".select2-search__field");
    field?.setAttribute("aria-label", "Rechercher");
    dropdown.querySelector("[role=listbox]")?.setAttribute("aria-label", "Résultats");
  }

  function watchAutocompletes() {
    const visit = (node) => {
      if (!(node instanceof Element)) return;
      for (const box of node.querySelectorAll(".select2-container, .select2-dropdown")) visit(box);
      const select = node.previousElementSibling;
      if (node.matches(".select2-container") && select?.matches("select")) nameCombobox(select);
      if (node.matches(".select2-dropdown")) nameOpenSearch(node);
    };
    visit(document.body);
    new MutationObserver((changes) => {
      for (const change of changes) change.addedNodes.forEach(visit);
    }).observe(document.body, { childList: true, subtree: true });
  }

  function followSections() {
    const links = new Map();
    for (const link of document.querySelectorAll(".contents a")) {
      links.set(document.getElementById(decodeURIComponent(link.hash.slice(1))), link);
    }
    const observer = new IntersectionObserver(
      (entries) => {
        const top = entries.find((entry) => entry.isIntersecting);
        if (!top) return;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(top.target).setAttribute("aria-current", "true");
      },
      { rootMargin: "-15% 0px -70%" },
    );
    for (const section of links.keys()) if (section) observer.observe(section);
  }

  function guardForms() {
    for (const form of document.querySelectorAll("form[data-guard]")) {
      let touched = false;
      form.addEventListener("input", () => (touched = true));
      form.addEventListener("lines:changed", () => (touched = true));
      form.addEventListener("submit", () => (touched = false));
      window.addEventListener("beforeunload", (event) => {
        if (touched) event.preventDefault();
      });
    }
  }

  // The stock choice in two columns names its search icons, which have no role.
  window.addEventListener("load", () => {
    for (const icon of document.querySelectorAll(".search-label-icon")) {
      icon.setAttribute("role", "img");
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    watchAutocompletes();
    followSections();
    guardForms();
    document.getElementById("form-errors")?.focus();
  });
})();
