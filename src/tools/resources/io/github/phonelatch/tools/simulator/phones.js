// Draws what /__sim/phones tells, once a second, and changes only what has changed, so that focus, selection and opened
// parts stay as they are.
"use strict";

(() => {
  const SHOWN_AT_ONCE = 3;
  const NUMBERS_WITHOUT_SEARCH = 6;
  const CHANNELS = { sms: "SMS", whatsapp: "WhatsApp", voice: "Call", email: "E-mail" };
  const FAULTS = {
    down: { fault: "html", status: 502 },
    late: { fault: "delay", delay_ms: 10000 },
    hang: { fault: "hang" },
    "cut-before": { fault: "drop-before-accept" },
    "cut-after": { fault: "drop-after-accept" },
    "too-many": { fault: "too-many", retry_after_seconds: 30 },
    internal: { fault: "error", status: 500, code: 1000, message: "internal error" },
    credentials: { fault: "error", status: 401, code: 2001, message: "authentication failed" },
    balance: { fault: "error", status: 400, code: 3005, message: "the balance is too low" },
    rejected: { fault: "error", status: 400, code: 5015, message: "the message was rejected" },
  };
  const CALLS = { send: "Sends", verify: "Verifications", template: "Template reads" };

  const $ = (id) => document.getElementById(id);
  const phonesByNumber = new Map();
  const title = document.title;
  let tag = "";
  let skew = 0;
  let first = true;
  let timer = 0;
  let failures = 0;
  let asking = false;
  let askAgain = false;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#icon-" + name);
    svg.append(use);
    return svg;
  }

  function write(target, text) {
    if (target.textContent !== text) target.textContent = text;
  }

  const now = () => Date.now() + skew;
  const atMinute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
  const atSecond = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

  function minutesAndSeconds(ms) {
    const seconds = Math.max(0, Math.ceil(ms / 1000));
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  function span(seconds) {
    if (seconds % 86400 === 0) return seconds / 86400 + " d";
    if (seconds % 3600 === 0) return seconds / 3600 + " h";
    if (seconds % 60 === 0) return seconds / 60 + " min";
    return seconds > 60 ? Math.floor(seconds / 60) + " min " + (seconds % 60) + " s" : seconds + " s";
  }

  // One message

  function codeElement(code) {
    const made = element("strong", "code");
    made.dir = "ltr";
    const half = code.length % 2 === 0 ? code.length / 2 : code.length;
    made.append(element("span", "", code.slice(0, half)));
    if (half < code.length) made.append(element("span", "", code.slice(half)));
    return made;
  }

  function textElement(message) {
    const made = element("p", "text");
    made.dir = "auto";
    made.lang = message.language === "default" ? "en" : message.language.replace("_", "-");
    const at = message.code ? message.text.indexOf(message.code) : -1;
    if (at < 0) {
      made.textContent = message.text;
    } else {
      made.append(
        message.text.slice(0, at),
        codeElement(message.code),
        message.text.slice(at + message.code.length),
      );
    }
    return made;
  }

  function badge(message) {
    const channel = message.arrived_by || message.channel;
    const made = element("span", "badge " + channel);
    made.append(icon(channel), CHANNELS[channel] || channel);
    if (message.arrived_by && message.arrived_by !== message.channel) {
      made.append(" (" + CHANNELS[message.channel] + " failed)");
    }
    return made;
  }

  function newMessage(message) {
    const item = element("li", "message");
    const head = element("div", "head");
    const time = element("time", "", atMinute.format(new Date(message.created_at)));
    time.dateTime = message.created_at;
    head.append(badge(message), time);
    item.append(head);
    const view = { item, message, state: element("span", "state"), tries: element("span", "tries"), code: message.code };
    if (!message.arrived_by) {
      item.append(element("p", "text", "A message was accepted for this phone and never arrived."));
    } else {
      item.append(textElement(message));
      const bar = element("div", "bar");
      view.bar = element("i");
      bar.append(view.bar);
      item.append(bar);
    }
    const foot = element("div", "foot");
    const states = element("span");
    states.append(view.state, view.tries);
    foot.append(states);
    if (message.arrived_by && message.code) foot.append(copyButton(message.code));
    item.append(foot);
    return view;
  }

  function showState(view) {
    const message = view.message;
    const left = Date.parse(message.expires_at) - now();
    const life = Date.parse(message.expires_at) - Date.parse(message.created_at);
    const end = atMinute.format(new Date(message.expires_at));
    let kind = "live";
    let text = "Live · " + minutesAndSeconds(left) + " left, ends " + end;
    if (!message.arrived_by) {
      kind = "lost";
      text = "Not delivered";
    } else if (message.verified) {
      kind = "used";
      text = "Used";
    } else if (!message.code) {
      kind = "used";
      text = "Notice";
    } else if (message.origin !== "messages" && left <= 0) {
      kind = "expired";
      text = "Ended at " + end;
    } else if (left <= 0) {
      kind = "expired";
      text = "Expired at " + end;
    }
    write(view.state, text);
    const tries = message.wrong_tries;
    write(view.tries, tries ? tries + (tries === 1 ? " wrong try" : " wrong tries") : "");
    for (const one of ["live", "used", "expired", "lost"]) view.item.classList.toggle(one, one === kind);
    if (view.bar) view.bar.style.setProperty("--left", String(Math.min(1, Math.max(0, left / life))));
  }

  function copyButton(code) {
    const button = element("button", "copy");
    button.type = "button";
    const label = element("span", "", "Copy code");
    button.append(icon("copy"), label);
    let back = 0;
    button.addEventListener("click", async () => {
      const copied = await copy(code);
      write(label, copied ? "Copied" : "Select it by hand");
      button.querySelector("use").setAttribute("href", copied ? "#icon-check" : "#icon-copy");
      announce(copied ? "Code copied" : "The browser does not let this page copy");
      clearTimeout(back);
      back = setTimeout(() => {
        write(label, "Copy code");
        button.querySelector("use").setAttribute("href", "#icon-copy");
      }, 2000);
    });
    return button;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Away from loopback a plain http page has no clipboard; the old way still works there.
      const field = element("textarea", "unseen");
      const focused = document.activeElement;
      field.value = text;
      document.body.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      if (focused) focused.focus();
      return copied;
    }
  }

  // One phone

  function newPhone(number) {
    const card = element("article", "phone");
    const heading = element("h2");
    const bdi = element("bdi", "", number);
    bdi.dir = "ltr";
    heading.append(bdi);
    heading.id = "phone-" + number.replace(/[^0-9a-z]/gi, "");
    card.setAttribute("aria-labelledby", heading.id);
    const count = element("span", "quiet");
    const header = element("header");
    header.append(heading, count);
    const earlier = element("details", "earlier");
    const summary = element("summary");
    const earlierList = element("ul", "messages");
    earlier.append(summary, earlierList);
    earlier.hidden = true;
    const list = element("ul", "messages");
    const screen = element("div", "screen");
    const island = element("div", "island");
    screen.append(island, header, earlier, list);
    card.append(screen);
    return { number, card, count, earlier, summary, earlierList, list, views: new Map() };
  }

  function showMessages(phone, messages) {
    const ids = new Set(messages.map((message) => message.id));
    for (const [id, view] of phone.views) {
      if (!ids.has(id)) {
        view.item.remove();
        phone.views.delete(id);
      }
    }
    const split = Math.max(0, messages.length - SHOWN_AT_ONCE);
    messages.forEach((message, index) => {
      let view = phone.views.get(message.id);
      if (!view) {
        view = newMessage(message);
        phone.views.set(message.id, view);
        if (!first) {
          view.item.classList.add("new");
          arrived(message);
        }
      }
      view.message = message;
      const list = index < split ? phone.earlierList : phone.list;
      const place = index < split ? index : index - split;
      if (list.children[place] !== view.item) list.insertBefore(view.item, list.children[place] || null);
      showState(view);
    });
    phone.earlier.hidden = split === 0;
    write(phone.summary, split === 1 ? "1 earlier message" : split + " earlier messages");
    write(phone.count, messages.length === 1 ? "1 message" : messages.length + " messages");
  }

  function arrived(message) {
    if (document.hidden) document.title = "● " + title;
    const spoken = message.code ? ", code " + message.code.split("").join(" ") : "";
    announce(message.arrived_by ? "New message to " + message.to + spoken : "A message to " + message.to + " was lost");
  }

  function showPhones(phones) {
    const numbers = new Set(phones.map((phone) => phone.number));
    for (const [number, phone] of phonesByNumber) {
      if (!numbers.has(number)) {
        phone.card.remove();
        phonesByNumber.delete(number);
      }
    }
    const list = $("phone-list");
    const focused = document.activeElement;
    phones.forEach((told, index) => {
      let phone = phonesByNumber.get(told.number);
      if (!phone) {
        phone = newPhone(told.number);
        phonesByNumber.set(told.number, phone);
      }
      if (list.children[index] !== phone.card) list.insertBefore(phone.card, list.children[index] || null);
      showMessages(phone, told.messages);
    });
    if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
    $("empty").hidden = phones.length > 0;
    $("find").hidden = phones.length <= NUMBERS_WITHOUT_SEARCH && !$("find-input").value;
    filter();
  }

  function filter() {
    const wanted = $("find-input").value.replace(/[^0-9a-z@.]/gi, "").toLowerCase();
    for (const [number, phone] of phonesByNumber) {
      phone.card.hidden = wanted !== "" && !number.toLowerCase().includes(wanted);
    }
  }

  // The side

  function showScripts(scripts) {
    $("active").hidden = scripts.length === 0;
    const whats = scripts.map((one) => {
      const often = one.times ? ", " + (one.times === 1 ? "once" : one.times + " times") : "";
      return { on: CALLS[one.on] + (one.to === "*" ? "" : " to " + one.to), what: one.text + often };
    });
    const same = scripts.length === 3 && new Set(whats.map((one) => one.what)).size === 1;
    const all = same && Object.values(CALLS).every((name) => whats.some((one) => one.on === name));
    const lines = all ? ["All calls: " + whats[0].what] : whats.map((one) => one.on + ": " + one.what);
    $("active-list").replaceChildren(...lines.map((line) => element("li", "", line)));
    $("notice").hidden = scripts.length === 0;
    write(
      $("notice"),
      scripts.length === 0 ? "" : "Failing on purpose: " + lines.slice(0, 3).join(" · ") + (lines.length > 3 ? " …" : ""),
    );
  }

  function showTemplates(templates) {
    const states = { 1: "waits for review", 2: "approved", 3: "rejected" };
    $("template-list").replaceChildren(
      ...templates.map((template) => {
        const codes = template.verify_code_config;
        const line = element("li");
        line.append(
          element("b", "", template.template_id),
          element("br"),
          template.send_channel_strategy
            .split("|")
            .map((name) => CHANNELS[name] || name)
            .join(", then ") +
            (codes ? "; " + codes.verify_code_len + " characters, " + codes.verify_code_ttl + " min" : "") +
            "; " +
            states[template.status],
        );
        return line;
      }),
    );
    const lives = templates.map((template) => template.verify_code_config?.verify_code_ttl || 0);
    const longest = Math.max(0, ...lives);
    const button = $("advance-life");
    button.hidden = longest === 0;
    button.dataset.advance = String(longest * 60);
    write(button, "+" + longest + " min, a code’s life");
  }

  function show(state) {
    showPhones(state.phones);
    $("more").hidden = state.more_phones === 0;
    write($("more"), state.more_phones + " more, not shown here");
    showScripts(state.scripts);
    showTemplates(state.templates);
    write($("clock-offset"), state.clock_offset_seconds ? span(state.clock_offset_seconds) + " ahead" : "as this machine’s");
    write($("count-send"), String(state.calls.send));
    write($("count-verify"), String(state.calls.verify));
    write($("count-template"), String(state.calls.template));
    first = false;
  }

  function connected(on) {
    const pill = $("connection");
    pill.classList.toggle("on", on);
    pill.classList.toggle("off", !on);
    write(pill, on ? "Live" : "No answer, trying again…");
  }

  function announce(text) {
    write($("announce"), "");
    write($("announce"), text);
  }

  // Asking

  async function ask() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    clearTimeout(timer);
    try {
      const response = await fetch("/__sim/phones", {
        cache: "no-store",
        headers: tag ? { "If-None-Match": tag } : {},
        signal: AbortSignal.timeout(5000),
      });
      if (response.status === 200) {
        const state = await response.json();
        tag = response.headers.get("ETag") || "";
        skew = Date.parse(state.now) - Date.now();
        show(state);
      } else if (response.status !== 304) {
        throw new Error(String(response.status));
      }
      failures = 0;
      connected(true);
    } catch {
      failures += 1;
      if (failures > 1) connected(false);
    }
    asking = false;
    const soon = askAgain;
    askAgain = false;
    timer = setTimeout(ask, soon ? 0 : 1000);
  }

  async function change(method, path, body) {
    const response = await fetch("/__sim/" + path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => null);
    if (!response) {
      announce("The simulator does not answer");
    } else if (!response.ok) {
      const answer = await response.json().catch(() => ({}));
      $("notice").hidden = false;
      write($("notice"), "Not done: " + (answer.error || response.status));
      return;
    }
    ask();
  }

  function tick() {
    write($("clock"), atSecond.format(new Date(now())));
    for (const phone of phonesByNumber.values()) phone.views.forEach(showState);
  }

  $("fault-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const to = $("fault-to").value.replace(/[^0-9+]/g, "");
    const body = { ...FAULTS[$("fault").value], on: to ? "send" : $("fault-on").value };
    if (to) body.to = to;
    if ($("fault-times").value) body.times = Number($("fault-times").value);
    change("POST", "scripts", body);
  });
  $("fault-to").addEventListener("input", () => {
    if ($("fault-to").value) $("fault-on").value = "send";
  });
  $("clear-faults").addEventListener("click", () => {
    change("DELETE", "scripts");
    $("fault").focus();
  });
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => change("POST", "clock", { advance_seconds: Number(button.dataset.advance) }));
  }
  $("reset").addEventListener("click", () => {
    $("reset").hidden = true;
    $("reset-sure").hidden = false;
    $("reset-no").focus();
  });
  const closeReset = () => {
    $("reset").hidden = false;
    $("reset-sure").hidden = true;
    $("reset").focus();
  };
  $("reset-no").addEventListener("click", closeReset);
  $("reset-yes").addEventListener("click", () => {
    closeReset();
    change("POST", "reset", {});
  });
  $("find-input").addEventListener("input", filter);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      document.title = title;
      ask();
    }
  });
  for (const place of document.querySelectorAll(".base-url")) place.textContent = location.origin;

  setInterval(tick, 1000);
  ask().then(tick);
})();
