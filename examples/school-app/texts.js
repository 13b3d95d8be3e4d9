/** What each problem of the endpoints means to the person in front of the screen. */
const PROBLEMS = {
  "invalid-number": () => "This is not a phone number. Type it with the country code, such as +44 7400 123456.",
  "number-not-allowed": () => "Codes cannot be sent to this number. Give the number of a mobile phone.",
  "channel-not-available": () => "A code cannot be sent to this number like that.",
  "number-taken": () => "This number already belongs to another account. Give another one, or ask the school office.",
  "wrong-code": ({ attemptsLeft }) => `That is not the code.${attempts(attemptsLeft)}`,
  "code-expired": () => "This code has expired. Have a new one sent.",
  "unknown-challenge": () => "This code is no longer good. Have a new one sent.",
  "too-many-attempts": ({ retryAfter }) => `That was one attempt too many.${wait(retryAfter)}`,
  "rate-limited": ({ retryAfter }) => `Enough codes were sent for now.${wait(retryAfter)}`,
  "account-locked": () => "This account is locked for a while. Try again later, or ask the school office.",
  "provider-unavailable": () => "Codes cannot be sent at the moment. Try again in a few minutes.",
  "not-configured": () => "Phone verification is not set up. Tell the school office.",
  "invalid-request": () => "That was not understood. Check what you typed.",
  "insufficient-user-authentication": () => "To go on with your number, sign in once more: so much has to be sure.",
  "invalid-token": () => "Your sign-in has ended. Please sign in again.",
  "client-not-allowed": () => "This app may not verify phones: Keycloak's settings do not list it.",
  "origin-not-allowed": () => "This app may not verify phones from here: Keycloak's settings do not list its address.",
  unreachable: () => "There is no connection. Try again.",
};

export function explain(problem) {
  return (PROBLEMS[problem.name] ?? (() => "That did not work. Try again."))(problem);
}

/** Why a code goes to the number that is to be replaced. */
export function explainCurrent(mayLose) {
  const first = "So that nobody else changes your number, first type the code sent to the one you have now. Your new number comes next.";
  return mayLose ? first : `${first} If you no longer have that phone, ask the school office.`;
}

/** Why the token endpoint gave no token. */
export function explainSignIn({ status, error, error_description: description, problem, attempts_left: attemptsLeft, retryAfter }) {
  const name = String(problem ?? "").split(":").pop();
  if (PROBLEMS[name]) {
    return explain({ name, attemptsLeft: attemptsLeft ?? null, retryAfter });
  }
  if (error === "unreachable" || status >= 500) {
    return PROBLEMS.unreachable();
  }
  if (retryAfter !== null) {
    return `Not now.${wait(retryAfter)}`;
  }
  if (error === "invalid_grant" && description === "Account is not fully set up") {
    return "This account has to be set up first: sign in once at the school portal.";
  }
  return error === "invalid_grant" ? "E-mail or password is wrong." : "That did not work. Try again.";
}

/** What the school's API said to one call. */
export function explainAnswer(status, problem) {
  if (status === 200) {
    return "Open";
  }
  if (problem === "phone-not-verified") {
    return "Closed until your phone is verified";
  }
  if (problem === "role-missing") {
    return "Closed: your role does not open it";
  }
  return status === 0 ? "The API does not answer" : "Closed";
}

export function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

function attempts(left) {
  if (left === null) {
    return "";
  }
  return left === 1 ? " One attempt left." : ` ${left} attempts left.`;
}

function wait(seconds) {
  if (seconds === null) {
    return " Try again later.";
  }
  if (seconds < 90) {
    return ` Try again in ${seconds} seconds.`;
  }
  return seconds < 5400 ? ` Try again in ${Math.round(seconds / 60)} minutes.` : ` Try again in ${Math.round(seconds / 3600)} hours.`;
}
