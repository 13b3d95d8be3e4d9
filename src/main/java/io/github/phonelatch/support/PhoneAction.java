package io.github.phonelatch.support;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * The required action that verifies numbers and carries the settings, as a realm has it registered. It is found by provider id,
 * because a {@code PUT} of the action without {@code alias} takes its alias away.
 */
public final class PhoneAction {
    /** Its provider id, and what its alias has to be, because Keycloak asks for an action by its alias. */
    public static final String ID = "phonelatch-verify-phone";

    /** An action without alias can be reached by no call, so it must not stand in the way of one that was registered anew. */
    private static final Comparator<RequiredActionProviderModel> FIRST = Comparator.comparing(
                    (RequiredActionProviderModel action) -> !hasItsAlias(action))
            .thenComparing(action -> !action.isEnabled());

    private PhoneAction() {}

    /** The one that counts, where it is registered. */
    public static Optional<RequiredActionProviderModel> of(RealmModel realm) {
        return registered(realm).min(FIRST);
    }

    /** Whether Keycloak finds it when somebody has to verify a number. */
    public static boolean isFound(RealmModel realm) {
        return of(realm).filter(PhoneAction::hasItsAlias).isPresent();
    }

    /** The registrations without alias. As long as there is one, Keycloak cannot even save settings of the other. */
    public static List<RequiredActionProviderModel> withoutAlias(RealmModel realm) {
        return registered(realm).filter(action -> action.getAlias() == null).toList();
    }

    /** What is wrong with its registration, and the call that repairs it, in words for an admin. */
    public static Optional<String> fault(RealmModel realm) {
        Optional<RequiredActionProviderModel> counts = of(realm);
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        String calls = "/admin/realms/" + realm.getName() + "/authentication/";
        String alias = counts.get().getAlias();
        if (alias == null) {
            return Optional.of("required action '" + ID
                    + "' has lost its alias, as by a PUT without \"alias\". Keycloak finds it no"
                    + " more, so nobody without a verified number can sign in. Repair: POST " + calls
                    + "register-required-action {\"providerId\":\"" + ID
                    + "\",\"name\":\"Verify phone number\"}, then save its"
                    + " settings again");
        }
        if (!alias.equals(ID)) {
            return Optional.of(
                    "required action '" + ID + "' is registered under the alias '" + alias + "'. Keycloak does not find"
                            + " it, so nobody without a verified number can sign in. Repair: PUT " + calls
                            + "required-actions/" + alias
                            + " with the whole action and \"alias\":\"" + ID + "\"");
        }
        return registered(realm)
                .map(RequiredActionProviderModel::getAlias)
                .filter(other -> other != null && !other.equals(ID))
                .findFirst()
                .map(other -> "required action '" + ID
                        + "' is registered twice. The one under this alias counts. Repair: DELETE " + calls
                        + "required-actions/" + other);
    }

    private static Stream<RequiredActionProviderModel> registered(RealmModel realm) {
        return realm.getRequiredActionProvidersStream().filter(action -> ID.equals(action.getProviderId()));
    }

    private static boolean hasItsAlias(RequiredActionProviderModel action) {
        return Objects.equals(action.getAlias(), ID);
    }
}
