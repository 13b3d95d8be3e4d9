package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.page.DialogResult;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.phone.RememberedDevices;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.PhoneSteps;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.account.DeviceRepresentation;

/** The form of the step: what it shows, and what follows from what was sent. */
final class OtpForm {
    private static final int LONGEST_NAME = 100;

    private final AuthenticationFlowContext context;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final SignInCode code;
    private final StepNotes notes;
    private final Pages pages;
    private final CodeDialog dialog;
    private final DeviceCookie cookie;
    private final int rememberDays;

    /** @param verification the person's {@link SignInCode#number} */
    OtpForm(AuthenticationFlowContext context, Verification verification) {
        this.context = context;
        this.session = context.getSession();
        this.realm = context.getRealm();
        this.user = context.getUser();
        this.notes = new StepNotes(context.getAuthenticationSession());
        this.cookie = new DeviceCookie(session, realm);
        this.rememberDays = rememberDays();
        this.code = SignInCode.inTab(context, verification);
        this.pages = new Pages(context::form, code.settings(), code.locale(), false);
        this.dialog = new CodeDialog(code.challenges(), code.request(), notes.challenge(), code);
    }

    /**
     * Whether a send may wait in this request. It may not in the first one of a tab, unless the person just chose this step among
     * others.
     */
    boolean arrived() {
        return notes.arrive()
                || (HttpMethod.POST.equals(context.getHttpRequest().getHttpMethod())
                        && context.getExecution().getId().equals(field(Constants.AUTHENTICATION_EXECUTION)));
    }

    /** Sends a message where this tab has none and none is alive, once. */
    Response show() {
        return page(dialog.handle(new CodeCommand.Show()));
    }

    /** Does what the form says. */
    StepResult answer() {
        DialogResult result =
                dialog.handle(CodeCommand.of(context.getHttpRequest().getDecodedFormParameters()));
        if (result instanceof DialogResult.Verified right) {
            succeed(right.code());
            return new StepResult.Verified(right.code());
        }
        return new StepResult.Page(page(result));
    }

    private void succeed(VerifiedCode right) {
        notes.forget();
        code.right(right);
        if (rememberDays > 0 && remember()) {
            Instant now = KeycloakClock.INSTANCE.instant();
            Duration period = Duration.ofDays(rememberDays);
            cookie.deviceOf(user, now).ifPresent(before -> RememberedDevices.forget(user, before));
            RememberedDevices.remember(session, realm, user, code.verification(), deviceName(), now, period)
                    .ifPresent(device -> cookie.remember(user, device, now, period));
        }
    }

    private Response page(DialogResult result) {
        if (result instanceof DialogResult.CodePage sent) {
            notes.keep(sent.challenge().id());
            return pages.signInCode(sent, code.verification().number().masked(), rememberDays, remember());
        }
        return result instanceof DialogResult.NoCodePage none ? sendPage(Optional.of(none.refusal())) : start();
    }

    /** Joins a live message, or sends one. Where this tab has asked for one before it only offers to send it. */
    private Response start() {
        DialogResult joined = dialog.join();
        if (!(joined instanceof DialogResult.StartPage)) {
            return page(joined);
        }
        return notes.ask() ? sendPage(Optional.empty()) : page(dialog.handle(new CodeCommand.Send()));
    }

    private Response sendPage(Optional<Refusal> refusal) {
        return pages.send(
                refusal.map(ProblemText::of),
                code.verification().number().masked(),
                refusal.map(Refusal::retryAfter).orElse(Duration.ZERO));
    }

    /** 0 where the device could not be remembered, or would be in vain. */
    private int rememberDays() {
        int days = RememberDays.of(context.getAuthenticatorConfig());
        boolean honoured = days > 0
                && cookie.possible()
                && AuthenticatorUtil.getExecutionsByType(
                                realm, context.getTopLevelFlow().getId(), PhoneSteps.NEW_DEVICE_CONDITION)
                        .stream()
                        .anyMatch(AuthenticationExecutionModel::isEnabled);
        return honoured ? days : 0;
    }

    private boolean remember() {
        return !field("remember_device").isEmpty();
    }

    private String deviceName() {
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        if (device == null) {
            return "?";
        }
        String name = device.getBrowser() + ", " + device.getOs();
        // The browser says what it is, and may say anything of any length.
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private String field(String name) {
        return Objects.requireNonNullElse(
                context.getHttpRequest().getDecodedFormParameters().getFirst(name), "");
    }
}
