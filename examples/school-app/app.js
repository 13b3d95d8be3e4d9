import { Phonelatch } from "./phonelatch.js";
import { ask } from "./school-api.js";
import { byId, complain, Countdown, go, onPress, onSubmit } from "./screens.js";
import { explain, explainAnswer, explainCurrent, explainSignIn } from "./texts.js";
import { Tokens } from "./tokens.js";
import { shownIn } from "./wire.js";

const DOORS = [
  { path: "/api/me", name: "About me" },
  { path: "/api/students/timetable", name: "Timetable", show: timetable },
  { path: "/api/teachers/classes", name: "Classes", show: classes },
];

/** Whom the school lets in without a phone. */
const EXEMPT = "phone-exempt";

const settings = await readSettings();
const shown = shownIn(byId("wire-entries"));
const tokens = new Tokens({ ...settings, fetch: shown });
const phonelatch = new Phonelatch({ realm: settings.realm, accessToken: () => tokens.accessToken(), fetch: shown });

const untilSecondResend = new Countdown("second-countdown", "second-resend");
const untilNumber = new Countdown("number-countdown", "send");
const untilResend = new Countdown("code-countdown", "resend");
const untilCall = new Countdown("call-countdown", "call");

/**
 * The message that is on its way: its challenge, and the number it went to, as typed and as the endpoints show it. Where it is there to
 * show that the verified number is still held, none was typed, and `then` is the one that takes its place afterwards.
 */
let message = null;
/** When the phone was last verified, as far as this app knows: what the endpoint said, or null. */
let verifiedAt = null;
/** The screen that comes after the next sign-in. */
let next = "home";

byId("wire").open = matchMedia("(min-width: 60rem)").matches;
for (const link of document.querySelectorAll("a[data-address]")) {
  link.href = settings[link.dataset.address];
  link.target = "_blank";
  link.rel = "noopener";
}
for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => go(button.dataset.go));
}

async function readSettings() {
  try {
    return await (await fetch("settings.json")).json();
  } catch (error) {
    banner("This app does not know its servers: settings.json could not be read.");
    throw error;
  }
}

// Signing in

onSubmit("sign-in-form", () => signIn());
onSubmit("second-form", () => signIn(byId("phone-code").value));
onPress("second-resend", () => signIn());

onPress("somebody-else", () => signedOut(""));
onPress("sign-out", () => signedOut("You are signed out."));

async function signIn(phoneCode) {
  const answer = await tokens.signIn({ email: byId("email").value.trim(), password: byId("password").value, phoneCode });
  if (answer.ok) {
    byId("password").value = "";
    byId("phone-code").value = "";
    byId("sign-out").hidden = false;
    await (next === "number" ? showNumber() : showHome());
    next = "home";
  } else if (answer.error === "phone_code_required") {
    byId("second-number").textContent = answer.phone_number_masked ?? "your phone";
    byId("phone-code").value = "";
    untilSecondResend.start(answer.resend_in ?? 0, (left) => `A new code can be sent in ${left}.`);
    go("second");
  } else {
    complain(byId("phone-code").checkVisibility() ? "phone-code" : "password", explainSignIn(answer));
    if (answer.retryAfter !== null) {
      untilSecondResend.start(answer.retryAfter, (left) => `A new code can be sent in ${left}.`);
    } else if (/:(code-expired|unknown-challenge)$/.test(answer.problem)) {
      untilSecondResend.start(0, () => "");
    }
  }
}

async function signedOut(why, then = "home") {
  await tokens.signOut();
  message = null;
  next = then;
  byId("sign-out").hidden = true;
  byId("password").value = "";
  banner(why);
  go("sign-in");
}

/** Where nothing but another sign-in helps, leads there. @returns whether it did */
async function signedOutBy(problem) {
  const tooOld = problem.name === "insufficient-user-authentication" && !problem.phoneVerification;
  if (!tooOld && problem.name !== "invalid-token") {
    return false;
  }
  await signedOut(explain(problem), tooOld ? "number" : "home");
  return true;
}

