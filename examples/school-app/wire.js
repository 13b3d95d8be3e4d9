const SECRET = new Set(["password", "code", "phone_code"]);
const TOKEN = /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/;
const KEPT = 30;

/** A fetch that shows each call in a list, for people who want to know what their own app will have to send and to read. */
export function shownIn(list) {
  return async (url, options = {}) => {
    const entry = show(list, url, options);
    try {
      const answer = await fetch(url, options);
      entry.answered(answer.status, headersOf(answer), await answer.clone().json().catch(() => null));
      return answer;
    } catch (error) {
      entry.answered("no answer", {}, null);
      throw error;
    }
  };
}

function show(list, url, { method = "GET", body, headers = {} }) {
  const status = element("span", { class: "status" }, "\u2026");
  const answered = element("pre", { tabindex: "0" });
  const item = element(
    "li",
    {},
    element("p", {}, element("code", {}, `${method} ${new URL(url).pathname}`), " ", status),
    element(
      "div",
      { class: "exchange" },
      element("div", {}, element("b", {}, "Sent"), element("pre", { tabindex: "0" }, said([...authorization(headers), ...sent(body)]))),
      element("div", {}, element("b", {}, "Answered"), answered),
    ),
  );
  list.querySelector(".nothing")?.remove();
  list.prepend(item);
  while (list.children.length > KEPT) {
    list.lastElementChild.remove();
  }
  return {
    answered(code, told, json) {
      status.textContent = code;
      status.classList.add(code >= 200 && code < 300 ? "good" : "bad");
      const lines = Object.entries(told).map(([name, value]) => `${name}: ${value}`);
      answered.textContent = said(json === null ? lines : [...lines, readable(json)]);
    },
  };
}

function said(lines) {
  return lines.length === 0 ? "No body" : lines.join("\n");
}

function authorization(headers) {
  return headers.Authorization ? [`Authorization: Bearer ${shortened(headers.Authorization.slice("Bearer ".length))}`] : [];
}

function sent(body) {
  if (body instanceof URLSearchParams) {
    return [readable(Object.fromEntries(body))];
  }
  return body === undefined ? [] : [readable(JSON.parse(body))];
}

/** Those that a program has to look at, where the server lets a page see them. */
function headersOf(answer) {
  const told = {};
  for (const name of ["Retry-After", "WWW-Authenticate"]) {
    if (answer.headers.has(name)) {
      told[name] = answer.headers.get(name);
    }
  }
  return told;
}

function readable(json) {
  return JSON.stringify(json, (name, value) => {
    if (SECRET.has(name)) {
      return "\u2022".repeat(6);
    }
    return typeof value === "string" && TOKEN.test(value) ? shortened(value) : value;
  }, 2);
}

function shortened(token) {
  return `${token.slice(0, 6)}\u2026${token.slice(-4)}`;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
