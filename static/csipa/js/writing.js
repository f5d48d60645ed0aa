// Writing a convention: who may sign, the powers and the rooms follow the site, the parties and the
// date as soon as these are chosen. Without this script the button « Actualiser » does the same.
(() => {
  const form = document.getElementById("write_form");
  const FOLLOWED = /^(site|start|party_\w+)$/;
  const told = form.querySelector("[data-follows-told]");
  let asked = new AbortController();

  form.querySelector(".writing-refresh").hidden = true;

  async function follow() {
    asked.abort();
    asked = new AbortController();
    const sent = new FormData(form);
    sent.set("refresh", "1");
    try {
      const answer = await fetch(location.href, { method: "POST", body: sent, signal: asked.signal });
      // Whoever was logged out meanwhile is sent to the login page.
      if (!answer.ok || answer.redirected) throw new Error("refused");
      replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
      told.textContent = "Les personnes qui peuvent signer sont à jour.";
    } catch (error) {
      if (error.name === "AbortError") return;
      form.querySelector(".writing-refresh").hidden = false;
      told.textContent = "Les choix ne sont pas à jour : pressez « Actualiser les choix ».";
    }
  }

  function replace(fresh) {
    const focused = document.activeElement?.id;
    for (const part of form.querySelectorAll("[data-follows]")) {
      const found = fresh.querySelector(`[data-follows="${part.dataset.follows}"]`);
      if (found) part.replaceChildren(...found.childNodes);
    }
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  }

  const changed = ({ target }) => {
    if (FOLLOWED.test(target.name)) follow();
  };
  // The autocomplete tells its choice through jQuery alone.
  if (window.django?.jQuery) window.django.jQuery(form).on("change", changed);
  else form.addEventListener("change", changed);
})();
