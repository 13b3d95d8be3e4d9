package io.github.phonelatch.registration;

import io.github.phonelatch.challenge.NumberRules;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.Countries;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.Tab;
import io.github.phonelatch.page.TypedNumber;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.UnverifiedNumber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * Takes a number with the registration, by the rules of the page that verifies one. The number stays unverified: no
 * code is sent. The answer does not show whether another account has the number, because the requester is anonymous.
 */
final class RegistrationPhone implements RegistrationStep {
    static final RegistrationPhone INSTANCE = new RegistrationPhone();

    /** The fields of our pages, which are no data of a person. */
    private static final List<String> FIELDS =
            List.of("phone_country", "phone_number", "code", "remember_device", "action");

    private RegistrationPhone() {}

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {
        new Pages(() -> form, Settings.of(context.getRealm()), locale(context), false).numberFields(typed(context));
    }

    @Override
    public void validate(ValidationContext context) {
        Optional<TypedNumber> typed = typed(context);
        // Where the page has no such field, the next page asks.
        if (typed.isEmpty()) {
            context.success();
            return;
        }
        Optional<PhoneNumber> number = typed.get().number();
        Optional<Refusal> refusal = number.flatMap(new NumberRules(Settings.of(context.getRealm()))::refusal);
        Optional<ProblemText> problem = typed.get().mistake().or(() -> refusal.map(why -> ProblemText.of(why, number)));
        if (problem.isEmpty()) {
            context.success();
            return;
        }
        refusal.ifPresent(why -> PhoneEvents.notRegistered(context.getEvent(), why));
        RegistrationStep.refuse(
                context, Errors.INVALID_REGISTRATION, problem.get().message(locale(context)));
    }

    @Override
    public void success(FormContext context) {
        UserModel registrant = RegistrationStep.registrant(context, RegistrationPhoneFactory.ID);
        forgetFields(context.getSession(), registrant);
        Optional<PhoneNumber> number = typed(context).flatMap(TypedNumber::number);
        UnverifiedNumber.write(registrant, number);
        number.ifPresent(typed -> Tab.typed(context.getAuthenticationSession(), typed));
    }

    private static Optional<TypedNumber> typed(FormContext context) {
        return TypedNumber.of(
                context.getHttpRequest().getDecodedFormParameters(),
                new Countries(Settings.of(context.getRealm()), locale(context)));
    }

    private static Locale locale(FormContext context) {
        return context.getSession().getContext().resolveLocale(context.getUser());
    }

    /** A realm that allows attributes its profile does not know has stored every field that was posted. */
    private static void forgetFields(KeycloakSession session, UserModel registrant) {
        UPConfig profile = session.getProvider(UserProfileProvider.class).getConfiguration();
        for (String field : FIELDS) {
            if (profile.getAttribute(field) == null && registrant.getFirstAttribute(field) != null) {
                registrant.removeAttribute(field);
            }
        }
    }
}
