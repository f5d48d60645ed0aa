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
    told.textContent = "";
    const sent = new FormData(form);
    sent.set("refresh", "1");
    try {
      const answer = await fetch(location.href, { method: "POST", body: sent, signal: asked.signal });
      // Whoever was logged out meanwhile is sent to the login page.
      if (!answer.ok || answer.redirected) throw new Error("refused");
      replace(new DOMParser().parseFromString(await answer.text(), "text/html"), sent);
      told.textContent = "Les personnes qui peuvent signer sont à jour.";
    } catch (error) {
      if (error.name === "AbortError") return;
      form.querySelector(".writing-refresh").hidden = false;
      told.textContent = "Les choix ne sont pas à jour : pressez « Actualiser les choix ».";
    }
  }

  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

  // What was chosen while the answer was on its way is kept.
  function changedSince(part, sent) {
    return [...part.querySelectorAll("input, select, textarea")].filter((field) =>
      isTicked(field)
        ? sent.getAll(field.name).includes(field.value) !== field.checked
        : sent.get(field.name) !== field.value,
    );
  }

  function keep(old) {
    const field = document.getElementById(old.id);
    if (!field) return;
    if (isTicked(old)) field.checked = old.checked;
    else if (!field.options || [...field.options].some(({ value }) => value === old.value)) {
      field.value = old.value;
    }
  }

  function replace(fresh, sent) {
    const focused = document.activeElement;
    const caret = focused.matches("textarea, input[type=text]") && focused.selectionEnd;
    for (const part of form.querySelectorAll("[data-follows]")) {
      const found = fresh.querySelector(`[data-follows="${part.dataset.follows}"]`);
      if (!found) continue;
      const kept = changedSince(part, sent);
      part.replaceChildren(...found.childNodes);
      kept.forEach(keep);
    }
    if (!focused.id || document.contains(focused)) return;
    const again = document.getElementById(focused.id);
    again?.focus();
    if (again && caret !== false) again.setSelectionRange(caret, caret);
  }

  const changed = ({ target }) => {
    if (FOLLOWED.test(target.name)) follow();
  };
  // The autocomplete tells its choice through jQuery alone.
  if (window.django?.jQuery) window.django.jQuery(form).on("change", changed);
  else form.addEventListener("change", changed);
})();
