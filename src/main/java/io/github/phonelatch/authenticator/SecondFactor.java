package io.github.phonelatch.authenticator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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

/**
 * Whether a code by phone is a person's second factor: whether a flow of the realm has a step that asks them for one. Then it
 * cannot be the first one too, or what brings a new password: a single message would open the account.
 */
final class SecondFactor {
    private static final List<String> CODE_STEPS =
            List.of(OtpAuthenticatorFactory.ID, DirectGrantAuthenticatorFactory.ID);

    private SecondFactor() {}

    /**
     * Looks at every flow, for a client or an identity provider may have one of its own, and of the conditions at roles only:
     * any other may be met at the next sign-in.
     */
    static boolean isPhoneOf(KeycloakSession session, RealmModel realm, UserModel user) {
        return realm.getAuthenticationFlowsStream()
                .filter(AuthenticationFlowModel::isTopLevel)
                .flatMap(flow -> CODE_STEPS.stream()
                        .flatMap(id -> AuthenticatorUtil.getExecutionsByType(realm, flow.getId(), id).stream()))
                .filter(AuthenticationExecutionModel::isEnabled)
                .anyMatch(step -> reaches(session, realm, step, user));
    }

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
