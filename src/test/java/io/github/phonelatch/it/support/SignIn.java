package io.github.phonelatch.it.support;

/** One authorization request of an application: what it must remember until the callback. */
record SignIn(App app, String verifier) {
    Tokens exchange(String code) {
        return app.token(java.util.Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                App.CALLBACK.toString(),
                "code_verifier",
                verifier));
    }
}
