package io.github.phonelatch.action;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Version;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Makes the two pages of the required action. */
final class Pages {
    private static final String NUMBER_PAGE = "phonelatch-number.ftl";
    private static final String CODE_PAGE = "phonelatch-code.ftl";

    private final RequiredActionContext context;
    private final RealmSettings settings;

    Pages(RequiredActionContext context, RealmSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /**
     * Asks for a number, or offers the one that is known.
     *
     * @param typed what the person typed into the field before
     * @param country the country chosen before; empty: the realm's default
     * @param known the number on the account, where it may be used as it is
     * @param replaced the proven number that stays until another one is proven
     */
    Response number(
            Optional<ProblemText> problem,
            String typed,
            String country,
            Optional<PhoneNumber> known,
            Optional<PhoneNumber> replaced) {
        String selected = country.isEmpty() ? settings.defaultCountry().orElse("") : country;
        Locale locale = context.getSession().getContext().resolveLocale(context.getUser());
        Map<String, Object> page = model();
        page.put("countries", Countries.choices(settings.allowedCountries(), selected, locale));
        page.put("typedNumber", typed);
        page.put("knownNumber", known.map(PhoneNumber::masked).orElse(""));
        page.put("changing", replaced.isPresent());
        page.put("currentNumber", replaced.map(PhoneNumber::masked).orElse(""));
        return form(page, problem).createForm(NUMBER_PAGE);
    }

    /** Asks for the code. */
    Response code(Optional<ProblemText> problem, String number, Challenge challenge, int attemptsLeft) {
        Map<String, Object> page = model();
        page.put("number", number);
        page.put("channel", challenge.channel());
        page.put("state", challenge.state().name().toLowerCase(Locale.ROOT));
        page.put("codeLength", challenge.codeLength());
        page.put("digitsOnly", challenge.digitsOnly());
        page.put("expiresIn", seconds(challenge.expiresIn()));
        page.put("resendIn", seconds(challenge.resendIn()));
        page.put("anotherWayIn", challenge.otherWayIn().isNegative() ? -1 : seconds(challenge.otherWayIn()));
        page.put("attemptsLeft", attemptsLeft);
        page.put("canChange", true);
        return form(page, problem).createForm(CODE_PAGE);
    }

    private Map<String, Object> model() {
        Map<String, Object> page = new HashMap<>();
        page.put("version", Version.version());
        page.put("canCancel", canCancel());
        return page;
    }

    private LoginFormsProvider form(Map<String, Object> page, Optional<ProblemText> problem) {
        LoginFormsProvider form = context.form().setAttribute("phonelatch", page);
        problem.ifPresent(text -> {
            if (text.field() == null) {
                form.setError(text.key(), text.parameters().toArray());
            } else {
                form.addError(text.message());
            }
        });
        return form;
    }

    /** Only what the person began by choice can be cancelled. */
    private boolean canCancel() {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        return Enforcement.ACTION.equals(tab.getClientNote(Constants.KC_ACTION_EXECUTING))
                && !Boolean.parseBoolean(tab.getClientNote(Constants.KC_ACTION_ENFORCED));
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
