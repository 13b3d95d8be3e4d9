"use strict";

const MOMENTS = new Set(["exp", "iat", "auth_time", "nbf"]);

const byId = (id) => document.getElementById(id);

function show(id) {
  byId(id).hidden = false;
}

function notice(text) {
  byId("notice").textContent = text;
  show("notice");
}

function readable(name, value) {
  if (MOMENTS.has(name)) {
    return new Date(value * 1000).toLocaleString();
  }
  if (Array.isArray(value)) {
    return value.join(", ");
  }
  if (value !== null && typeof value === "object") {
    return Object.entries(value).map(([key, inner]) => `${key}: ${readable(key, inner)}`).join("; ");
  }
  return String(value);
}

function list(id, claims) {
  const phoneFirst = ([name]) => (name.startsWith("phone_") ? 0 : 1);
  const rows = Object.entries(claims)
    .sort((one, other) => phoneFirst(one) - phoneFirst(other) || one[0].localeCompare(other[0]))
    .map(([name, value]) => {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const description = document.createElement("dd");
      row.classList.toggle("about-phone", name.startsWith("phone_"));
      term.textContent = name;
      description.textContent = readable(name, value);
      row.append(term, description);
      return row;
    });
  byId(id).replaceChildren(...rows);
}

async function showPerson(keycloak) {
  const access = keycloak.tokenParsed;
  const id = keycloak.idTokenParsed;
  const verified = access.phone_number_verified === true;
  byId("name").textContent = id.name ?? id.email;
  byId("phone").classList.toggle("verified", verified);
  byId("phone-state").textContent = verified ? "\u2713 Phone verified" : "Phone not verified";
  byId("phone-number").textContent = id.phone_number ?? "No phone number";
  list("access-token", access);
  list("id-token", id);
  show("signed-in");
  show("signed-in-nav");
  list("userinfo", await keycloak.loadUserInfo());
}

async function start() {
  const settings = await (await fetch("settings.json")).json();
  const here = `${location.origin}/`;
  const keycloak = new Keycloak(settings);
  byId("phones").href = settings.phones;
  byId("sign-in").addEventListener("click", () => keycloak.login({ redirectUri: here }));
  byId("sign-out").addEventListener("click", () => keycloak.logout({ redirectUri: here }));
  byId("change-phone").addEventListener("click", () =>
    keycloak.login({ redirectUri: here, action: "phonelatch-verify-phone" }));
  keycloak.onActionUpdate = (status) => {
    notice(status === "success" ? "Your phone number has been changed." : "Your phone number stays as it was.");
  };
  const signedIn = await keycloak.init({ checkLoginIframe: false, pkceMethod: "S256" });
  if (signedIn) {
    await showPerson(keycloak);
  } else {
    show("signed-out");
  }
}

start().catch((error) => {
  notice(`Signing in did not work: ${error.error_description ?? error.error ?? error.message ?? "unknown reason"}`);
  show("signed-out");
});
