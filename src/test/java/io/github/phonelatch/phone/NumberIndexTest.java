package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

class NumberIndexTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";
    private static final String ATTRIBUTE = "phonelatchNumber";

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("student");
    private final Map<String, List<String>> outside = new HashMap<>();
    private int writes;

    static Stream<List<String>> whatStoodThere() {
        return Stream.of(
                List.of(),
                List.of(OTHER),
                List.of(NUMBER, OTHER),
                List.of("07400 123456"),
                List.of(""),
                List.of(NUMBER + " "));
    }

    @ParameterizedTest
    @MethodSource("whatStoodThere")
    void credential_isFollowed_whateverStoodThere(List<String> before) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", OTHER);
        user.attributes().put(ATTRIBUTE, before);

        follow(user.model());

        assertThat(user.attributes())
                .containsEntry(ATTRIBUTE, List.of(NUMBER))
                .containsEntry("phoneNumber", List.of(OTHER));
    }

    @ParameterizedTest
    @MethodSource("whatStoodThere")
    void personWithoutACredential_isNotFound_whateverStoodThere(List<String> before) {
        user.attribute("phoneNumber", NUMBER);
        user.attributes().put(ATTRIBUTE, before);

        follow(user.model());

        assertThat(user.attributes().getOrDefault(ATTRIBUTE, List.of())).isEmpty();
    }

    static Stream<Arguments> written() {
        return Stream.of(
                Arguments.of(List.of(NUMBER), List.of(NUMBER)),
                // Two sign-ins at once.
                Arguments.of(List.of(NUMBER), List.of(NUMBER, NUMBER)),
                Arguments.of(List.of(NUMBER, OTHER), List.of(OTHER, NUMBER)),
                Arguments.of(List.of(NUMBER, NUMBER), List.of(NUMBER)),
                Arguments.of(List.of(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("written")
    void right_isNotWrittenAgain(List<String> credentials, List<String> written) {
        credentials.forEach(number -> user.credential(credential(number)));
        // A write would throw.
        user.attribute(ATTRIBUTE, written.toArray(String[]::new)).readOnly(ATTRIBUTE);

        follow(user.model());

        assertThat(user.attributes()).containsEntry(ATTRIBUTE, written);
    }

    @Test
    void damagedCredential_isFoundByNothing() {
        var damaged = credential(NUMBER);
        damaged.setCredentialData("{");
        user.credential(damaged);

        follow(user.model());

        assertThat(user.attributes()).isEmpty();
    }

    /** Keycloak has no row of such a person, and their directory may refuse every attribute. */
    @Test
    void personWhoIsNotImported_isKeptInKeycloaksOwnStorage() {
        FakeUser pupil =
                new FakeUser("f:directory:pupil").credential(credential(NUMBER)).readOnly(ATTRIBUTE);

        follow(pupil.model());
        assertThat(outside).containsEntry(ATTRIBUTE, List.of(NUMBER));
        assertThat(pupil.attributes()).isEmpty();
        follow(pupil.model());
        assertThat(writes).as("once is enough").isEqualTo(1);

        pupil.credentials().clear();
        follow(pupil.model());
        assertThat(outside).isEmpty();
        follow(pupil.model());
        assertThat(writes).isEqualTo(2);
    }

    private void follow(UserModel person) {
        NumberIndex.follow(session(), realm.model(), person);
    }

    @SuppressWarnings("unchecked") // As the interface has it.
    private KeycloakSession session() {
        UserFederatedStorageProvider storage = Fake.of(UserFederatedStorageProvider.class)
                .on("getAttributes", arguments -> new MultivaluedHashMap<>(outside))
                .on("setAttribute", arguments -> {
                    writes++;
                    outside.put((String) arguments[2], (List<String>) arguments[3]);
                    return null;
                })
                .on("removeAttribute", arguments -> {
                    writes++;
                    outside.remove((String) arguments[2]);
                    return null;
                })
                .make();
        return Fake.session().returning("getProvider", storage).make();
    }
}
