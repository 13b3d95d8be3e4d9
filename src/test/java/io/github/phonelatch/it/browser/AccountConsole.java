package io.github.phonelatch.it.browser;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;

/** Keycloak's account console at "Signing in", in a tab. */
final class AccountConsole {
    private final URI realm;
    private final Page page;
    private String bearer = "";

    /** @param tab in which somebody signs in when the console asks for it */
    AccountConsole(URI realm, SignInTab tab) {
        this.realm = realm;
        this.page = tab.page();
        page.onRequest(request -> {
            String authorization = request.headers().get("authorization");
            if (authorization != null && request.url().startsWith(realm + "/account/")) {
                bearer = authorization;
            }
        });
    }

    AccountConsole open() {
        page.navigate(realm + "/account/account-security/signing-in");
        return this;
    }

    /** What is listed of a type of credential. */
    Locator list(String type) {
        return page.getByTestId(type + "/credential-list");
    }

    Locator title(String type) {
        return page.getByTestId(type + "/title");
    }

    Locator help(String type) {
        return page.getByTestId(type + "/help-text");
    }

    Locator setUp(String type) {
        return page.getByTestId(type + "/create");
    }

    Locator change(String type) {
        return list(type).locator("[data-testrole=update]");
    }

    Locator remove(String type) {
        return list(type).locator("[data-testrole=remove]");
    }

    /** The call behind older consoles, as the person who is signed in here. */
    APIResponse delete(String credentialId) {
        return page.request()
                .delete(
                        realm + "/account/credentials/" + credentialId,
                        RequestOptions.create()
                                .setHeader("Authorization", bearer)
                                .setHeader("Accept", "application/json"));
    }
}
