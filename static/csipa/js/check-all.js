/* « Tout cocher »: ticks the boxes of a group, or clears them when all are ticked. */
document.querySelectorAll("[data-check-all]").forEach((button) => {
  const boxes = document
    .getElementById(button.dataset.checkAll)
    .querySelectorAll("input[type=checkbox]");
  const all = () => [...boxes].every((box) => box.checked);
  const tell = () => {
    button.textContent = all() ? "Tout décocher" : "Tout cocher";
  };
  button.hidden = boxes.length === 0;
  button.addEventListener("click", () => {
    const ticked = !all();
    boxes.forEach((box) => {
      box.checked = ticked;
    });
    tell();
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
});
