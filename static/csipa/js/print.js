// A button that prints the page: it shows only where scripts run.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
