// The page of a job follows it: asks how far it is every second, says it aloud at each tenth, and
// shows the buttons of the end once it ends. Without this script a link does the same by hand.
(() => {
  const EVERY = 1000;
  const PATIENCE = 10; // wrong answers in a row before it stops asking

  function follow(section, said) {
    const bar = section.querySelector("progress");
    const sentence = section.querySelector("[data-progress-sentence]");
    const detail = section.querySelector("[data-progress-detail]");
    const state = sentence.textContent;
    let tenth = 0;
    let failures = 0;
    section.querySelector("[data-progress-refresh]").hidden = true;

    function show(job) {
      sentence.textContent = job.sentence;
      detail.textContent = job.detail;
      if (job.percent === null) bar.removeAttribute("value");
      else bar.value = job.percent;
      const now = Math.floor((job.percent ?? 0) / 10);
      if (now !== tenth) said.textContent = job.sentence;
      tenth = now;
    }

    // The server writes the buttons; only this part of the page is taken again.
    async function end() {
      const page = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(page, "text/html");
      const next = fresh.getElementById("job");
      const focused = section.contains(document.activeElement);
      section.replaceWith(document.adoptNode(next));
      document.title = fresh.title;
      said.textContent = next.querySelector("[data-progress-sentence]").textContent;
      if (focused) next.querySelector(".button")?.focus();
      if (next.dataset.progress) follow(next, said);
    }

    async function ask() {
      try {
        const answer = await fetch(section.dataset.progress, { cache: "no-store" });
        if (!answer.ok) throw new Error(answer.status);
        const job = await answer.json();
        failures = 0;
        if (!job.open) return await end();
        show(job);
      } catch {
        failures += 1;
        if (failures >= PATIENCE) {
          section.querySelector("[data-progress-refresh]").hidden = false;
          sentence.textContent = state;
          return;
        }
      }
      setTimeout(ask, EVERY);
    }

    setTimeout(ask, EVERY);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const section = document.querySelector("[data-progress]");
    if (section) follow(section, document.querySelector("[data-progress-said]"));
  });
})();
