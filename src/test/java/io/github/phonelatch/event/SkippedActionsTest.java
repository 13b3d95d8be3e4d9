package io.github.phonelatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

class SkippedActionsTest {
    private final FakeRealm realm = new FakeRealm("school").action("UPDATE_PROFILE");
    private final Set<String> ofUser = new HashSet<>();
    private final Set<String> ofTab = new HashSet<>();
    private final Map<String, String> notes = new HashMap<>();

    @Test
    void nothingToDo_skipsNothing() {
        assertThat(skipped()).isFalse();
    }

    @Test
    void actionOfThePersonOrOfTheSignIn_isSkipped() {
        ofUser.add("UPDATE_PROFILE");
        assertThat(skipped()).isTrue();

        ofUser.clear();
        ofTab.add("phonelatch-verify-phone");
        assertThat(skipped()).isTrue();
    }

    @Test
    void actionThatTheRealmDoesNotKnow_orDisabled_isNone() {
        ofUser.add("gone");
        assertThat(skipped()).isFalse();

        realm.actionDisabled();
        ofTab.add("phonelatch-verify-phone");
        assertThat(skipped()).isFalse();
    }

    @Test
    void actionThatKeycloakPassedOver_onItsWayToThePageForConsent_isNone() {
        ofUser.add("UPDATE_PROFILE");
        notes.put(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, "OAUTH_GRANT");

        assertThat(skipped()).isFalse();
    }

    @Test
    void signInThatWasToEndWithoutASession_isAlwaysPastSomething() {
        notes.put(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true");
        assertThat(skipped()).isTrue();

        notes.put(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, "OAUTH_GRANT");
        assertThat(skipped()).isTrue();
    }

    @Test
    void signInThatIsNotThere_isNotVouchedFor() {
        assertThat(SkippedActions.in(null)).isTrue();
    }

    @Test
    void onlyASignInThatEndedWithConsent_isLookedAt() {
        Event signIn = new Event();
        assertThat(SkippedActions.possibleIn(signIn)).isFalse();

        signIn.setDetails(Map.of(Details.CONSENT, Details.CONSENT_VALUE_PERSISTED_CONSENT));
        assertThat(SkippedActions.possibleIn(signIn)).isFalse();

        signIn.setDetails(Map.of(Details.CONSENT, Details.CONSENT_VALUE_CONSENT_GRANTED));
        assertThat(SkippedActions.possibleIn(signIn)).isTrue();
    }

    private boolean skipped() {
        UserModel user = Fake.of(UserModel.class)
                .on("getRequiredActionsStream", arguments -> ofUser.stream())
                .make();
        return SkippedActions.in(Fake.of(AuthenticationSessionModel.class)
                .returning("getRealm", realm.model())
                .returning("getAuthenticatedUser", user)
                .returning("getRequiredActions", ofTab)
                .on("getAuthNote", arguments -> notes.get((String) arguments[0]))
                .make());
    }
}
