package io.github.phonelatch.signin;

import io.github.phonelatch.phone.StoredVerification;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.protocol.oidc.utils.AcrUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The level of authentication (LoA) that a client's browser flow keeps the phone behind, where it has levels. */
public final class PhoneLevel {
    private PhoneLevel() {}

    /** Whether the sign-in of this tab has reached it. */
    public static boolean reached(KeycloakSession session, AuthenticationSessionModel tab) {
        return new AcrStore(session, tab).getLevelOfAuthenticationFromCurrentAuthentication()
                >= needed(session, tab.getRealm(), tab.getClient());
    }

    /** The level as the client names it ({@code acr}), where this session has not reached it. */
    public static Optional<String> missing(
            KeycloakSession session, RealmModel realm, ClientModel client, UserSessionModel signIn) {
        int needed = needed(session, realm, client);
        AuthenticatedClientSessionModel app = signIn.getAuthenticatedClientSessionByClient(client.getId());
        int reached = app == null ? Constants.NO_LOA : AcrStore.getCurrentLevelOfAuthentication(app);
        return reached >= needed ? Optional.empty() : Optional.of(acr(client, needed));
    }

    private static int needed(KeycloakSession session, RealmModel realm, ClientModel client) {
        AuthenticationFlowModel flow = AuthenticationFlowResolver.resolveBindingOverrideFlowForClient(
                client, AuthenticationFlowBindings.BROWSER_BINDING);
        return LoAUtil.getCredentialTypesToLoAMap(session, realm, flow == null ? realm.getBrowserFlow() : flow)
                .getOrDefault(StoredVerification.TYPE, Constants.NO_LOA);
    }

    private static String acr(ClientModel client, int level) {
        return AcrUtils.getAcrLoaMap(client).entrySet().stream()
                .filter(named -> named.getValue() == level)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> Integer.toString(level));
    }
}
