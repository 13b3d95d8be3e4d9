const MOMENTS = new Set(["exp", "iat", "auth_time", "nbf"]);

export const byId = (id) => document.getElementById(id);

/** An element with children, of which strings are text: nothing that came from elsewhere is ever read as HTML. */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Claims as rows, those about the phone first and marked. */
export function showClaims(id, claims) {
  const phoneFirst = ([name]) => (name.startsWith("phone_") ? 0 : 1);
  const rows = Object.entries(claims)
    .sort((one, other) => phoneFirst(one) - phoneFirst(other) || one[0].localeCompare(other[0]))
    .map(([name, value]) =>
      element(
        "div",
        name.startsWith("phone_") ? { class: "about-phone" } : {},
        element("dt", {}, name),
        element("dd", {}, readable(name, value)),
      ));
  byId(id).replaceChildren(...rows);
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

/** What the API answered, word for word. */
export function showAnswers(id, answers) {
  byId(id).replaceChildren(...answers.map(({ path, status, body, problem }) =>
    element(
      "details",
      { class: "card", "data-path": path },
      element(
        "summary",
        {},
        element("code", {}, `GET ${path}`),
        " ",
        element("span", { class: status === 200 ? "status good" : "status bad" }, said(status, problem)),
      ),
      element("pre", { tabindex: "0" }, body === null ? "No body" : JSON.stringify(body, null, 2)),
    )));
}

function said(status, problem) {
  if (status === 0) {
    return "no answer";
  }
  return problem ? `${status} ${problem}` : String(status);
}
