package io.github.phonelatch.signin;

import io.github.phonelatch.support.PhoneSteps;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.conditional.ConditionalRoleAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.executor.AuthenticationFlowSelectorExecutorFactory;

/**
 * Whether a code by phone is a person's second factor: whether some sign-in of the realm has a step that asks them for one. Then
 * it cannot be the first one too, or what brings a new password: a single message would open the account. And then it gives way
 * to nothing but itself.
 */
public final class SecondFactor {
    private static final Logger LOG = Logger.getLogger(SecondFactor.class);

    private SecondFactor() {}

    /**
     * Looks at every flow that is in use: the realm's own, and those of a client, an identity provider or a client policy. Of the
     * conditions in it only roles are looked at, for any other may be met at the next sign-in. The answer is kept for the
     * request.
     */
    public static boolean isPhoneOf(KeycloakSession session, RealmModel realm, UserModel user) {
        String kept = "phonelatch.second-factor/" + realm.getId() + "/" + user.getId();
        Boolean known = session.getAttribute(kept, Boolean.class);
        if (known != null) {
            return known;
        }
        boolean asked = realm.getAuthenticationFlowsStream()
                .filter(AuthenticationFlowModel::isTopLevel)
                .filter(flow -> asks(session, realm, flow, user))
                .anyMatch(flow -> inUse(session, realm, flow));
        session.setAttribute(kept, asked);
        return asked;
    }

    private static boolean asks(
            KeycloakSession session, RealmModel realm, AuthenticationFlowModel flow, UserModel user) {
        return PhoneSteps.SECOND_FACTOR.stream()
                .flatMap(id -> AuthenticatorUtil.getExecutionsByType(realm, flow.getId(), id).stream())
                .filter(AuthenticationExecutionModel::isEnabled)
                .anyMatch(step -> reaches(session, realm, step, user));
    }

    // --- which flows are in use -------------------------------------------------------------------------------------

    private static boolean inUse(KeycloakSession session, RealmModel realm, AuthenticationFlowModel flow) {
        return KeycloakModelUtils.isFlowUsed(session, realm, flow)
                || session.identityProviders()
                        .getByFlow(flow.getId(), null, 0, 1)
                        .findAny()
                        .isPresent()
                || chosenByPolicy(session, realm, flow);
    }

    /**
     * A client policy may send a client's people through any flow. A policy that cannot be read counts as one that
     * does.
     */
    private static boolean chosenByPolicy(KeycloakSession session, RealmModel realm, AuthenticationFlowModel flow) {
        try {
            return session.clientPolicy().getClientProfiles(realm, false).getProfiles().stream()
                    .filter(profile -> profile.getExecutors() != null)
                    .flatMap(profile -> profile.getExecutors().stream())
                    .filter(executor -> AuthenticationFlowSelectorExecutorFactory.PROVIDER_ID.equals(
                            executor.getExecutorProviderId()))
                    .anyMatch(executor -> executor.getConfiguration() == null
                            || flow.getAlias()
                                    .equals(executor.getConfiguration()
                                            .path(AuthenticationFlowSelectorExecutorFactory.AUTH_FLOW_ALIAS)
                                            .asText()));
        } catch (ClientPolicyException e) {
            LOG.warnf(e, "Realm '%s': the client policies could not be read", realm.getName());
            return true;
        }
    }

    // --- whom a step is for -----------------------------------------------------------------------------------------

    /** Whether no part of the flow around the step is switched off, or meant for other roles. */
    private static boolean reaches(
            KeycloakSession session, RealmModel realm, AuthenticationExecutionModel step, UserModel user) {
        return Stream.iterate(
                        realm.getAuthenticationExecutionByFlowId(step.getParentFlow()),
                        Objects::nonNull,
                        part -> realm.getAuthenticationExecutionByFlowId(part.getParentFlow()))
                .allMatch(part ->
                        part.isEnabled() && (!part.isConditional() || admits(session, realm, part.getFlowId(), user)));
    }

    private static boolean admits(KeycloakSession session, RealmModel realm, String flowId, UserModel user) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(AuthenticationExecutionModel::isEnabled)
                .filter(part -> ConditionalRoleAuthenticatorFactory.PROVIDER_ID.equals(part.getAuthenticator()))
                .allMatch(condition -> holds(session, realm, condition, user));
    }

    /** As Keycloak decides it: false where the role is not there. */
    private static boolean holds(
            KeycloakSession session, RealmModel realm, AuthenticationExecutionModel condition, UserModel user) {
        AuthenticatorConfigModel settings = condition.getAuthenticatorConfig() == null
                ? null
                : realm.getAuthenticatorConfigById(condition.getAuthenticatorConfig());
        if (settings == null || settings.getConfig() == null) {
            return false;
        }
        Map<String, String> config = settings.getConfig();
        String name = config.get(ConditionalRoleAuthenticatorFactory.CONDITIONAL_USER_ROLE);
        RoleModel role = name == null ? null : KeycloakModelUtils.getRoleFromString(session, realm, name);
        boolean negated = Boolean.parseBoolean(config.get(ConditionalRoleAuthenticatorFactory.CONF_NEGATE));
        return role != null && user.hasRole(role) != negated;
    }
}
