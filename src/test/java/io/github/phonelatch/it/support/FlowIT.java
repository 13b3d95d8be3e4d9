package io.github.phonelatch.it.support;

import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Flows that tests build are those that people meet. Keycloak's own authenticators stand for ours. */
@ExtendWith(SharedServer.class)
class FlowIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        realm.enablePhoneAction(false);
    }

    @Test
    void boundFlow_asksItsSteps_withTheirSettingsAndConditions() {
        realm.browserFlow(
                        "no teachers",
                        forms -> forms.subflow(
                                "teachers",
                                CONDITIONAL,
                                teachers -> teachers.execution(
                                                "conditional-user-role", REQUIRED, Map.of("condUserRole", "teacher"))
                                        .execution("deny-access-authenticator", REQUIRED)))
                .bindBrowser();

        Page student = realm.studentPortal().open(realm.newStudent());
        Page teacher = realm.studentPortal().open(realm.newTeacher());

        assertThat(student.tokens().granted()).isTrue();
        assertThat(teacher.isCallback()).as(teacher.toString()).isFalse();
        assertThat(teacher.text()).contains("Access denied");
    }

    @Test
    void flowOfOneApplication_isNobodyElses() {
        realm.flow("nobody").execution("deny-access-authenticator", REQUIRED).bindBrowserOf("teacher-portal");

        Page denied = realm.app("teacher-portal").open(new HttpBrowser());
        Page asked = realm.studentPortal().open(new HttpBrowser());

        assertThat(denied.text()).contains("Access denied");
        assertThat(asked.has("#kc-form-login")).isTrue();
    }
}
