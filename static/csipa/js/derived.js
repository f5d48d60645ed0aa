/* Escape hides the explanation of a figure until the pointer or the focus leaves it (WCAG 1.4.13). */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll(".derived:hover, .derived:focus-within").forEach((one) => {
    one.classList.add("is-hidden");
    const back = () => one.classList.remove("is-hidden");
    one.addEventListener("pointerleave", back, { once: true });
    one.addEventListener("focusout", back, { once: true });
  });
});
