package io.github.phonelatch.token;

import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeClient;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.GatedClients;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;

class PhonelatchGateTest {
    private final FakeRealm realm = new FakeRealm("school").setting("exempt-roles", "phone-exempt");
    private final FakeUser user = new FakeUser("student");
    private final FakeClient client = new FakeClient("app");
    private String sessionNote = "";
    private boolean leftOut;
    private boolean ended;
    private final AccessToken token = new AccessToken();

    @Test
    void personWithoutAVerification_getsNoToken() {
        assertThatThrownBy(this::pass).isInstanceOf(NoToken.class).hasMessage("student");
    }

    @Test
    void sessionThatHasEnded_givesNoToken_whateverTheClient() {
        user.credential(credential("+447400123456")).attribute("phoneNumber", "+447400123456");
        client.mapper(GatedClients.MAPPER);
        ended = true;

        assertThatThrownBy(this::pass).isInstanceOf(NoToken.class);
    }

    @Test
    void verifiedPerson_passes() {
        user.credential(credential("+447400123456")).attribute("phoneNumber", "+447400123456");

        assertThatNoException().isThrownBy(this::pass);
    }

    @Test
    void personWhoseCredentialWasRemoved_getsNoTokenAnyMore() {
        user.credential(credential("+447400123456")).attribute("phoneNumber", "+447400123456");
        user.credentials().clear();

        assertThatThrownBy(this::pass).isInstanceOf(NoToken.class);
    }

    @Test
    void exemptPersonAndAccountOfAService_pass() {
        user.role(realm.role("phone-exempt"));
        assertThatNoException().isThrownBy(this::pass);

        assertThatNoException().isThrownBy(() -> pass(new FakeUser("service").serviceAccountOf("school-api")));
    }

    @Test
    void realmThatAsksForNoNumbers_letsEverybodyPass() {
        realm.setting("require-for-all", "false");
        assertThatNoException().isThrownBy(this::pass);

        realm.setting("require-for-all", "true").actionDisabled();
        assertThatNoException().isThrownBy(this::pass);
    }

    @Test
    void personWhomAStepOfTheFlowAsked_getsNoToken_beforeTheNumberIsVerified() {
        realm.setting("require-for-all", "false");
        sessionNote = Enforcement.ASKED_BY_FLOW;
        assertThatThrownBy(this::pass).isInstanceOf(NoToken.class);

        user.credential(credential("+447400123456")).attribute("phoneNumber", "+447400123456");
        assertThatNoException().isThrownBy(this::pass);
    }

    @Test
    void personWithoutAVerification_passesThroughAClientWithTheRoleGate() {
        client.mapper(GatedClients.MAPPER);

        assertThatNoException().isThrownBy(this::pass);
    }

    @Test
    void roleGateThatDoesNotCount_letsNobodyPass() {
        client.mapper(GatedClients.MAPPER).fullScope();

        assertThatThrownBy(this::pass).isInstanceOf(NoToken.class);
    }

    /** A client policy can leave out the client's own mappers, and the token would have every role. */
    @Test
    void roleGateThatDidNotWorkOnThisToken_letsNobodyPass() {
        client.mapper(GatedClients.MAPPER);
        leftOut = true;

        assertThatThrownBy(this::pass).isInstanceOf(NoToken.class);
    }

    @Test
    void tokenWithPermissions_isNotForTheUnverified_whateverTheClient() {
        client.mapper(GatedClients.MAPPER);
        token.setAuthorization(new AccessToken.Authorization());

        assertThatThrownBy(this::pass).isInstanceOf(NoToken.class);
    }

    private void pass() {
        pass(user);
    }

    private void pass(FakeUser who) {
        UserSessionModel userSession = Fake.of(UserSessionModel.class)
                .returning("getId", "1")
                .returning("isOffline", false)
                .returning("getRealm", realm.model())
                .returning("getUser", who.model())
                .returning("getStarted", Integer.MAX_VALUE)
                .on("getNote", arguments -> sessionNote.equals(arguments[0]) ? "true" : null)
                .make();
        AuthenticatedClientSessionModel clientSession = Fake.of(AuthenticatedClientSessionModel.class)
                .returning("getUserSession", userSession)
                .returning("getClient", client.model())
                .make();
        ClientSessionContext context = Fake.of(ClientSessionContext.class)
                .returning("getClientSession", clientSession)
                .on(
                        "getProtocolMappersStream",
                        arguments -> leftOut ? Stream.empty() : client.model().getProtocolMappersStream())
                .make();
        KeycloakContext keycloak = Fake.of(KeycloakContext.class)
                .returning("getRealm", realm.model())
                .make();
        KeycloakSession session = Fake.session()
                .returning("getContext", keycloak)
                .returning(
                        "sessions",
                        Fake.of(UserSessionProvider.class)
                                .returning("getUserSession", ended ? null : userSession)
                                .returning("getOfflineUserSession", null)
                                .make())
                .make();
        new PhonelatchGate(session, (app, refused) -> new NoToken(refused))
                .process(new TokenPostProcessorContext(null, null, null, token, context));
    }

    private static final class NoToken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoToken(UserModel refused) {
            super(refused.getId());
        }
    }
}
