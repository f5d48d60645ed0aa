/* Keeps the lines of a list whose key holds every word typed; accents and case do not count. */
document.querySelectorAll("[data-filter-lines]").forEach((field) => {
  const list = document.getElementById(field.dataset.filterLines);
  const lines = [...list.querySelectorAll("[data-line]")];
  const none = document.querySelector("[data-filter-none]");
  const folded = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
  const show = () => {
    const words = folded(field.value).split(/[^a-z0-9]+/).filter(Boolean);
    let shown = 0;
    lines.forEach((line) => {
      const keeps = words.every((word) => line.dataset.line.includes(word));
      line.hidden = !keeps;
      shown += keeps;
    });
    if (none) none.hidden = shown > 0;
  };
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
});
