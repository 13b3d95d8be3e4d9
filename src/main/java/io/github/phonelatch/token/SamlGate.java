package io.github.phonelatch.token;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.phone.EndedSignIns;
import io.github.phonelatch.signin.GateRule;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.VersionedFactory;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.dom.saml.v2.protocol.ResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusCodeType;
import org.keycloak.dom.saml.v2.protocol.StatusResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.saml.common.constants.JBossSAMLURIConstants;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * The gate {@code phonelatch-saml-gate}, which every SAML answer to an application passes: in any binding, solicited or
 * not, and in the old token exchange. A person with something to do first gets an answer without an assertion, signed
 * and delivered like any other.
 *
 * <p>It refuses without an exception, because Keycloak would log that as an error of its own and show a page that says
 * nothing. Where assertions are encrypted Keycloak shows that page all the same, because it cannot encrypt an answer
 * without one.
 */
public final class SamlGate implements SamlAuthenticationPreprocessor, VersionedFactory {
    private static final Logger LOG = Logger.getLogger(SamlGate.class);

    @Override
    public String getId() {
        return "phonelatch-saml-gate";
    }

    /** The same for all: Keycloak calls the factory itself, without a session. */
    @Override
    public SamlAuthenticationPreprocessor create(KeycloakSession session) {
        return this;
    }

    @Override
    public StatusResponseType beforeSendingResponse(
            StatusResponseType answer, AuthenticatedClientSessionModel clientSession) {
        if (!(answer instanceof ResponseType response)) {
            // The end of a session: there is no assertion in it.
            return answer;
        }
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        if (!passes(session, clientSession)) {
            List.copyOf(response.getAssertions()).forEach(response::removeAssertion);
            response.setStatus(denied());
            report(session, clientSession);
        }
        return response;
    }

    /** Any failure refuses. */
    private static boolean passes(@Nullable KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        if (session == null) {
            LOG.error("no session of Keycloak's to ask: the SAML answer goes without an assertion");
            return false;
        }
        try {
            UserSessionModel signIn = clientSession.getUserSession();
            return !EndedSignIns.ended(session, signIn)
                    && !GateRule.refuses(
                            session,
                            signIn.getRealm(),
                            signIn,
                            () -> Settings.of(signIn.getRealm()),
                            KeycloakClock.INSTANCE.instant());
        } catch (RuntimeException e) {
            LOG.error(
                    "what somebody has to do first could not be found out: the SAML answer goes without an assertion",
                    e);
            return false;
        }
    }

    private static StatusType denied() {
        StatusCodeType why = new StatusCodeType();
        why.setValue(JBossSAMLURIConstants.STATUS_REQUEST_DENIED.getUri());
        StatusCodeType who = new StatusCodeType();
        who.setValue(JBossSAMLURIConstants.STATUS_RESPONDER.getUri());
        who.setStatusCode(why);
        StatusType status = new StatusType();
        status.setStatusCode(who);
        return status;
    }

    private static void report(@Nullable KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        if (session == null) {
            return;
        }
        try {
            PhoneEvents.nothingGiven(
                    session,
                    clientSession.getClient().getClientId(),
                    clientSession.getUserSession().getUser().getId(),
                    "no_assertion");
        } catch (RuntimeException e) {
            LOG.error("a SAML answer went without an assertion, and the event that says so could not be made", e);
        }
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
