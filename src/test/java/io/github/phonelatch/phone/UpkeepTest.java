package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Rules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpkeepTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";
    private static final Rules HUNDRED_DAYS = Rules.STRICT.reverifyAfter(Duration.ofDays(100));

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("student").credential(credential(NUMBER));

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
        Upkeep.atSignIn(
                Fake.session().make(), realm.model(), user.model(), HUNDRED_DAYS, NOON.plus(Duration.ofDays(101)));

        assertThat(user.attributes()).containsOnlyKeys("phonelatchNumber");
    }

    @Test
    void personWithoutACredential_getsNothing() {
        user.credentials().clear();

        signIn(HUNDRED_DAYS);

        assertThat(user.attributes()).isEmpty();
    }

    /** It may refuse the write when the sign-in is committed, and would undo it. */
    @Test
    void directory_isNotWrittenTo() {
        user.ofDirectory("ldap").attribute("phonelatchNumber", NUMBER);

        signIn(HUNDRED_DAYS);

        assertThat(user.attributes()).containsOnlyKeys("phonelatchNumber");
    }

    private void signIn(Rules rules) {
        Upkeep.atSignIn(Fake.session().make(), realm.model(), user.model(), rules, NOON);
    }
}
