// Passkeys: a button with data-passkey asks the browser and sends what it answers in its form.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));

const create = async (options) => {
  const asked = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey: asked });
  return {
    ...about(made),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  };
};

const get = async (options) => {
  const asked = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: known(options.allowCredentials),
  };
  const found = await navigator.credentials.get({ publicKey: asked });
  return {
    ...about(found),
    response: {
      clientDataJSON: text(found.response.clientDataJSON),
      authenticatorData: text(found.response.authenticatorData),
      signature: text(found.response.signature),
      userHandle: found.response.userHandle ? text(found.response.userHandle) : null,
    },
  };
};

const about = (credential) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
});

const optionsOf = async (button) => {
  if (button.dataset.options) return JSON.parse(button.dataset.options);
  const answer = await fetch(button.form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
};

const press = async (button) => {
  const form = button.form;
  const trouble = form.querySelector("[data-passkey-trouble]");
  trouble.hidden = true;
  button.disabled = true;
  try {
    const options = (await optionsOf(button)).publicKey;
    const answer = await (button.dataset.passkey === "create" ? create(options) : get(options));
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    trouble.hidden = false;
    button.disabled = false;
    button.focus();
  }
};

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  button.closest("[data-passkey-part]").hidden = false;
  button.addEventListener("click", () => press(button));
}
