package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;

import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.RealmAdmin;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The flow that Keycloak's documentation builds for step-up: level 1 is the password, level 2 the code. */
public final class StepUp {
    private StepUp() {}

    /** With nothing more. */
    public static void bind(RealmAdmin realm) {
        bind(realm, second -> {}, forms -> {});
    }

    /**
     * @param conditions further conditions of the second level
     * @param more what follows the levels
     */
    static void bind(RealmAdmin realm, Consumer<Flow> conditions, Consumer<Flow> more) {
        realm.flow("step up")
                .execution("auth-cookie", ALTERNATIVE)
                .subflow("levels", ALTERNATIVE, levels -> {
                    levels.subflow(
                            "first",
                            CONDITIONAL,
                            first -> level(first, 1, 36_000)
                                    .execution("auth-username-password-form", REQUIRED, told("pwd")));
                    levels.subflow("second", CONDITIONAL, second -> {
                        conditions.accept(level(second, 2, 300));
                        second.execution("phonelatch-otp", REQUIRED, remembering(told("sms")));
                    });
                    more.accept(levels);
                })
                .bindBrowser();
    }

    private static Flow level(Flow flow, int level, int maxAge) {
        return flow.execution(
                "conditional-level-of-authentication",
                REQUIRED,
                Map.of("loa-condition-level", Integer.toString(level), "loa-max-age", Integer.toString(maxAge)));
    }

    private static Map<String, String> told(String amr) {
        return Map.of("default.reference.value", amr, "default.reference.maxAge", "3600");
    }

    private static Map<String, String> remembering(Map<String, String> settings) {
        Map<String, String> more = new HashMap<>(settings);
        more.put("remember-device-days", "30");
        return more;
    }
}
