package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionModel.SessionPersistenceState;
import org.keycloak.models.UserSessionProvider;

class EndedSignInsTest {
    private final RuntimeException broken = new IllegalStateException("told to fail");

    private final FakeRealm realm = new FakeRealm("school");
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, UserSessionModel> online = new HashMap<>();
    private final Map<String, UserSessionModel> offline = new HashMap<>();
    private final UserSessionModel signIn = session(false, SessionPersistenceState.PERSISTENT);
    private boolean rolledBack;
    private boolean removalFails;

    EndedSignInsTest() {
        online.put("1", signIn);
    }

    @Test
    void signInThatMayBe_staysAndGives() {
        assertThat(endIf(session -> false)).isFalse();

        assertThat(online).containsKey("1");
        assertThat(ended(signIn)).isFalse();
        assertThat(rolledBack).isFalse();
    }

    @Test
    void signInThatMustEnd_isGone_andGivesNothing() {
        assertThat(endIf(session -> session == signIn)).isTrue();

        assertThat(online).isEmpty();
        assertThat(ended(signIn)).isTrue();
        assertThat(rolledBack).as("the end is to be kept").isFalse();
    }

    @Test
    void laterSignInOfTheSameRequest_opensNothingAgain() {
        endIf(session -> true);

        endIf(session -> false);

        assertThat(attributes).isNotEmpty();
    }

    @Test
    void whileItIsNotKnown_nothingIsGiven() {
        endIf(session -> {
            assertThat(ended(signIn)).isTrue();
            return false;
        });
    }

    @Test
    void questionThatFails_givesNothing_nowOrLater() {
        assertThatThrownBy(() -> endIf(session -> {
                    throw broken;
                }))
                .isSameAs(broken);

        assertThat(ended(signIn)).isTrue();
        assertThat(rolledBack).isTrue();
    }

    @Test
    void removalThatFails_givesNothing_nowOrLater() {
        removalFails = true;

        assertThatThrownBy(() -> endIf(session -> true)).isSameAs(broken);

        assertThat(ended(signIn)).isTrue();
        assertThat(rolledBack).isTrue();
    }

    @Test
    void signInThatMustEndAndIsNotFound_givesNothing_nowOrLater() {
        online.clear();

        assertThat(endIf(session -> session == null)).isTrue();

        assertThat(ended(signIn)).isTrue();
        assertThat(rolledBack).isTrue();
    }

    @Test
    void sessionThatIsNotThere_givesNothing() {
        online.clear();

        assertThat(ended(signIn)).isTrue();
    }

    @Test
    void offlineSession_isSoughtAmongItsLike() {
        UserSessionModel kept = session(true, SessionPersistenceState.PERSISTENT);
        assertThat(ended(kept)).isTrue();

        online.clear();
        offline.put("1", kept);
        assertThat(ended(kept)).isFalse();
    }

    /** As Keycloak leaves it where the application asked for nothing but an offline token. */
    @Test
    void onlineSessionThatWentOnAsAnOfflineOne_gives() {
        online.clear();
        offline.put("1", session(true, SessionPersistenceState.PERSISTENT));

        assertThat(ended(signIn)).isFalse();
    }

    @Test
    void sessionThatWasNeverStored_gives() {
        online.clear();

        assertThat(ended(session(false, SessionPersistenceState.TRANSIENT))).isFalse();
    }

    private boolean endIf(Predicate<UserSessionModel> mustEnd) {
        return EndedSignIns.endIf(request(), "school", "1", mustEnd);
    }

    private boolean ended(UserSessionModel session) {
        return EndedSignIns.ended(request(), session);
    }

    private KeycloakSession request() {
        UserSessionProvider sessions = Fake.of(UserSessionProvider.class)
                .on("getUserSession", arguments -> online.get((String) arguments[1]))
                .on("getOfflineUserSession", arguments -> offline.get((String) arguments[1]))
                .on("removeUserSession", arguments -> {
                    if (removalFails) {
                        throw broken;
                    }
                    online.values().remove((UserSessionModel) arguments[1]);
                    return null;
                })
                .make();
        return Fake.of(KeycloakSession.class)
                .returning("sessions", sessions)
                .returning(
                        "realms",
                        Fake.of(RealmProvider.class)
                                .returning("getRealm", realm.model())
                                .make())
                .returning(
                        "getTransactionManager",
                        Fake.of(KeycloakTransactionManager.class)
                                .on("setRollbackOnly", arguments -> {
                                    rolledBack = true;
                                    return null;
                                })
                                .make())
                .on("getAttribute", arguments -> attributes.get((String) arguments[0]))
                .on("setAttribute", arguments -> attributes.put((String) arguments[0], arguments[1]))
                .on("removeAttribute", arguments -> attributes.remove((String) arguments[0]))
                .make();
    }

    private UserSessionModel session(boolean isOffline, SessionPersistenceState state) {
        return Fake.of(UserSessionModel.class)
                .returning("getId", "1")
                .returning("getRealm", realm.model())
                .returning("isOffline", isOffline)
                .returning("getPersistenceState", state)
                .make();
    }
}
