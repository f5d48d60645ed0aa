// Moves the table of posts from day to day without asking the server: the texts of every day of
// change came with the page. Without this script the form and the links do the same.
document.addEventListener("DOMContentLoaded", () => {
  const board = document.querySelector("[data-board]");
  const source = document.getElementById("board-data");
  if (!board || !source) return;
  const { first, today, changes, series, texts: lines } = JSON.parse(source.textContent);
  const slider = board.querySelector("[data-slider]");
  const asked = document.getElementById("id_on");
  const heading = board.querySelector("[data-day]");
  const MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
  const DAY = 86400000;

  function daysSince(day) {
    return Math.round((Date.parse(day) - Date.parse(first)) / DAY);
  }

  function dayAt(count) {
    return new Date(Date.parse(first) + count * DAY).toISOString().slice(0, 10);
  }

  function inWords(day) {
    const [year, month, date] = day.split("-").map(Number);
    return `${date === 1 ? "1er" : date}\u00a0${MONTHS[month - 1]}\u00a0${year}`;
  }

  // The ending of « 1er » is raised, as the server writes it.
  function write(place, text) {
    const parts = text.split(/\b1er\b/);
    const nodes = parts.flatMap((part, rank) => {
      if (!rank) return [part];
      const raised = document.createElement("sup");
      raised.textContent = "er";
      return ["1", raised, part];
    });
    place.replaceChildren(...nodes);
  }

  function fill(place, told) {
    if (Array.isArray(told)) {
      place.hidden = !told.length;
      place.replaceChildren(...told.map((rank) => {
        const line = document.createElement("li");
        write(line, lines[rank]);
        return line;
      }));
    } else {
      write(place, told);
    }
    if (place.hasAttribute("data-status")) place.classList.toggle("badge-danger", /vacants?$/.test(told));
    if (place.hasAttribute("data-seldom")) place.parentElement.hidden = !told;
  }

  function told(texts, day) {
    let low = 0;
    let high = texts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (texts[middle][0] <= day) low = middle + 1;
      else high = middle;
    }
    return texts[Math.max(low - 1, 0)][1];
  }

  function moveMarker(drawing, day) {
    const marker = drawing.querySelector("[data-marker]");
    const { left, right, first: start, last } = drawing.dataset;
    const share = (Date.parse(day) - Date.parse(start)) / (Date.parse(last) - Date.parse(start));
    marker.setAttribute("display", share < 0 || share > 1 ? "none" : "inline");
    const x = Number(left) + share * (Number(right) - Number(left));
    const line = marker.querySelector("line");
    line.setAttribute("x1", x.toFixed(1));
    line.setAttribute("x2", x.toFixed(1));
    const label = marker.querySelector("text");
    const { least, most } = marker.dataset;
    label.setAttribute("x", Math.min(Math.max(x, Number(least)), Number(most)).toFixed(1));
    label.textContent = inWords(day).replace(/^1er/, "1\u1d49\u02b3");
  }

  function showMoves(day) {
    const goals = {
      "-1": [...changes].reverse().find((change) => change < day),
      0: day === today ? undefined : today,
      1: changes.find((change) => change > day),
    };
    for (const link of board.querySelectorAll("[data-move]")) {
      const goal = goals[link.dataset.move];
      const held = document.activeElement === link;
      link.hidden = !goal;
      if (goal) link.search = withDay(link.search, goal);
      else if (held) slider.focus();
    }
    for (const link of board.querySelectorAll("[data-print], [data-kept]")) {
      link.search = withDay(link.search, day);
    }
  }

  function withDay(search, day) {
    const query = new URLSearchParams(search);
    query.set("on", day);
    return query.toString();
  }

  // A site where nothing is authorised nor filled that day has no line.
  function showSites() {
    const table = board.querySelector("[data-sites]");
    if (!table) return;
    const rows = [...table.querySelectorAll("tbody tr")];
    for (const row of rows) {
      const cells = [...row.querySelectorAll("td:not(:last-child) > span:first-child")];
      row.hidden = cells.every((cell) => cell.textContent === "–");
    }
    table.hidden = rows.every((row) => row.hidden);
  }

  let pending = 0;
  function show(day) {
    slider.value = daysSince(day);
    slider.setAttribute("aria-valuetext", inWords(day));
    asked.value = day;
    write(heading, day === today ? `Aujourd’hui, ${inWords(day)}` : `Au ${inWords(day)}`);
    for (const place of board.querySelectorAll("[data-on]")) {
      const texts = series[place.dataset.on];
      if (texts) fill(place, told(texts, day));
    }
    board.querySelectorAll("svg[data-first]").forEach((drawing) => moveMarker(drawing, day));
    showSites();
    showMoves(day);
    clearTimeout(pending);
    pending = setTimeout(() => {
      history.replaceState(null, "", `?${withDay(location.search, day)}`);
    }, 300);
  }

  slider.addEventListener("input", () => show(dayAt(Number(slider.value))));
  asked.addEventListener("change", () => {
    if (/^[0-9]{4}-/.test(asked.value) && asked.checkValidity()) show(asked.value);
  });
  board.addEventListener("click", (event) => {
    const link = event.target.closest("[data-move]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(new URLSearchParams(link.search).get("on"));
  });
});
