package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeRealm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.userprofile.UserProfileProvider;

class NumberIndexProfileTest {

    @ParameterizedTest(name = "{0}, declared {1}: open {2}")
    @CsvSource({
        "'', false, false",
        "DISABLED, false, false",
        "ADMIN_VIEW, false, false",
        "ADMIN_EDIT, false, true",
        "ENABLED, false, true",
        "ADMIN_EDIT, true, false",
        "ENABLED, true, false",
        "'', true, false"
    })
    void open_isAnAttributeThatNobodyDeclared_whereSuchMayBeEdited(String policy, boolean declared, boolean open) {
        String profile = "{\"attributes\":[{\"name\":\"username\"},{\"name\":\""
                + (declared ? "phonelatchNumber" : "phoneNumber") + "\"}]"
                + (policy.isEmpty() ? "" : ",\"unmanagedAttributePolicy\":\"" + policy + "\"") + "}";
        FakeRealm realm =
                new FakeRealm("school").component(UserProfileProvider.class, "kc.user.profile.config", profile);

        assertThat(NumberIndexProfile.open(realm.model())).isEqualTo(open);
    }

    @Test
    void profileThatIsKeycloaksOwnOrCannotBeRead_isNotOpen() {
        assertThat(NumberIndexProfile.open(new FakeRealm("plain").model())).isFalse();
        assertThat(NumberIndexProfile.open(new FakeRealm("damaged")
                        .component(UserProfileProvider.class, "kc.user.profile.config", "{")
                        .model()))
                .isFalse();
    }
}
