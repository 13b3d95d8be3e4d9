package io.github.phonelatch.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** One tab of a sign-in, with its notes and with those that the session will have. */
public final class FakeTab {
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> sessionNotes = new HashMap<>();
    private final List<String> credentials = new ArrayList<>();
    private final AuthenticationSessionModel model;

    /** @param browser the id that the session has, or will have */
    public FakeTab(FakeRealm realm, String browser, UserModel user) {
        RootAuthenticationSessionModel root = Fake.of(RootAuthenticationSessionModel.class)
                .returning("getId", browser)
                .make();
        this.model = Fake.of(AuthenticationSessionModel.class)
                .returning("getRealm", realm.model())
                .returning("getParentSession", root)
                .returning("getAuthenticatedUser", user)
                .on("getAuthNote", arguments -> notes.get((String) arguments[0]))
                .on("setAuthNote", arguments -> notes.put((String) arguments[0], (String) arguments[1]))
                .on("removeAuthNote", arguments -> notes.remove((String) arguments[0]))
                .on("getUserSessionNotes", arguments -> Map.copyOf(sessionNotes))
                .on("setUserSessionNote", arguments -> sessionNotes.put((String) arguments[0], (String) arguments[1]))
                .make();
    }

    public AuthenticationSessionModel model() {
        return model;
    }

    /** The browser was signed in already, and its cookie was enough. */
    public FakeTab byCookie() {
        notes.put(AuthenticationManager.SSO_AUTH, "true");
        return this;
    }

    /** Keycloak takes down which kinds of credentials were right. */
    public FakeTab used(String... types) {
        credentials.addAll(List.of(types));
        notes.put(
                AuthenticationProcessor.AUTHN_CREDENTIALS,
                credentials.stream().map(type -> '"' + type + '"').collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    /** What the session gets when the sign-in ends. */
    public Map<String, String> sessionNotes() {
        return Map.copyOf(sessionNotes);
    }
}
