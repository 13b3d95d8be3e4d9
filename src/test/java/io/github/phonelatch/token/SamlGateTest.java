package io.github.phonelatch.token;

import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeClient;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.dom.saml.v2.assertion.EncryptedAssertionType;
import org.keycloak.dom.saml.v2.protocol.ResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusResponseType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.utils.KeycloakSessionUtil;

class SamlGateTest {
    private static final XMLGregorianCalendar NOW =
            DatatypeFactory.newDefaultInstance().newXMLGregorianCalendar("2026-11-20T12:00:00Z");

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user =
            new FakeUser("student").credential(credential("+447400123456")).attribute("phoneNumber", "+447400123456");
    private final ResponseType answer = new ResponseType("1", NOW);
    private final UserSessionModel signIn = Fake.of(UserSessionModel.class)
            .returning("getId", "1")
            .returning("getRealm", realm.model())
            .returning("getUser", user.model())
            .returning("isOffline", false)
            .returning("getNote", null)
            .returning("getStarted", Integer.MAX_VALUE)
            .make();
    private UserSessionModel stored = signIn;
    private boolean storeFails;

    @AfterEach
    void noRequest() {
        KeycloakSessionUtil.setKeycloakSession(null);
    }

    @Test
    void verifiedPerson_getsTheAnswerAsItIs() {
        inARequest();

        assertThat(pass().getAssertions()).hasSize(2);
        assertThat(answer.getStatus()).isNull();
    }

    @Test
    void personWithoutAVerifiedNumber_getsNoAssertion() {
        inARequest();
        user.credentials().clear();

        assertRefused();
    }

    @Test
    void realmWithoutTheAction_isLeftAlone() {
        inARequest();
        user.credentials().clear();
        realm.actionNotRegistered();

        assertThat(pass().getAssertions()).hasSize(2);
    }

    @Test
    void sessionThatHasEnded_givesNoAssertion() {
        inARequest();
        stored = null;

        assertRefused();
    }

    @Test
    void whatFails_givesNoAssertion() {
        inARequest();
        storeFails = true;

        assertRefused();
    }

    @Test
    void answerOutsideARequest_hasNoAssertion() {
        assertRefused();
    }

    @Test
    void answerToTheEndOfASession_isNotLookedAt() {
        StatusResponseType ended = new StatusResponseType("1", NOW);

        assertThat(new SamlGate().beforeSendingResponse(ended, null)).isSameAs(ended);
    }

    private void assertRefused() {
        assertThat(pass().getAssertions()).isEmpty();
        assertThat(answer.getStatus().getStatusCode().getValue())
                .hasToString("urn:oasis:names:tc:SAML:2.0:status:Responder");
        assertThat(answer.getStatus().getStatusCode().getStatusCode().getValue())
                .hasToString("urn:oasis:names:tc:SAML:2.0:status:RequestDenied");
    }

    /** Without an event: making it fails in this request, and changes nothing. */
    private ResponseType pass() {
        answer.addAssertion(new ResponseType.RTChoiceType(new AssertionType("2", NOW)));
        answer.addAssertion(new ResponseType.RTChoiceType(new EncryptedAssertionType()));
        AuthenticatedClientSessionModel application = Fake.of(AuthenticatedClientSessionModel.class)
                .returning("getUserSession", signIn)
                .returning("getClient", new FakeClient("app").model())
                .make();
        return (ResponseType) new SamlGate().beforeSendingResponse(answer, application);
    }

    private void inARequest() {
        KeycloakSessionUtil.setKeycloakSession(Fake.session()
                .returning(
                        "sessions",
                        Fake.of(UserSessionProvider.class)
                                .returning("getOfflineUserSession", null)
                                .on("getUserSession", arguments -> {
                                    if (storeFails) {
                                        throw new IllegalStateException("told to fail");
                                    }
                                    return stored;
                                })
                                .make())
                .make());
    }
}
