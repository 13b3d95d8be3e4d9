/** Of a token that is about to be used, in seconds: what a request and two clocks that disagree a little may take. */
const MIN_VALIDITY = 30;

/**
 * Somebody's sign-in at one client: authorization code with PKCE.
 *
 * The tokens live in this page's memory and nowhere else; a reload asks Keycloak, which knows who is signed in. For that only the fact
 * that somebody was signed in is kept.
 */
export class Session {
  #keycloak;
  #here = new URL(".", location.href).href;
  #wasSignedIn;

  constructor({ keycloak, realm }, clientId) {
    this.#keycloak = new Keycloak({ url: keycloak, realm, clientId });
    this.#wasSignedIn = `signed-in:${clientId}`;
  }

  /** Takes up an answer of Keycloak's that is in the address. @returns whether somebody is signed in, and how an action ended */
  async open() {
    let actionStatus = null;
    this.#keycloak.onActionUpdate = (status) => {
      actionStatus = status;
    };
    const signedIn = await this.#keycloak.init({
      pkceMethod: "S256",
      checkLoginIframe: false,
      redirectUri: this.#here,
      ...(sessionStorage.getItem(this.#wasSignedIn) ? { onLoad: "check-sso" } : {}),
    });
    this.#remember(signedIn);
    return { signedIn, actionStatus };
  }

  signIn() {
    return this.#keycloak.login({ redirectUri: this.#here });
  }

  /** Keycloak's registration page; which page people come from decides on their group. */
  register() {
    return this.#keycloak.register({ redirectUri: this.#here });
  }

  /** Keycloak asks who it is once more where the last sign-in is too old for a change. */
  changePhone() {
    return this.#keycloak.login({ redirectUri: this.#here, action: "phonelatch-verify-phone" });
  }

  /**
   * As a form, so that the ID token it takes as a hint is in no address and no log of addresses. Without one, since keycloak-js forgets it
   * when the tokens cannot be renewed, Keycloak asks the person whether they want to sign out.
   */
  signOut() {
    this.#remember(false);
    const form = document.createElement("form");
    form.method = "post";
    form.action = this.#keycloak.endpoints.logout();
    form.hidden = true;
    const { clientId, idToken } = this.#keycloak;
    const fields = {
      client_id: clientId,
      ...(idToken ? { id_token_hint: idToken } : {}),
      post_logout_redirect_uri: new URL("..", this.#here).href,
    };
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }

  /** An access token that is good for the next request, or null: then Keycloak wants the person to sign in again. */
  async accessToken() {
    try {
      await this.#keycloak.updateToken(MIN_VALIDITY);
      return this.#keycloak.token;
    } catch {
      this.#remember(false);
      return null;
    }
  }

  /** What the tokens say. A page may show it, and decides nothing by it: that is the API's to do. */
  get claims() {
    return { access: this.#keycloak.tokenParsed, id: this.#keycloak.idTokenParsed };
  }

  userinfo() {
    return this.#keycloak.loadUserInfo();
  }

  #remember(signedIn) {
    if (signedIn) {
      sessionStorage.setItem(this.#wasSignedIn, "yes");
    } else {
      sessionStorage.removeItem(this.#wasSignedIn);
    }
  }
}
