package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Rules;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeyManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

class UpkeepTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";
    private static final Rules HUNDRED_DAYS = Rules.STRICT.reverifyAfter(Duration.ofDays(100));

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("student").credential(credential(NUMBER));
    private final Set<Object> keys = new HashSet<>();

    @Test
    void credentialThatCameAlone_isPublished() {
        signIn(HUNDRED_DAYS);

        assertThat(user.attributes())
                .containsEntry("phonelatchNumber", List.of(NUMBER))
                .containsEntry("phoneNumber", List.of(NUMBER))
                .containsEntry("phoneNumberVerified", List.of("true"))
                .containsEntry("phoneNumberVerifiedAt", List.of(NOON.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {NUMBER, "07400 123456", OTHER, "see secretary"})
    void whatOthersWrote_stays(String text) {
        user.attribute("phoneNumber", text);

        signIn(HUNDRED_DAYS);

        assertThat(user.attributes())
                .containsEntry("phonelatchNumber", List.of(NUMBER))
                .containsEntry("phoneNumber", List.of(text))
                .doesNotContainKey("phoneNumberVerified");
    }

    @Test
    void verificationThatIsTooOld_isFound_andNotPublishedAgain() {
        Upkeep.atSignIn(session(), realm.model(), user.model(), HUNDRED_DAYS, NOON.plus(Duration.ofDays(101)));

        assertThat(user.attributes()).containsOnlyKeys("phonelatchNumber");
    }

    @Test
    void personWithoutACredential_getsNothing() {
        user.credentials().clear();

        signIn(HUNDRED_DAYS);

        assertThat(user.attributes()).isEmpty();
    }

    @Test
    void directoryThatRefuses_isAskedOnlyOnceInAWhile() {
        user.attribute("phonelatchNumber", NUMBER).ofDirectory("ldap").readOnly("phoneNumber");

        signIn(HUNDRED_DAYS);
        assertThat(user.attributes()).containsOnlyKeys("phonelatchNumber");

        user.writable();
        signIn(HUNDRED_DAYS);
        assertThat(user.attributes()).as("in the same hour").containsOnlyKeys("phonelatchNumber");
        keys.clear();
        signIn(HUNDRED_DAYS);
        assertThat(user.attributes()).containsEntry("phoneNumber", List.of(NUMBER));
    }

    private void signIn(Rules rules) {
        Upkeep.atSignIn(session(), realm.model(), user.model(), rules, NOON);
    }

    private KeycloakSession session() {
        KeyWrapper key = new KeyWrapper();
        key.setKid("k");
        key.setSecretKey(new SecretKeySpec(new byte[] {1}, "HmacSHA512"));
        return Fake.session()
                .returning(
                        "keys",
                        Fake.of(KeyManager.class)
                                .returning("getActiveKey", key)
                                .on("getKeysStream", arguments -> Stream.of())
                                .make())
                .returning(
                        "singleUseObjects",
                        Fake.of(SingleUseObjectProvider.class)
                                .on("putIfAbsent", arguments -> keys.add(arguments[0]))
                                .make())
                .make();
    }
}
