import { ask } from "./school-api.js";
import { Session } from "./session.js";
import { fillInAddresses, readSettings } from "./settings.js";
import { byId, element, showAnswers, showClaims } from "./show.js";

/** Whom the school lets in without a phone. */
const EXEMPT = "phone-exempt";

/**
 * Runs one of the portal's pages.
 *
 * @param clientId as which the page signs people in
 * @param path what it asks the API for
 * @param onlyFor the role that the API wants for it
 * @param show makes elements of the API's answer
 */
export async function runPage({ clientId, path, onlyFor, show }) {
  try {
    const settings = await readSettings();
    fillInAddresses(settings);
    const session = new Session(settings, clientId);
    byId("sign-in").addEventListener("click", () => session.signIn());
    byId("register").addEventListener("click", () => session.register());
    byId("sign-out").addEventListener("click", () => session.signOut());
    byId("change-phone").addEventListener("click", () => session.changePhone());
    byId("ask-again").addEventListener("click", () => showSchool(session, settings, { path, onlyFor, show }));

    const { signedIn, actionStatus } = await session.open();
    if (!signedIn) {
      byId("signed-out").hidden = false;
      return;
    }
    if (actionStatus !== null) {
      notice(actionStatus === "success" ? "Your phone number has been changed." : "Your phone number stays as it was.");
    }
    byId("signed-in").hidden = false;
    byId("signed-in-nav").hidden = false;
    showPerson(session);
    await Promise.all([
      showSchool(session, settings, { path, onlyFor, show }),
      session.userinfo().then((claims) => showClaims("userinfo", claims)),
    ]);
  } catch (error) {
    const reason = error?.error_description ?? error?.error ?? error?.message ?? "Keycloak did not answer as expected";
    notice(`Signing in did not work: ${reason}`);
    byId("signed-out").hidden = !byId("signed-in").hidden;
  }
}

function notice(text) {
  byId("notice").textContent = text;
}

function showPerson(session) {
  const { access, id } = session.claims;
  const verified = access.phone_number_verified === true;
  const exempt = access.realm_access?.roles?.includes(EXEMPT) ?? false;
  byId("name").textContent = id.given_name ?? id.name ?? id.email;
  byId("who").textContent = id.name ?? id.email;
  byId("phone").classList.toggle("verified", verified);
  byId("phone").classList.toggle("exempt", exempt);
  byId("phone-state").textContent = phoneState(verified, exempt);
  byId("phone-number").textContent = id.phone_number ?? "No phone number";
  byId("change-phone").textContent = verified ? "Change my phone" : "Verify my phone";
  showClaims("access-token", access);
  showClaims("id-token", id);
}

function phoneState(verified, exempt) {
  if (verified) {
    return "\u2713 Phone verified";
  }
  return exempt ? "The school needs no phone from you" : "Phone not verified";
}

async function showSchool(session, settings, { path, onlyFor, show }) {
  const token = await session.accessToken();
  if (token === null) {
    byId("work").replaceChildren(element("p", {}, "Your sign-in has ended. Please sign in again."), signInAgain(session));
    return;
  }
  const answers = await Promise.all([ask(settings.api, "/api/me", token), ask(settings.api, path, token)]);
  showPerson(session);
  showAnswers("answers", answers);
  const asked = answers[1];
  byId("work").replaceChildren(...(asked.status === 200 ? show(asked.body) : explain(asked, onlyFor, session)));
}

/** Why the API gave nothing, for whoever is not a programmer. */
function explain({ status, problem }, onlyFor, session) {
  if (problem === "role-missing") {
    const { name, email } = session.claims.id;
    return [
      element("p", { class: "stop" }, `This page is for ${onlyFor}s.`),
      element(
        "p",
        {},
        `You are signed in as ${name ?? email}, and the school does not list you as a ${onlyFor}, so its API gave nothing away. `
          + "If that is wrong, tell the school office. Otherwise, you came in by the wrong door.",
      ),
      element("p", {}, element("a", { href: "../" }, "Back to both doors")),
    ];
  }
  if (problem === "phone-not-verified") {
    const change = element("button", { type: "button" }, "Verify my phone");
    change.addEventListener("click", () => session.changePhone());
    return [
      element("p", { class: "stop" }, "Verify your phone first."),
      element("p", {}, "The school's API answers only whoever has shown that their phone is theirs."),
      element("p", {}, change),
    ];
  }
  if (status === 401) {
    return [element("p", {}, "The school's API did not accept the sign-in. Please sign in again."), signInAgain(session)];
  }
  return [element("p", {}, "The school's API does not answer at the moment. Nothing is wrong with your sign-in; try again in a little while.")];
}

function signInAgain(session) {
  const button = element("button", { type: "button" }, "Sign in");
  button.addEventListener("click", () => session.signIn());
  return element("p", {}, button);
}
