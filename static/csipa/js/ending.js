// Shows only what the way a convention ends asks for: no letters when all agree, none to oneself.
// Without this script every line is there, and the server reads those that count.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-ending]");
  if (!form) return;
  const ways = [...form.querySelectorAll("input[name='kind']")];
  const giver = form.querySelector("select[name='given_by']");

  function refresh() {
    const way = ways.find((input) => input.checked);
    const together = way?.value === "agreement";
    for (const part of form.querySelectorAll("[data-by-a-party]")) part.hidden = together;
    for (const line of form.querySelectorAll("[data-party]")) {
      line.hidden = Boolean(giver?.value) && line.dataset.party === giver.value;
    }
  }

  form.addEventListener("change", refresh);
  refresh();
});
