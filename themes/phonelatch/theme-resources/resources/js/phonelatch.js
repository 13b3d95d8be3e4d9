// Comfort for the pages of Phonelatch; they work without it. Every text comes from the page's attributes.

const language = document.documentElement.lang;
const started = performance.now();

// A click that comes while the form is on its way sends nothing. The buttons are not disabled for that: a disabled
// button's name and value are not sent. When no answer came for this long, the form may be sent again.
const GIVE_UP_AFTER_MS = 20_000;

function sendOnce(form) {
  let sentAt = -Infinity;
  form.addEventListener("submit", (event) => {
    if (performance.now() - sentAt < GIVE_UP_AFTER_MS) {
      event.preventDefault();
      return;
    }
    sentAt = performance.now();
  });
  // Back to a page that the browser kept as it was.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      sentAt = -Infinity;
    }
  });
  return () => performance.now() - sentAt < GIVE_UP_AFTER_MS;
}

// Seconds are the server's, counted from the moment they arrived with a clock that nobody can set.
function left(seconds) {
  return Math.max(0, Math.ceil(seconds - (performance.now() - started) / 1000));
}

// 4:05, in one piece in right-to-left text too, with the digits that the server uses in the page's language (the browser
// may prefer others).
function shown(seconds, zero) {
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return `\u2066${time.replace(/\d/g, (digit) => String.fromCharCode(zero.charCodeAt(0) + Number(digit)))}\u2069`;
}

// "4 minutes, 5 seconds" in the page's language: screen readers make little of 4:05.
function spoken(seconds) {
  const parts = [["minute", Math.floor(seconds / 60)], ["second", seconds % 60]]
    .filter(([, number]) => number > 0)
    .map(([unit, number]) =>
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(number));
  return new Intl.ListFormat(language, { type: "unit" }).format(parts);
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function countDown(form) {
  const expiry = form.querySelector("#phonelatch-expiry");
  const status = form.querySelector("#phonelatch-status");
  const zero = form.dataset.zero;
  const waiting = new Set(form.querySelectorAll("button[data-wait]"));
  let lastSpoken = expiry ? left(expiry.dataset.seconds) : 0;

  const tick = () => {
    for (const button of waiting) {
      const seconds = left(button.dataset.wait);
      button.disabled = seconds > 0;
      setText(button.querySelector("span"), seconds > 0 ? button.dataset.waitText.replace("{0}", shown(seconds, zero)) : "");
      if (seconds === 0) {
        waiting.delete(button);
      }
    }
    if (expiry) {
      const seconds = left(expiry.dataset.seconds);
      setText(expiry, seconds > 0 ? expiry.dataset.text.replace("{0}", shown(seconds, zero)) : expiry.dataset.done);
      if (seconds !== lastSpoken && (seconds === 0 || seconds === 30 || seconds % 60 === 0)) {
        lastSpoken = seconds;
        setText(status, seconds > 0 ? expiry.dataset.text.replace("{0}", spoken(seconds)) : expiry.dataset.done);
      }
    }
    if (waiting.size === 0 && (!expiry || left(expiry.dataset.seconds) === 0)) {
      clearInterval(timer);
    }
  };
  const timer = setInterval(tick, 250);
  tick();
}

// The message is still on its way: ask for the page again (a GET, whatever brought us here), but never under the
// fingers of someone who is typing, nor under the eyes of someone who has an error to read.
const ASK_AGAIN_AFTER_MS = 4_000;

function watch(form, isSent) {
  const code = form.querySelector("#code");
  const timer = setInterval(() => {
    if (code.value === "" && !isSent()) {
      clearInterval(timer);
      location.replace(location.pathname + location.search);
    }
  }, ASK_AGAIN_AFTER_MS);
}

for (const form of document.querySelectorAll("form.phonelatch")) {
  const isSent = sendOnce(form);
  if (form.dataset.zero) {
    countDown(form);
  }
  if (form.dataset.state === "sending" && !form.querySelector("[aria-invalid]")) {
    watch(form, isSent);
  }
}
