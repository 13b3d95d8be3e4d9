// Draws what /__sim/phones tells, once a second, and changes only what has changed, so that focus, selection and opened
// parts stay as they are.
"use strict";

(() => {
  const SHOWN_AT_ONCE = 3;
  const CARDS_WITHOUT_SEARCH = 6;
  const LINK_SHOWN = 64;
  const CHANNELS = { sms: "SMS", whatsapp: "WhatsApp", voice: "Call", email: "E-mail" };
  const FAULTS = {
    down: { fault: "html", status: 502 },
    late: { fault: "delay", delay_ms: 10000 },
    hang: { fault: "hang" },
    "cut-before": { fault: "drop-before-accept" },
    "cut-after": { fault: "drop-after-accept" },
    "cut-within": { fault: "break-off" },
    "too-many": { fault: "too-many", retry_after_seconds: 30 },
    internal: { fault: "error", status: 500, code: 1000, message: "internal error" },
    credentials: { fault: "error", status: 401, code: 2001, message: "authentication failed" },
    balance: { fault: "error", status: 400, code: 3005, message: "the balance is too low" },
    rejected: { fault: "error", status: 400, code: 5015, message: "the message was rejected" },
  };
  const CALLS = { send: "Sends", verify: "Verifications", template: "Template reads" };

  const $ = (id) => document.getElementById(id);
  const phonesByNumber = new Map();
  const mailboxesByAddress = new Map();
  const title = document.title;
  let tag = "";
  let skew = 0;
  let first = true;
  let timer = 0;
  let failures = 0;
  let asking = false;
  let cardsMade = 0;
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
    if (message.arrived_by && message.code) foot.append(copyButton("code", message.code));
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
    write(view.tries, tries ? tries + (tries === 1 ? " wrong attempt" : " wrong attempts") : "");
    for (const one of ["live", "used", "expired", "lost"]) view.item.classList.toggle(one, one === kind);
    if (view.bar) view.bar.style.setProperty("--left", String(Math.min(1, Math.max(0, left / life))));
  }

  function copyButton(what, text) {
    const button = element("button", "copy");
    button.type = "button";
    const label = element("span", "", "Copy " + what);
    button.append(icon("copy"), label);
    let back = 0;
    button.addEventListener("click", async () => {
      const copied = await copy(text);
      write(label, copied ? "Copied" : "Select it by hand");
      button.querySelector("use").setAttribute("href", copied ? "#icon-check" : "#icon-copy");
      announce(copied ? "Copied the " + what : "The browser does not let this page copy");
      clearTimeout(back);
      back = setTimeout(() => {
        write(label, "Copy " + what);
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

  // One mail

  // Addresses of the text become links; everything else in a mail stays the text it is.
  function mailText(mail) {
    const made = element("p", "text mail-text");
    made.dir = "auto";
    let rest = mail.text;
    while (rest) {
      const next = mail.links
        .map((link) => ({ link, at: rest.indexOf(link) }))
        .filter((found) => found.at >= 0)
        .sort((one, other) => one.at - other.at || other.link.length - one.link.length)[0];
      if (!next) break;
      made.append(rest.slice(0, next.at), linkElement(next.link));
      rest = rest.slice(next.at + next.link.length);
    }
    made.append(rest);
    return made;
  }

  function linkElement(link) {
    const made = element("a", "", link.length > LINK_SHOWN ? link.slice(0, LINK_SHOWN) + "…" : link);
    made.href = link;
    made.title = link;
    made.dir = "ltr";
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    return made;
  }

  function newMail(mail) {
    const item = element("li", "message mail");
    const head = element("div", "head");
    const time = element("time", "", atMinute.format(new Date(mail.received_at)));
    time.dateTime = mail.received_at;
    const kind = element("span", "badge mail");
    kind.append(icon("email"), "Mail");
    head.append(kind, time);
    const subject = element("h3", "subject", mail.subject || "(no subject)");
    subject.dir = "auto";
    const from = element("p", "quiet", "from ");
    const sender = element("bdi", "", mail.from);
    from.append(sender);
    item.append(head, subject, from, mailText(mail));
    if (mail.links.length > 0) {
      const foot = element("div", "foot");
      foot.append(copyButton(mail.links.length === 1 ? "link" : "first link", mail.links[0]));
      item.append(foot);
    }
    return { item, message: mail };
  }

  // One phone, or one mailbox

  function newCard(kind, address) {
    const card = element("article", kind);
    const heading = element("h2");
    const bdi = element("bdi", "", address);
    bdi.dir = "ltr";
    heading.append(bdi);
    cardsMade += 1;
    heading.id = kind + "-" + cardsMade;
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
    if (kind === "phone") screen.append(element("div", "island"));
    screen.append(header, earlier, list);
    card.append(screen);
    return { kind, address, card, count, earlier, summary, earlierList, list, views: new Map() };
  }

  function showMessages(phone, messages) {
    const mail = phone.kind === "mailbox";
    const one = mail ? "mail" : "message";
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
        view = mail ? newMail(message) : newMessage(message);
        phone.views.set(message.id, view);
        if (!first) {
          view.item.classList.add("new");
          arrived(mail, message);
        }
      }
      view.message = message;
      const list = index < split ? phone.earlierList : phone.list;
      const place = index < split ? index : index - split;
      if (list.children[place] !== view.item) list.insertBefore(view.item, list.children[place] || null);
      if (!mail) showState(view);
    });
    phone.earlier.hidden = split === 0;
    write(phone.summary, split === 1 ? "1 earlier " + one : split + " earlier " + one + "s");
    write(phone.count, messages.length === 1 ? "1 " + one : messages.length + " " + one + "s");
  }

  function arrived(mail, message) {
    if (document.hidden) document.title = "● " + title;
    if (mail) {
      announce("New mail to " + message.to + ": " + message.subject);
      return;
    }
    const spoken = message.code ? ", code " + message.code.split("").join(" ") : "";
    announce(message.arrived_by ? "New message to " + message.to + spoken : "A message to " + message.to + " was lost");
  }

  // Phones and mailboxes in one row, the one written to last first.
  function showCards(state) {
    const cards = [
      ...state.phones.map((phone) => ({
        kind: "phone", known: phonesByNumber, address: phone.number, messages: phone.messages,
        last: phone.messages[phone.messages.length - 1].created_at,
      })),
      ...state.mailboxes.map((mailbox) => ({
        kind: "mailbox", known: mailboxesByAddress, address: mailbox.address, messages: mailbox.mails,
        last: mailbox.mails[mailbox.mails.length - 1].received_at,
      })),
    ].sort((one, other) => Date.parse(other.last) - Date.parse(one.last));
    for (const known of [phonesByNumber, mailboxesByAddress]) {
      const told = new Set(cards.filter((card) => card.known === known).map((card) => card.address));
      for (const [address, there] of known) {
        if (!told.has(address)) {
          there.card.remove();
          known.delete(address);
        }
      }
    }
    const list = $("phone-list");
    const focused = document.activeElement;
    cards.forEach((told, index) => {
      let there = told.known.get(told.address);
      if (!there) {
        there = newCard(told.kind, told.address);
        told.known.set(told.address, there);
      }
      if (list.children[index] !== there.card) list.insertBefore(there.card, list.children[index] || null);
      showMessages(there, told.messages);
    });
    if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
    $("empty").hidden = cards.length > 0;
    $("find").hidden = cards.length <= CARDS_WITHOUT_SEARCH && !$("find-input").value;
    filter();
  }

  function filter() {
    const plain = (text) => text.replace(/[^0-9a-z@.]/gi, "").toLowerCase();
    const wanted = plain($("find-input").value);
    for (const known of [phonesByNumber, mailboxesByAddress]) {
      for (const [address, there] of known) there.card.hidden = wanted !== "" && !plain(address).includes(wanted);
    }
  }

  function showSmtp(smtp) {
    $("smtp").hidden = smtp === null;
    $("smtp-off").hidden = smtp !== null;
    $("empty-mail").hidden = smtp === null;
    for (const place of document.querySelectorAll(".smtp")) write(place, smtp || "");
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
    showCards(state);
    const more = state.more_phones + state.more_mailboxes;
    $("more").hidden = more === 0;
    write($("more"), more + " more, not shown here");
    showSmtp(state.smtp);
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