// What a token opens

async function showHome(said = "") {
  banner(said);
  go("home");
  const accessToken = await tokens.accessToken();
  if (accessToken === null) {
    await signedOut("Your sign-in has ended. Please sign in again.");
    return;
  }
  const [status, ...answers] = await Promise.all([
    phonelatch.status(),
    ...DOORS.map(({ path }) => ask({ api: settings.api, path, accessToken, fetch: shown })),
  ]);
  if (!status.ok && (await signedOutBy(status.problem))) {
    return;
  }
  const [me] = answers;
  byId("name").textContent = me.body?.name ?? byId("email").value;
  byId("roles").textContent = rolesOf(me);
  showPhone(status, me.body?.roles?.includes(EXEMPT) ?? false);
  byId("doors").replaceChildren(...DOORS.map((door, i) => doorLine(door, answers[i])));
  byId("data").replaceChildren(
    ...DOORS.flatMap(({ show }, i) => (show && answers[i].status === 200 ? show(answers[i].body) : [])),
  );
}

function rolesOf(me) {
  if (me.status !== 200) {
    return "";
  }
  const { roles } = me.body;
  if (roles.length === 0) {
    return "It carries no role.";
  }
  return `It carries the ${roles.length === 1 ? "role" : "roles"} ${roles.join(", ")}.`;
}

function showPhone(status, exempt) {
  const verified = status.ok && status.value.verified;
  byId("phone").classList.toggle("verified", verified);
  byId("phone").classList.toggle("exempt", exempt);
  if (!status.ok) {
    byId("phone-state").textContent = explain(status.problem);
    byId("phone-number").textContent = "";
  } else {
    verifiedAt = status.value.verified_at;
    byId("phone-state").textContent = phoneState(verified, exempt);
    byId("phone-number").textContent = status.value.phone_number_masked ?? "No phone number yet";
  }
  byId("verify-phone").textContent = verified ? "Change my phone" : "Verify my phone";
}

function phoneState(verified, exempt) {
  if (verified) {
    return "\u2713 Phone verified";
  }
  return exempt ? "The school needs no phone from you" : "Phone not verified";
}

function doorLine({ path, name }, { status, problem }) {
  const open = status === 200;
  return element(
    "li",
    { class: open ? "open" : "shut", "data-path": path },
    element("strong", {}, name),
    element("span", { class: open ? "status good" : "status bad" }, status === 0 ? "\u2013" : String(status)),
    element("span", { class: "soft" }, explainAnswer(status, problem)),
    element("code", {}, `GET ${path}`),
  );
}

function timetable({ lessons }) {
  const [{ day }] = lessons;
  const today = lessons.filter((lesson) => lesson.day === day);
  return [
    element("h2", {}, day),
    element("ul", { class: "rows" }, ...today.map(({ time, subject, room }) => row(time, subject, room))),
  ];
}

function classes({ classes: all }) {
  return [
    element("h2", {}, "Your classes"),
    element("ul", { class: "rows" }, ...all.map(({ name, subject, pupils }) => row(name, subject, `${pupils} pupils`))),
  ];
}

function row(first, what, last) {
  return element("li", {}, element("b", {}, first), element("strong", {}, what), element("span", { class: "soft" }, last));
}

// Verifying a phone

onPress("verify-phone", () => showNumber());
onSubmit("number-form", () => send({ phoneNumber: byId("number").value.trim() }, "number"));
onPress("resend", () => send(message, "code"));
onPress("call", () => send({ ...message, channel: "voice" }, "code"));
onPress("lost-phone", () => signedOut("Sign in once more, and give your new number right afterwards.", "number"));
onSubmit("code-form", () => verify());

function showNumber() {
  banner("");
  go("number");
}

/**
 * @param phoneNumber left out, the code goes to the number on the account, and `then` is the one that takes its place afterwards
 * @param mayLose whether a new sign-in would do in place of the code
 * @param fieldId beside which to say why nothing was sent
 */
