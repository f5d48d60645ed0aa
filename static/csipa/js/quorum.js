// Counts the members of a meeting while the list is being typed, and tells whether the quorum is met.
// The server says the same at each opening; without this script its figures stay until the save.
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector("[data-quorum]");
  const list = document.querySelector("[data-line-set='attendances'] [data-lines]");
  const seats = document.getElementById("id_in_office");
  const again = document.getElementById("id_second_convocation");
  if (!panel || !list || !seats) return;
  const verdict = panel.querySelector("[data-quorum-verdict]");
  const voice = panel.querySelector("[data-quorum-voice]");

  function listed() {
    return [...list.querySelectorAll(":scope > [data-line]")].filter((line) => {
      const removed = line.querySelector("input[name$='-DELETE']")?.checked;
      return !removed && line.querySelector("input[name$='-name']")?.value.trim();
    });
  }

  function judge(inOffice, present, quorum) {
    if (again?.checked) return "non exigé";
    if (inOffice === null || present === null) return "inconnu";
    return present >= quorum ? "atteint" : "non atteint";
  }

  function refresh() {
    const lines = listed();
    const having = (status) =>
      lines.filter((line) => line.querySelector("select[name$='-status']")?.value === status).length;
    const inOffice = seats.value === "" ? null : Number(seats.value);
    const present = lines.length ? having("present") : null;
    const quorum = inOffice === null ? null : Math.floor(inOffice / 2) + 1;
    const proxies = lines.length ? having("represented") : null;
    const figures = { in_office: inOffice, present, proxies, quorum };
    for (const place of panel.querySelectorAll("[data-quorum-figure]")) {
      place.textContent = figures[place.dataset.quorumFigure] ?? "inconnu";
    }
    const said = judge(inOffice, present, quorum);
    if (verdict.textContent !== said) {
      verdict.textContent = said;
      voice.textContent = `Quorum ${said}`;
    }
    panel.classList.toggle("notice-warning", said === "non atteint");
  }

  for (const kind of ["change", "input", "click"]) {
    document.addEventListener(kind, () => requestAnimationFrame(refresh));
  }
  refresh();
});
