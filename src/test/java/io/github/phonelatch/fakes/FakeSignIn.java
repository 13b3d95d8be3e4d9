package io.github.phonelatch.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;

/** The session of somebody who is signed in. */
public final class FakeSignIn {
    private final String id;
    private final Map<String, String> notes = new HashMap<>();
    private final UserSessionModel model;

    public FakeSignIn(String id, UserModel user, Instant started) {
        this.id = id;
        this.model = Fake.of(UserSessionModel.class)
                .returning("getId", id)
                .returning("getUser", user)
                .returning("getStarted", (int) started.getEpochSecond())
                .on("getNote", arguments -> notes.get((String) arguments[0]))
                .on("setNote", arguments -> notes.put((String) arguments[0], (String) arguments[1]))
                .make();
    }

    public UserSessionModel model() {
        return model;
    }

    /** Gets the notes of the tab that it came from. */
    public FakeSignIn from(FakeTab tab) {
        notes.putAll(tab.sessionNotes());
        return this;
    }

    public Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    /** A session of Keycloak's that finds these, the second one offline. Null where there is none. */
    public static KeycloakSession found(FakeSignIn online, FakeSignIn offline) {
        UserSessionProvider sessions = Fake.of(UserSessionProvider.class)
                .on("getUserSession", arguments -> of(online, arguments[1]))
                .on("getOfflineUserSession", arguments -> of(offline, arguments[1]))
                .make();
        return Fake.session().returning("sessions", sessions).make();
    }

    private static UserSessionModel of(FakeSignIn signIn, Object id) {
        return signIn != null && signIn.id.equals(id) ? signIn.model : null;
    }
}
