// Light, dark or the system's own theme. Loaded before the page is drawn, so that nothing flashes.
(() => {
  const NAMES = { auto: "automatique", light: "clair", dark: "sombre" };
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem("theme") in NAMES ? localStorage.getItem("theme") : "auto";
    } catch {
      return "auto";
    }
  }

  function apply(theme) {
    root.dataset.theme = theme;
    for (const name of document.querySelectorAll("[data-theme-name]")) {
      name.textContent = NAMES[theme];
    }
  }

  function next() {
    const themes = Object.keys(NAMES);
    const theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Storage is closed: the choice holds for this page.
    }
    apply(theme);
  }

  root.classList.add("js");
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    apply(root.dataset.theme);
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.addEventListener("click", next);
    }
  });
})();
