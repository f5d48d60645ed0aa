// Leaves out of sight what the mode of a price has no use for; what holds something stays in sight.
// Without this script every field is shown, and the server says which ones do not belong.
document.addEventListener("DOMContentLoaded", () => {
  const mode = document.getElementById("id_financial_term-0-mode");
  if (!mode) return;
  const RENT = ["amount", "period", "starts_after_months", "index_name", "index_quarter", "review_date"];
  const FIELDS = {
    "": [],
    free: [],
    valued: ["valued_at"],
    rent: RENT,
    lump_sum: ["amount"],
    per_act: ["unit_amount", "unit"],
    instalments: ["amount"],
    shared: RENT,
  };
  const SETS = {
    instalments: ["lump_sum", "instalments", "shared"],
    payers: ["rent", "lump_sum", "per_act", "instalments", "shared"],
  };
  const line = mode.closest("[data-line]");
  const fields = [...new Set(Object.values(FIELDS).flat())].map((name) => ({
    name,
    place: line.querySelector(`.field-${name}`),
    input: document.getElementById(`id_financial_term-0-${name}`),
  }));

  function isHeld({ place, input }) {
    return Boolean(input.value.trim()) || place.classList.contains("field-wrong");
  }

  function showFields() {
    for (const field of fields) {
      if (!field.place || !field.input) continue;
      field.place.hidden = !FIELDS[mode.value]?.includes(field.name) && !isHeld(field);
    }
    for (const row of line.querySelectorAll(".form-row")) {
      row.hidden = [...row.querySelectorAll(":scope > .field")].every((place) => place.hidden);
    }
  }

  function showSets() {
    for (const [name, modes] of Object.entries(SETS)) {
      const section = document.querySelector(`[data-line-set="${name}"]`);
      if (!section) continue;
      const held = section.querySelector("[data-lines] > [data-line], .errorlist");
      section.hidden = !modes.includes(mode.value) && !held;
      const link = document.querySelector(`.contents a[href="#${section.id}"]`);
      if (link) link.parentElement.hidden = section.hidden;
    }
  }

  function refresh() {
    showFields();
    showSets();
  }

  mode.addEventListener("change", refresh);
  refresh();
});
