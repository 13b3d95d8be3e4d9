package io.github.phonelatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.LogLines;
import io.github.phonelatch.support.PhoneAction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;

class ActionCheckTest {

    @Test
    void lostAlias_isGivenBack_andSaidOnce() {
        FakeRealm realm = new FakeRealm("school").alias(null);

        assertThat(linesAfterCreation(realm)).singleElement().asString().contains("has it again");
        assertThat(PhoneAction.isFound(realm.model())).isTrue();
        assertThat(linesAfterCreation(realm)).isEmpty();
    }

    /** Keycloak cannot save the settings of the one while the other is there. */
    @Test
    void registeredAnew_theOneWithoutAliasGoes() {
        FakeRealm realm =
                new FakeRealm("school").registeredAlsoUnder(null, true).registeredAlsoUnder(null, false);

        assertThat(linesAfterCreation(realm)).hasSize(1);
        assertThat(PhoneAction.withoutAlias(realm.model())).isEmpty();
        assertThat(PhoneAction.isFound(realm.model())).isTrue();
    }

    /** An admin chose it, and can change it. */
    @ParameterizedTest
    @ValueSource(strings = {"verify-phone", "PHONELATCH-VERIFY-PHONE", ""})
    void otherAlias_isLeft_andTheRepairIsNamed(String alias) {
        FakeRealm realm = new FakeRealm("school").alias(alias);

        assertThat(linesAfterCreation(realm)).singleElement().asString().contains("Repair: PUT");
        assertThat(PhoneAction.isFound(realm.model())).isFalse();
    }

    @Test
    void nothingWrong_nothingIsSaid() {
        assertThat(linesAfterCreation(new FakeRealm("school"))).isEmpty();
        assertThat(linesAfterCreation(new FakeRealm("school").actionNotRegistered()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isDue_afterAChangeOfAnyAction(ResourceType changed) {
        AdminEvent event = new AdminEvent();
        event.setResourceType(changed);

        assertThat(ActionCheck.isDueAfter(event))
                .isEqualTo(changed == ResourceType.REQUIRED_ACTION || changed == ResourceType.REQUIRED_ACTION_CONFIG);

        event.setError("refused");
        assertThat(ActionCheck.isDueAfter(event)).isFalse();
    }

    private static List<String> linesAfterCreation(FakeRealm realm) {
        try (LogLines log = new LogLines(ActionCheck.class)) {
            ActionCheck.afterCreation(realm.model());
            return log.texts();
        }
    }
}
