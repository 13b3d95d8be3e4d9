/** Of a token that is about to be used, in milliseconds: what a request and two clocks that disagree a little may take. */
const MIN_VALIDITY = 30_000;
const PATIENCE = 20_000;

/**
 * Somebody's tokens, got with e-mail address and password (direct grant) and renewed before they end. They live here and nowhere else: a
 * reload of the page forgets them.
 */
export class Tokens {
  #endpoint;
  #clientId;
  #fetch;
  #tokens = null;
  #goodUntil = 0;
  #renewal = null;

  constructor({ realm, clientId, fetch }) {
    this.#endpoint = `${realm}/protocol/openid-connect/`;
    this.#clientId = clientId;
    this.#fetch = fetch;
  }

  /**
   * @param phoneCode the code of a teacher's sign-in; left out, the answer says `phone_code_required` to whoever needs one
   * @returns `{ok: true}`, or `{ok: false, status, error, retryAfter, …}` with the fields of the answer
   */
  signIn({ email, password, phoneCode }) {
    return this.#ask("password", {
      username: email,
      password,
      scope: "openid",
      ...(phoneCode === undefined ? {} : { phone_code: phoneCode }),
    });
  }

  /**
   * New tokens now: they say what has become true since the last ones. Once for all who ask at the same time, since a realm may let a
   * refresh token be used only once.
   */
  renew() {
    this.#renewal ??= this.#ask("refresh_token", { refresh_token: this.#tokens.refresh_token }).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** A token that is good for the next request, or null where the person has to sign in again. */
  async accessToken() {
    if (this.#tokens !== null && Date.now() > this.#goodUntil - MIN_VALIDITY) {
      await this.renew();
    }
    return this.#tokens?.access_token ?? null;
  }

  async signOut() {
    const refreshToken = this.#tokens?.refresh_token;
    this.#tokens = null;
    if (refreshToken !== undefined) {
      await this.#post("logout", { refresh_token: refreshToken }).catch(() => null);
    }
  }

  async #ask(grant, parameters) {
    const asked = Date.now();
    let answer;
    let json;
    try {
      answer = await this.#post("token", { grant_type: grant, ...parameters });
      json = await answer.json().catch(() => ({}));
    } catch {
      return { ok: false, status: 0, error: "unreachable", retryAfter: null };
    }
    if (answer.ok) {
      this.#tokens = json;
      this.#goodUntil = asked + json.expires_in * 1000;
      return { ok: true };
    }
    if (grant === "refresh_token" && answer.status === 400) {
      this.#tokens = null;
    }
    const wait = Number.parseInt(json.retry_after ?? answer.headers.get("Retry-After"), 10);
    return { ...json, ok: false, status: answer.status, retryAfter: Number.isNaN(wait) ? null : wait };
  }

  #post(path, parameters) {
    return this.#fetch(this.#endpoint + path, {
      method: "POST",
      body: new URLSearchParams({ client_id: this.#clientId, ...parameters }),
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
  }
}
