package io.github.phonelatch.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.crypto.KeyStatus;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeyManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;

class LastLoginTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:15:00.789Z");

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("student");
    private final Map<String, Long> taken = new HashMap<>();
    private String impersonator;

    @Test
    void firstSignIn_isKept_inWholeSeconds() {
        keep(Duration.ofMinutes(60), NOW);

        assertThat(user.attributes()).containsEntry("lastLogin", List.of("2026-11-23T08:15:00Z"));
        assertThat(taken.values()).containsExactly(3600L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T07:15:00Z", "2026-01-01T00:00:00Z", "2026-11-23T08:15:01Z", "yesterday", ""})
    void whatIsOldOrNoSuchTime_isReplaced(String before) {
        user.attribute("lastLogin", before);

        keep(Duration.ofMinutes(60), NOW);

        assertThat(user.attributes()).containsEntry("lastLogin", List.of("2026-11-23T08:15:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T07:15:01Z", "2026-11-23T08:15:00Z"})
    void whatIsRecent_stays_andNothingIsTaken(String before) {
        user.attribute("lastLogin", before);

        keep(Duration.ofMinutes(60), NOW);

        assertThat(user.attributes()).containsEntry("lastLogin", List.of(before));
        assertThat(taken).isEmpty();
    }

    @Test
    void secondSignInAtTheSameTime_writesNothing() {
        keep(Duration.ofMinutes(60), NOW);
        // As the other one sees the person, whose change is not committed yet.
        user.attributes().clear();

        keep(Duration.ofMinutes(60), NOW);

        assertThat(user.attributes()).isEmpty();
    }

    @Test
    void withoutAPause_everySignInIsKept() {
        keep(Duration.ZERO, NOW);
        keep(Duration.ZERO, NOW.plusSeconds(1));

        assertThat(user.attributes()).containsEntry("lastLogin", List.of("2026-11-23T08:15:01Z"));
    }

    @Test
    void directoryThatRefuses_isLeftAlone() {
        user.readOnly("lastLogin");

        assertThatNoException().isThrownBy(() -> keep(Duration.ofMinutes(60), NOW));

        assertThat(user.attributes()).isEmpty();
        assertThat(taken).hasSize(1);
    }

    @Test
    void serviceAccount_isNobodyWhoSignsIn() {
        user.serviceAccountOf("client");

        keep(Duration.ofMinutes(60), NOW);

        assertThat(user.attributes()).isEmpty();
    }

    @Test
    void adminInSomebodysName_isNotThatPerson() {
        impersonator = "admin";

        keep(Duration.ofMinutes(60), NOW);

        assertThat(user.attributes()).isEmpty();
        assertThat(taken).isEmpty();
    }

    private void keep(Duration keptFor, Instant at) {
        KeyWrapper key = new KeyWrapper();
        key.setKid("key");
        key.setStatus(KeyStatus.ACTIVE);
        key.setSecretKey(new SecretKeySpec(new byte[64], "HmacSHA512"));
        UserSessionModel signedIn = Fake.of(UserSessionModel.class)
                .on("getNote", arguments -> "IMPERSONATOR_ID".equals(arguments[0]) ? impersonator : null)
                .make();
        KeycloakSession session = Fake.of(KeycloakSession.class)
                .returning(
                        "keys",
                        Fake.of(KeyManager.class)
                                .returning("getActiveKey", key)
                                .on("getKeysStream", arguments -> Stream.of(key))
                                .make())
                .returning(
                        "sessions",
                        Fake.of(UserSessionProvider.class)
                                .returning("getUserSession", signedIn)
                                .make())
                .returning(
                        "singleUseObjects",
                        Fake.of(SingleUseObjectProvider.class)
                                .on(
                                        "putIfAbsent",
                                        arguments ->
                                                taken.putIfAbsent((String) arguments[0], (Long) arguments[1]) == null)
                                .make())
                .make();
        new LastLogin(keptFor).keep(session, realm.model(), user.model(), "session", at);
    }
}
