package io.github.phonelatch.event;

import io.github.phonelatch.support.PhoneAction;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Looks how the required action is registered, whenever an admin changed an action and when a realm was made. The realm is read
 * and not what was sent, because Keycloak stores what is missing there as nothing. A lost alias is given back in the same
 * transaction.
 */
final class ActionCheck {
    private static final Logger LOG = Logger.getLogger(ActionCheck.class);

    private ActionCheck() {}

    static boolean isDueAfter(AdminEvent event) {
        return event.getError() == null
                && (event.getResourceType() == ResourceType.REQUIRED_ACTION
                        || event.getResourceType() == ResourceType.REQUIRED_ACTION_CONFIG);
    }

    /** After a change: one line in the log and one event of the realm. */
    static void afterChange(KeycloakSession session, RealmModel realm) {
        if (giveAliasBack(realm)) {
            PhoneEvents.notSetUp(session, realm, "alias_given_back");
        } else if (warn(realm)) {
            PhoneEvents.notSetUp(session, realm, "not_found_by_keycloak");
        }
    }

    /** A realm that is being made has no events yet. */
    static void afterCreation(RealmModel realm) {
        if (!giveAliasBack(realm)) {
            warn(realm);
        }
    }

    /**
     * An action without alias is found by no call, so nobody but us can repair it. A second one beside an action that is found is of
     * no use.
     */
    private static boolean giveAliasBack(RealmModel realm) {
        List<RequiredActionProviderModel> lost = PhoneAction.withoutAlias(realm);
        for (RequiredActionProviderModel action : lost) {
            if (PhoneAction.isFound(realm)) {
                realm.removeRequiredActionProvider(action);
            } else {
                action.setAlias(PhoneAction.ID);
                realm.updateRequiredActionProvider(action);
            }
        }
        if (!lost.isEmpty()) {
            LOG.warnf(
                    "Realm '%s': required action '%s' had lost its alias, as by a PUT without \"alias\", and has it again. Such a PUT"
                            + " takes the settings away too: look at them in the console, Authentication, Required actions.",
                    realm.getName(), PhoneAction.ID);
        }
        return !lost.isEmpty();
    }

    private static boolean warn(RealmModel realm) {
        Optional<String> fault = PhoneAction.fault(realm);
        fault.ifPresent(text -> LOG.warnf("Realm '%s': %s.", realm.getName(), text));
        return fault.isPresent();
    }
}
