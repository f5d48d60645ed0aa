// Passkeys: asks the browser for one, and sends what it answers with the form around the button.
(() => {
  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const opened = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

  function written(credential) {
    const response = {};
    for (const part of PARTS) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  function create({ publicKey }, alone) {
    const selection = { ...publicKey.authenticatorSelection };
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: opened(publicKey.excludeCredentials),
        authenticatorSelection: selection,
      },
    });
  }

  function get({ publicKey }) {
    return navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: opened(publicKey.allowCredentials),
      },
    });
  }

  async function asked(form) {
    if (form.dataset.key === "create") {
      const alone = form.querySelector('[name="passwordless"]')?.checked ?? false;
      return create(JSON.parse(form.dataset.keyOptions), alone);
    }
    if (form.dataset.key === "get") return get(JSON.parse(form.dataset.keyOptions));
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.dataset.keyAddress, { headers });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return get((await answer.json()).request_options);
  }

  const REASONS = {
    InvalidStateError: "Cette clé est déjà celle de votre compte.",
    NotAllowedError: "Aucune clé n’a été employée : vous avez annulé, ou le délai est passé.",
    SecurityError: "Les clés d’accès ne fonctionnent qu’à l’adresse habituelle du site, en HTTPS.",
  };
  const OTHER = "La clé d’accès n’a pas répondu. Réessayez, ou employez un autre moyen.";

  for (const form of document.querySelectorAll("form[data-key]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    const said = form.querySelector('[role="alert"]');
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.hidden = true;
      try {
        form.querySelector('[name="credential"]').value = written(await asked(form));
        form.submit();
      } catch (error) {
        said.textContent = REASONS[error.name] ?? OTHER;
        said.hidden = false;
      }
    });
  }
})();
