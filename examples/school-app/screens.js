import { clock } from "./texts.js";

export const byId = (id) => document.getElementById(id);

/** Shows one screen and puts the focus where the person goes on: into its first field, else on its heading. */
export function go(name) {
  for (const screen of document.querySelectorAll("[data-screen]")) {
    screen.hidden = screen.dataset.screen !== name;
  }
  const screen = document.querySelector(`[data-screen="${name}"]`);
  for (const error of screen.querySelectorAll(".error")) {
    error.textContent = "";
  }
  for (const field of screen.querySelectorAll("input")) {
    field.removeAttribute("aria-invalid");
  }
  const fields = [...screen.querySelectorAll("input")];
  (fields.find((field) => field.value === "") ?? fields[0] ?? screen.querySelector("h1")).focus();
}

/** Says beside a field what is wrong, and puts the person back into it. */
export function complain(fieldId, text) {
  const field = byId(fieldId);
  field.form.querySelector(".error").textContent = text;
  field.setAttribute("aria-invalid", "true");
  field.select();
}

/** Runs what a form is for, once at a time, with its first error cleared. */
export function onSubmit(formId, run) {
  const form = byId(formId);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector(".error").textContent = "";
    for (const field of form.querySelectorAll("input")) {
      field.removeAttribute("aria-invalid");
    }
    busyWhile(form, run);
  });
}

export function onPress(buttonId, run) {
  const button = byId(buttonId);
  button.addEventListener("click", () => busyWhile(button.closest("form") ?? button.parentElement, run));
}

async function busyWhile(part, run) {
  if (part.getAttribute("aria-busy") === "true") {
    return;
  }
  part.setAttribute("aria-busy", "true");
  try {
    await run();
  } finally {
    part.setAttribute("aria-busy", "false");
  }
}

/** Keeps a button disabled until something becomes possible, and tells for how long. Seconds that tick are not read out. */
export class Countdown {
  #text;
  #button;
  #timer = null;

  constructor(textId, buttonId) {
    this.#text = byId(textId);
    this.#button = byId(buttonId);
  }

  start(seconds, say) {
    clearInterval(this.#timer);
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      this.#button.disabled = left > 0;
      this.#text.textContent = left > 0 ? say(clock(left)) : "";
      if (left === 0) {
        clearInterval(this.#timer);
      }
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }
}
