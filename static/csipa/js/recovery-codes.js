// Puts the recovery codes shown on the page in a file: the server gives them only once.
for (const button of document.querySelectorAll("[data-save-codes]")) {
  button.addEventListener("click", () => {
    const list = document.getElementById(button.dataset.saveCodes);
    const codes = [...list.querySelectorAll("code")].map((code) => code.textContent);
    const file = new Blob([`Codes de secours CSIPA\n\n${codes.join("\n")}\n`], { type: "text/plain" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "codes-de-secours-csipa.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
