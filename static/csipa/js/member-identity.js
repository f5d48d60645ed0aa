// Fills the form of a membership from the care offer when somebody is chosen there.
// What was typed stays; without this script the server fills the same on saving.
document.addEventListener("DOMContentLoaded", () => {
  const choice = document.querySelector("[data-identity]");
  if (!choice || !window.django?.jQuery) return;

  function fill(name, value, text) {
    const input = document.getElementById(`id_${name}`);
    if (!input || !value || input.value) return;
    if (input.tagName === "SELECT" && ![...input.options].some((one) => one.value === value)) {
      input.add(new Option(text || value, value, true, true));
    }
    input.value = value;
    window.django.jQuery(input).trigger("change.select2");
  }

  window.django.jQuery(choice).on("change", async () => {
    if (!choice.value) return;
    const answer = await fetch(`${choice.dataset.identity}?pk=${encodeURIComponent(choice.value)}`);
    if (!answer.ok) return;
    const told = await answer.json();
    for (const name of ["title", "first_name", "last_name", "profession", "rpps"]) {
      fill(name, told[name]);
    }
    fill("commune", told.commune, told.commune_name);
  });
});
