package io.github.phonelatch.action;

import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.StoredVerification;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** The required actions of a tab that are not ours: what the person chose ({@code kc_action}), and what adds a factor. */
final class OtherActions {
    private static final String CAME_THROUGH_RESET = "phonelatch.came-through-reset";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AuthenticationSessionModel tab;

    OtherActions(KeycloakSession session, RealmModel realm, UserModel user, AuthenticationSessionModel tab) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.tab = tab;
    }

    // --- what was chosen --------------------------------------------------------------------------------------------

    /** The alias of the action that the person, or the application for them, chose. */
    Optional<String> chosen() {
        return Optional.ofNullable(tab.getClientNote(Constants.KC_ACTION));
    }

    /**
     * Whether this tab came through the reset of a password, so whether any step of the realm's reset flow succeeded in it.
     */
    boolean cameThroughReset() {
        if (tab.getAuthNote(CAME_THROUGH_RESET) != null) {
            return true;
        }
        boolean reset = realm.getResetCredentialsFlow() != null
                && tab.getExecutionStatus().entrySet().stream()
                        .filter(execution -> execution.getValue() == ExecutionStatus.SUCCESS)
                        .map(execution -> realm.getAuthenticationExecutionById(execution.getKey()))
                        .anyMatch(this::isOfReset);
        if (reset) {
            tab.setAuthNote(CAME_THROUGH_RESET, "true");
        }
        return reset;
    }

    private boolean isOfReset(@Nullable AuthenticationExecutionModel execution) {
        String reset = realm.getResetCredentialsFlow().getId();
        return Stream.iterate(
                        execution,
                        step -> step != null,
                        step -> realm.getAuthenticationExecutionByFlowId(step.getParentFlow()))
                .anyMatch(step -> reset.equals(step.getParentFlow()));
    }

    /**
     * Takes the chosen action off a sign-in that ends after its required actions or came through a reset, because such a sign-in
     * passed nothing.
     */
    void dropChosen() {
        if (cameThroughReset() || tab.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null) {
            chosen().ifPresent(action -> AuthenticationManager.setKcActionStatus(action, KcActionStatus.ERROR, tab));
        }
    }

    /** The person does not want what they chose any more. */
    void cancelChosen() {
        chosen().ifPresent(action -> AuthenticationManager.setKcActionStatus(action, KcActionStatus.CANCELLED, tab));
    }

    // --- what adds a factor, or removes the phone -------------------------------------------------------------------

    /** Whether any of them adds a factor. */
    boolean addFactor() {
        return Stream.concat(chosen().stream(), pending()).anyMatch(this::addsFactor);
    }

    /** Whether the chosen one removes the phone. */
    boolean removePhone() {
        return chosen().filter(DeleteCredentialAction.PROVIDER_ID::equals).isPresent()
                && Optional.ofNullable(tab.getClientNote(Constants.KC_ACTION_PARAMETER))
                        .map(id -> user.credentialManager().getStoredCredentialById(id))
                        .map(CredentialModel::getType)
                        .filter(StoredVerification.TYPE::equals)
                        .isPresent();
    }

    /** Takes off those that add a factor and that Keycloak would ask before ours. */
    void takeOffFactorsBeforeOurs() {
        takeOff(alias -> addsFactor(alias) && comesBeforeOurs(alias));
    }

    /** Takes off all but ours, and leaves what was chosen for later. */
    void takeOffAll() {
        takeOff(alias -> true);
    }

    private void takeOff(Predicate<String> which) {
        tab.getRequiredActions().stream()
                .filter(alias -> !isOurs(alias))
                .filter(which)
                .toList()
                .forEach(tab::removeRequiredAction);
        user.getRequiredActionsStream()
                .filter(alias -> !isOurs(alias))
                .filter(which)
                .toList()
                .forEach(this::takeOffForThisRequest);
    }

    /**
     * Keycloak looks at what is stored on the user right after it asks us. So the action is taken away from there until this
     * request commits, and nothing is lost of what an admin asked for.
     */
    private void takeOffForThisRequest(String alias) {
        user.removeRequiredAction(alias);
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                user.addRequiredAction(alias);
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private Stream<String> pending() {
        return Stream.concat(user.getRequiredActionsStream(), tab.getRequiredActions().stream());
    }

    private boolean addsFactor(String alias) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(alias);
        if (action == null || !action.isEnabled() || Enforcement.ACTION.equals(action.getProviderId())) {
            return false;
        }
        RequiredActionFactory factory = (RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, action.getProviderId());
        return factory != null
                && factory.create(session) instanceof CredentialRegistrator registrator
                && !PasswordCredentialModel.TYPE.equals(registrator.getCredentialType(session, tab));
    }

    private boolean comesBeforeOurs(String alias) {
        return realm.getRequiredActionProvidersStream()
                .filter(action -> Enforcement.ACTION.equals(action.getProviderId()))
                .anyMatch(ours -> RequiredActionProviderModel.RequiredActionComparator.SINGLETON.compare(
                                realm.getRequiredActionProviderByAlias(alias), ours)
                        <= 0);
    }

    private static boolean isOurs(String alias) {
        return Enforcement.ACTION.equals(alias);
    }
}
