package io.github.phonelatch.rest;

import io.github.phonelatch.phone.StoredProof;
import java.time.Duration;
import java.time.Instant;
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
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.AcrUtils;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The sign-in that a token came from.
 *
 * @param at when the person last proved who they are
 * @param missingLevel the level of authentication ({@code acr}) that the realm's flow keeps the phone behind, where this sign-in
 *     has not reached it
 */
record SignIn(String sessionId, Instant at, Optional<String> missingLevel) {
    /** How old a sign-in may be in which another number takes the place of a verified one. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** A broker's clock may be a little ahead; a time that has not come yet is no sign of a sign-in. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    static SignIn of(KeycloakSession session, RealmModel realm, ClientModel client, UserSessionModel signIn) {
        return new SignIn(signIn.getId(), time(signIn), missingLevel(session, realm, client, signIn));
    }

    /** Whether another number may take the place of a verified one in it: as Keycloak's own pages see to it. */
    boolean mayReplace(Instant now) {
        return missingLevel.isEmpty() && !at.isAfter(now.plus(CLOCKS_DIFFER)) && !now.isAfter(at.plus(FRESH));
    }

    /**
     * Sessions of the direct grant have no such note: there the person proved who they are when it began. An admin who
     * impersonates somebody, and an exchanged token, begin sessions too, without the person.
     */
    private static Instant time(UserSessionModel signIn) {
        String note = signIn.getNote(AuthenticationManager.AUTH_TIME);
        if (note != null) {
            return Instant.ofEpochSecond(Long.parseLong(note));
        }
        return OIDCLoginProtocol.LOGIN_PROTOCOL.equals(signIn.getAuthMethod())
                ? Instant.ofEpochSecond(signIn.getStarted())
                : Instant.EPOCH;
    }

    private static Optional<String> missingLevel(
            KeycloakSession session, RealmModel realm, ClientModel client, UserSessionModel signIn) {
        AuthenticationFlowModel flow = AuthenticationFlowResolver.resolveBindingOverrideFlowForClient(
                client, AuthenticationFlowBindings.BROWSER_BINDING);
        int needed = LoAUtil.getCredentialTypesToLoAMap(session, realm, flow == null ? realm.getBrowserFlow() : flow)
                .getOrDefault(StoredProof.TYPE, Constants.NO_LOA);
        AuthenticatedClientSessionModel app = signIn.getAuthenticatedClientSessionByClient(client.getId());
        int reached = app == null ? Constants.NO_LOA : AcrStore.getCurrentLevelOfAuthentication(app);
        return reached >= needed ? Optional.empty() : Optional.of(acr(client, needed));
    }

    private static String acr(ClientModel client, int level) {
        return AcrUtils.getAcrLoaMap(client).entrySet().stream()
                .filter(named -> named.getValue() == level)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> Integer.toString(level));
    }
}
