package io.github.phonelatch.token;

import static io.github.phonelatch.fakes.Verifications.credential;
import static io.github.phonelatch.fakes.Verifications.verification;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

class PhoneClaimsMapperTest {
    private static final String NUMBER = "+447400123456";

    private final FakeUser user = new FakeUser("student");
    private final FakeRealm realm = new FakeRealm("school").setting("default-country", "GB");
    private final PhoneClaimsMapper mapper = new PhoneClaimsMapper();
    private final Map<String, String> config = new HashMap<>(Map.of(
            "id.token.claim", "true",
            "access.token.claim", "true",
            "userinfo.token.claim", "true",
            "introspection.token.claim", "true"));
    private boolean lightweight;

    @Test
    void verifiedNumber_isInIdTokenAndUserinfo_andOnlyItsStateInTheAccessToken() {
        verify();

        assertThat(idToken()).containsOnly(Map.entry("phone_number", NUMBER), Map.entry("phone_number_verified", true));
        assertThat(userinfo())
                .containsOnly(Map.entry("phone_number", NUMBER), Map.entry("phone_number_verified", true));
        assertThat(accessToken()).containsOnly(Map.entry("phone_number_verified", true));
        assertThat(introspection()).containsOnly(Map.entry("phone_number_verified", true));
    }

    @Test
    void number_isInTheAccessTokenWhereTheMapperSaysSo() {
        verify();
        config.put("number.in.access.token", "true");

        assertThat(accessToken())
                .containsOnly(Map.entry("phone_number", NUMBER), Map.entry("phone_number_verified", true));
        assertThat(introspection())
                .containsOnly(Map.entry("phone_number", NUMBER), Map.entry("phone_number_verified", true));
    }

    @Test
    void knownNumberWithoutAVerification_isNotVerified_andWrittenAsE164() {
        user.attribute("phoneNumber", "07400 123456").attribute("phoneNumberVerified", "true");

        assertThat(idToken())
                .containsOnly(Map.entry("phone_number", NUMBER), Map.entry("phone_number_verified", false));
    }

    @Test
    void editedNumber_isNotVerified() {
        verify();
        user.attribute("phoneNumber", "+447400123457");

        assertThat(idToken())
                .containsOnly(Map.entry("phone_number", "+447400123457"), Map.entry("phone_number_verified", false));
        assertThat(accessToken()).containsOnly(Map.entry("phone_number_verified", false));
    }

    @Test
    void personWithoutANumber_isNotVerified() {
        assertThat(idToken()).containsOnly(Map.entry("phone_number_verified", false));
    }

    @Test
    void garbageInTheAttribute_isNoNumber() {
        user.attribute("phoneNumber", "ask at the desk");

        assertThat(idToken()).containsOnly(Map.entry("phone_number_verified", false));
    }

    @Test
    void numberThatOnlyTheCredentialCarries_isInTheIdToken() {
        user.credential(credential(verification(NUMBER)));

        assertThat(idToken()).containsOnly(Map.entry("phone_number", NUMBER), Map.entry("phone_number_verified", true));
    }

    @Test
    void claimsOfAMapperThatReadsAttributes_areOverruled() {
        user.attribute("phoneNumber", "07400 123456");
        AccessToken token = new AccessToken();
        token.setOtherClaims("phone_number_verified", true);
        token.setOtherClaims("phone_number", "07400 123456");

        mapper.transformUserInfoToken(token, model(), session(), userSession(), context());

        assertThat(token.getOtherClaims())
                .containsOnly(Map.entry("phone_number", NUMBER), Map.entry("phone_number_verified", false));
        assertThat(mapper.getPriority()).isGreaterThan(40);
    }

    @Test
    void nothingIsAdded_whereTheMapperIsSwitchedOff() {
        verify();
        config.replaceAll((key, value) -> "false");

        assertThat(idToken()).isEmpty();
        assertThat(accessToken()).isEmpty();
        assertThat(userinfo()).isEmpty();
        assertThat(introspection()).isEmpty();
    }

    @Test
    void lightweightToken_carriesTheClaimOnlyWhereItsOwnSwitchIsOn() {
        verify();
        lightweight = true;
        assertThat(accessToken()).isEmpty();

        config.put("lightweight.claim", "true");
        assertThat(accessToken()).containsOnly(Map.entry("phone_number_verified", true));
    }

    private void verify() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);
    }

    private Map<String, Object> idToken() {
        return mapper.transformIDToken(new IDToken(), model(), session(), userSession(), context())
                .getOtherClaims();
    }

    private Map<String, Object> accessToken() {
        return mapper.transformAccessToken(new AccessToken(), model(), session(), userSession(), context())
                .getOtherClaims();
    }

    private Map<String, Object> userinfo() {
        return mapper.transformUserInfoToken(new AccessToken(), model(), session(), userSession(), context())
                .getOtherClaims();
    }

    private Map<String, Object> introspection() {
        return mapper.transformIntrospectionToken(new AccessToken(), model(), session(), userSession(), context())
                .getOtherClaims();
    }

    private ProtocolMapperModel model() {
        ProtocolMapperModel model = new ProtocolMapperModel();
        model.setConfig(config);
        return model;
    }

    private UserSessionModel userSession() {
        return Fake.of(UserSessionModel.class)
                .returning("getStarted", Integer.MAX_VALUE)
                .returning("getNote", null)
                .returning("getRealm", realm.model())
                .returning("getUser", user.model())
                .make();
    }

    private KeycloakSession session() {
        ClientModel client = Fake.of(ClientModel.class)
                .on("getAttribute", arguments -> String.valueOf(lightweight))
                .make();
        KeycloakContext context =
                Fake.of(KeycloakContext.class).returning("getClient", client).make();
        return Fake.session()
                .returning("getContext", context)
                .on("getAttribute", arguments -> null)
                .make();
    }

    private static ClientSessionContext context() {
        return Fake.of(ClientSessionContext.class).make();
    }
}
