package io.github.phonelatch.token;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.phone.EndedSignIns;
import io.github.phonelatch.signin.GateRule;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.Version;
import java.util.List;
import java.util.Map;
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
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.saml.common.constants.JBossSAMLURIConstants;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * What every SAML answer to an application passes, {@code phonelatch-saml-gate}, of whatever binding, asked for or not, and of the
 * old token exchange too. Whoever has something to do first gets an answer without an assertion, which is signed and delivered like
 * any other.
 *
 * <p>It never throws to refuse: Keycloak would log that as an error of its own and show a page that says nothing. Where it encrypts
 * assertions it does so all the same, since it cannot encrypt an answer without one.
 */
public final class SamlGate implements SamlAuthenticationPreprocessor, ServerInfoAwareProviderFactory {
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

    /** What cannot be found out is a no. */
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
                            () -> RealmSettings.of(signIn.getRealm()),
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

    @Override
    public Map<String, String> getOperationalInfo() {
        return Version.operationalInfo();
    }
}
