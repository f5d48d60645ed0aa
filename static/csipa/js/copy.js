// Copies what stands in a read-only field; says so to those who do not see it.
(() => {
  for (const button of document.querySelectorAll("[data-copy-button]")) {
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copyButton);
      const said = document.querySelector("[data-copy-said]");
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = "Adresse copiée.";
      } catch {
        // Without the clipboard (a page not served over HTTPS), the selection is there to copy.
        said.textContent = "Adresse sélectionnée : copiez-la avec Ctrl + C.";
      }
    });
  }
})();
