package io.github.phonelatch.authenticator;

import io.github.phonelatch.support.PhoneSteps;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Levels of authentication (LoA). Keycloak's condition of that name gives one to a user who comes through the flow it stands in,
 * and a client policy may give one for a whole flow.
 */
final class StepUp {
    private StepUp() {}

    /** Whether passing the step in the flow that is running now gives a level. */
    static boolean given(RealmModel realm, AuthenticationSessionModel tab) {
        return ofWholeFlow(tab)
                // Keycloak gives a level only where its condition was found to be true.
                || tab.getExecutionStatus().entrySet().stream()
                        .filter(execution -> execution.getValue() == ExecutionStatus.EVALUATED_TRUE)
                        .map(execution -> realm.getAuthenticationExecutionById(execution.getKey()))
                        .filter(Objects::nonNull)
                        .filter(StepUp::isLevel)
                        .anyMatch(level -> PhoneSteps.SECOND_FACTOR.stream()
                                .anyMatch(step -> !AuthenticatorUtil.getExecutionsByType(
                                                realm, level.getParentFlow(), step)
                                        .isEmpty()));
    }

    /**
     * Whether the flow around this condition gives a level that the application asks for, or that Keycloak is about to give
     * unasked, as it does with the lowest.
     */
    static boolean wanted(AuthenticationFlowContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        int wanted =
                new AcrStore(context.getSession(), tab).getRequestedLevelOfAuthentication(context.getTopLevelFlow());
        return ofWholeFlow(tab)
                || around(context.getRealm(), context.getExecution())
                        .anyMatch(condition ->
                                tab.getExecutionStatus().get(condition.getId()) == ExecutionStatus.EVALUATED_TRUE
                                        || level(context.getRealm(), condition)
                                                .filter(level -> level <= wanted)
                                                .isPresent());
    }

    private static boolean ofWholeFlow(AuthenticationSessionModel tab) {
        return tab.getAuthNote(Constants.AUTHENTICATION_FLOW_LEVEL_OF_AUTHENTICATION) != null;
    }

    private static Stream<AuthenticationExecutionModel> around(
            RealmModel realm, AuthenticationExecutionModel execution) {
        return Stream.<AuthenticationExecutionModel>iterate(execution, Objects::nonNull, inner -> parent(realm, inner))
                .flatMap(inner -> realm.getAuthenticationExecutionsStream(inner.getParentFlow()))
                .filter(StepUp::isLevel);
    }

    private static Optional<Integer> level(RealmModel realm, AuthenticationExecutionModel condition) {
        return Optional.ofNullable(condition.getAuthenticatorConfig())
                .map(realm::getAuthenticatorConfigById)
                .map(LoAUtil::getLevelFromLoaConditionConfiguration);
    }

    private static @Nullable AuthenticationExecutionModel parent(RealmModel realm, AuthenticationExecutionModel inner) {
        return realm.getAuthenticationExecutionByFlowId(inner.getParentFlow());
    }

    private static boolean isLevel(AuthenticationExecutionModel execution) {
        return execution.isEnabled()
                && ConditionalLoaAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator());
    }
}