async function send({ phoneNumber, channel, then, mayLose = false }, fieldId) {
  const answer = await phonelatch.requestOtp({ phoneNumber, channel });
  if (!answer.ok) {
    if (!(await currentFirst(answer.problem, phoneNumber, fieldId))) {
      await notSent(answer.problem, channel, fieldId);
    }
    return;
  }
  const { challenge_id: challengeId, phone_number_masked: masked, channels, resend_in: resendIn } = answer.value;
  message = { challengeId, phoneNumber, masked, then, mayLose };
  const current = then !== undefined;
  byId("code-title").textContent = current ? "First, your current phone" : "Enter the code";
  byId("code-why").textContent = explainCurrent(mayLose);
  byId("code-why").hidden = !current;
  byId("code-sent").replaceChildren(
    answer.value.channel === "voice" ? "You are called at " : "A code is on its way to ",
    element("bdi", { class: "number" }, masked),
    answer.status === 200 ? ". It is the one that was sent before." : ".",
  );
  byId("call").hidden = channels.every((each) => each.channel !== "voice");
  byId("lost-phone").hidden = !mayLose;
  byId("other-number").hidden = current;
  byId("keep-number").hidden = !current;
  byId("code").value = "";
  untilResend.start(resendIn, (left) => `A new code can be sent in ${left}.`);
  go("code");
}

/**
 * A verified number is replaced only by whoever holds it. Where that is not shown yet, has a code sent to it, and keeps the new one for
 * afterwards. @returns whether it did
 */
async function currentFirst(problem, phoneNumber, fieldId) {
  if (!problem.phoneVerification || phoneNumber === undefined) {
    return false;
  }
  await send({ then: phoneNumber, mayLose: problem.maxAge !== null }, fieldId);
  return true;
}

async function notSent(problem, channel, fieldId) {
  if (await signedOutBy(problem)) {
    return;
  }
  complain(fieldId, explain(problem));
  if (problem.retryAfter === null) {
    return;
  }
  if (fieldId === "number") {
    untilNumber.start(problem.retryAfter, (left) => `The next code can be sent in ${left}.`);
  } else if (channel === "voice") {
    untilCall.start(problem.retryAfter, (left) => `You can be called in ${left}.`);
  } else {
    untilResend.start(problem.retryAfter, (left) => `A new code can be sent in ${left}.`);
  }
}

async function verify() {
  const { challengeId, phoneNumber, masked, then } = message;
  const answer = await phonelatch.verifyOtp({ challengeId, code: byId("code").value });
  const ended = !answer.ok && ["code-expired", "unknown-challenge"].includes(answer.problem.name);
  if (answer.ok || (ended && (await verifiedBefore(masked)))) {
    verifiedAt = answer.value?.verified_at ?? verifiedAt;
    if (then !== undefined) {
      showNumber();
      await send({ phoneNumber: then }, "number");
      return;
    }
    message = null;
    await tokens.renew();
    await showHome("Your phone is verified. See what the same calls answer now.");
    return;
  }
  const { problem } = answer;
  if ((await currentFirst(problem, phoneNumber, "code")) || (await signedOutBy(problem))) {
    return;
  }
  if (problem.name === "number-taken") {
    showNumber();
    complain("number", explain(problem));
  } else {
    complain("code", explain(problem));
    if (ended) {
      untilResend.start(0, () => "");
    }
  }
}

/** Whether the code was right at an earlier attempt whose answer was lost. The number that is to be replaced counts for nothing. */
async function verifiedBefore(masked) {
  const { ok, value } = await phonelatch.status();
  if (!ok || !value.verified || value.phone_number_masked !== masked || value.verified_at === verifiedAt) {
    return false;
  }
  verifiedAt = value.verified_at;
  return true;
}

function banner(text) {
  byId("banner").textContent = text;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

go("sign-in");
