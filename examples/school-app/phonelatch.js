const PROBLEM = "urn:phonelatch:problem:";
const PATIENCE = 20_000;

/**
 * Proves a phone number from screens of your own: a client of the three endpoints that Phonelatch adds to a Keycloak realm. It depends on
 * nothing; copy it into your application.
 *
 *     const phonelatch = new Phonelatch({
 *       realm: "https://id.school.example/realms/school",
 *       accessToken: async () => "the signed-in person's access token",
 *     });
 *     const sent = await phonelatch.requestOtp({ phoneNumber: "+447400123456" });
 *     if (sent.ok) {
 *       const verified = await phonelatch.verifyOtp({ challengeId: sent.value.challenge_id, code: "123456" });
 *       // verified.ok: now refresh the tokens; the new access token says that the phone is verified.
 *     }
 *
 * Every call resolves to `{ok: true, status, value}` with the answer's JSON, or to `{ok: false, problem}`. It never rejects. A problem has
 *
 * - `name`: the last part of the problem's type, such as `wrong-code`, `rate-limited`, `invalid-token` (have the person sign in again: the
 *   token or its session has ended), `insufficient-user-authentication` (a verified number is replaced only by whoever holds it: with
 *   `phoneVerification`, have them type a code to it, by `requestOtp` without a number and `verifyOtp`, and repeat the call within five
 *   minutes; with `maxAge`, have them sign in again, at most so many seconds before the call, with `acrValues` where it is given; with both,
 *   either will do),
 *   `client-not-allowed` (this client or this token may not call the endpoints) or `origin-not-allowed` (the client does not list where the
 *   call came from; a browser hides that answer from a page, which sees `unreachable`). Two are of this file: `unreachable` (no answer came)
 *   and `unexpected` (one that is not Phonelatch's);
 * - `status`: HTTP's, 0 where nobody was asked or nobody answered;
 * - `title`: one line in English, for developers;
 * - `attemptsLeft`: how many attempts this code has left, or null;
 * - `retryAfter`: in how many seconds the call may be made again, or null;
 * - `phoneVerification`: whether a code to the number that is verified now has to be typed first;
 * - `maxAge`: how old a sign-in may be, in seconds, or null;
 * - `acrValues`: the level it has to be of, or null.
 */
export class Phonelatch {
  #endpoints;
  #accessToken;
  #fetch;

  /**
   * @param realm the issuer of the realm's tokens
   * @param accessToken is asked for a fresh access token before every call; null says that nobody is signed in
   * @param fetch in place of the browser's own, for those who want to see each call
   */
  constructor({ realm, accessToken, fetch = globalThis.fetch.bind(globalThis) }) {
    this.#endpoints = `${realm}/phonelatch/`;
    this.#accessToken = accessToken;
    this.#fetch = fetch;
  }

  /**
   * Has a code sent. May be repeated when an answer was lost: while a code is on its way, the same one is answered again and nothing is sent.
   *
   * @param phoneNumber left out, the number on the account: the way to show that a verified one is still held
   * @param channel `sms`, `whatsapp`, `voice` or `email`: one of those that an earlier answer listed. Left out, the usual one
   * @returns as value `{challenge_id, phone_number_masked, channel, channels, code_length, code_type, expires_in, resend_in}`, times in seconds,
   *   and `channels` as `[{channel, available_in}]`
   */
  requestOtp({ phoneNumber, channel } = {}) {
    return this.#call("POST", "request-otp", { phone_number: phoneNumber, channel });
  }

  /**
   * Checks a code. May be repeated when an answer was lost, with one thing to know: a right code ends its challenge, so when that very answer
   * was lost, the repetition says `unknown-challenge` or `code-expired`. Ask `status` then: a new `verified_at` says that the number is verified.
   *
   * @returns as value `{verified, phone_number, verified_at}`
   */
  verifyOtp({ challengeId, code }) {
    return this.#call("POST", "verify-otp", { challenge_id: challengeId, code });
  }

  /** @returns as value `{phone_number_masked, verified, verified_at}` */
  status() {
    return this.#call("GET", "status");
  }

  async #call(method, path, body) {
    const token = await this.#accessToken();
    if (!token) {
      return { ok: false, problem: problem("invalid-token", 0) };
    }
    const headers = { Accept: "application/json, application/problem+json", Authorization: `Bearer ${token}` };
    if (body) {
      headers["Content-Type"] = "application/json";
    }
    let answer;
    let json;
    try {
      answer = await this.#fetch(this.#endpoints + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE),
      });
      json = await answer.json().catch(() => null);
    } catch {
      return { ok: false, problem: problem("unreachable", 0) };
    }
    if (answer.ok && json !== null) {
      return { ok: true, status: answer.status, value: json };
    }
    return { ok: false, problem: problemOf(answer, json) };
  }
}

function problemOf(answer, json) {
  const type = String(json?.type ?? "");
  return problem(type.startsWith(PROBLEM) ? type.slice(PROBLEM.length) : "unexpected", answer.status, {
    title: json?.title ?? "",
    attemptsLeft: numberOrNull(json?.attempts_left),
    retryAfter: numberOrNull(json?.retry_after ?? answer.headers.get("Retry-After")),
    phoneVerification: json?.phone_verification === true,
    maxAge: numberOrNull(json?.max_age),
    acrValues: json?.acr_values ?? null,
  });
}

function problem(name, status, more = {}) {
  const none = { title: "", attemptsLeft: null, retryAfter: null, phoneVerification: false, maxAge: null, acrValues: null };
  return { name, status, ...none, ...more };
}

function numberOrNull(value) {
  const number = Number.parseInt(value, 10);
  return Number.isNaN(number) ? null : number;
}
