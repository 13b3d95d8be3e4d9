package io.github.phonelatch.event;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a sign-in went past pending actions. Keycloak accepts the consent form at any page of the sign-in, and does
 * not check again whether an action is left.
 */
final class SkippedActions {
    private SkippedActions() {}

    /**
     * Whether this sign-in ended with that form. By what Keycloak says of it and not by the request's path, which can be written in
     * more than one way.
     */
    static boolean possibleIn(Event signIn) {
        Map<String, String> details = signIn.getDetails();
        return details != null && Details.CONSENT_VALUE_CONSENT_GRANTED.equals(details.get(Details.CONSENT));
    }

    /**
     * Whether something was left, counted as Keycloak counts: actions that the realm does not know or has disabled are
     * left out, and so are those that the person asked for.
     *
     * @param tab the sign-in. Without one an action counts as left
     */
    static boolean in(@Nullable AuthenticationSessionModel tab) {
        if (tab == null) {
            return true;
        }
        if (tab.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null) {
            // A link in a mail, or a reset: good for what it is about, never for a session.
            return true;
        }
        if (AuthenticationSessionModel.Action.OAUTH_GRANT
                .name()
                .equals(tab.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION))) {
            // The form was shown, and Keycloak shows it last. It may have skipped an action that it cannot ask for,
            // such as the verification of a missing address. That one stays on the person.
            return false;
        }
        RealmModel realm = tab.getRealm();
        return Stream.concat(tab.getAuthenticatedUser().getRequiredActionsStream(), tab.getRequiredActions().stream())
                .map(realm::getRequiredActionProviderByAlias)
                .anyMatch(SkippedActions::isAsked);
    }

    private static boolean isAsked(@Nullable RequiredActionProviderModel action) {
        return action != null && action.isEnabled();
    }
}
