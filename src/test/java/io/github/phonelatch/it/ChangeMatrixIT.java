package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.sabotage.MovedClock;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.ProviderJar;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.it.support.Verifications;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * What each way to a change comes to, by what the sign-in has passed: on a server whose clock can be moved, in a realm that asks
 * for no new sign-in before a change, so that nothing stands in the way but what is tested. The tables stand in
 * {@code SECURITY.md}; {@code -Ddocs.write=true} writes them anew.
 */
class ChangeMatrixIT {
    private static final Path DOC =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("SECURITY.md");
    private static final String BEGIN = "<!-- ChangeMatrixIT writes what follows -->\n";
    private static final String END = "<!-- ChangeMatrixIT wrote this -->\n";

    private static final String TEACHERS = "/teachers";
    private static final String STUDENTS = "/students";
    private static final Duration LATER = Duration.ofMinutes(10);

    private static Simulator simulator;
    private static KeycloakServer server;
    private static RealmAdmin realm;
    /** Its accounts sign in to the realm and pass nothing there. */
    private static RealmAdmin district;
    /** After its accounts have signed in, teachers are asked for a second factor. */
    private static RealmAdmin county;

    /** Asks everybody for a password alone, teachers too. */
    private static App lenient;
    /** Asks as the realm does. */
    private static App usual;

    private enum What {
        NUMBER("number", RealmAdmin.PHONE_ACTION),
        APP("authenticator app", "CONFIGURE_TOTP"),
        PASSKEY("passkey", "webauthn-register"),
        CODES("recovery codes", "CONFIGURE_RECOVERY_AUTHN_CODES");

        final String text;
        final String action;

        What(String text, String action) {
            this.text = text;
            this.action = action;
        }

        /** Whether this page lets the person do it. */
        boolean offeredBy(Page page) {
            return switch (this) {
                case NUMBER -> page.isNumberPage() && page.has("input[name=phone_number]");
                case APP -> page.has("form#kc-totp-settings-form");
                case PASSKEY -> page.has("form#register #attestationObject");
                case CODES -> page.has("form#kc-recovery-codes-settings-form");
            };
        }
    }

    private enum Way {
        KC_ACTION("`kc_action`"),
        ADMIN("an admin's action"),
        LINK("link by e-mail"),
        BROKER("broker"),
        ENDPOINT("endpoint"),
        CONSOLE("account console"),
        REST("Account REST");

        final String text;

        Way(String text) {
            this.text = text;
        }
    }

    private enum Passed {
        PASSWORD("password only"),
        DEVICE("remembered device"),
        RESET_BY_MAIL("reset by mail"),
        RESET_BY_PHONE("reset by phone"),
        CODE("code passed"),
        OTHER("other factor passed"),
        OTHER_BEFORE("other factor passed ten minutes ago"),
        OLDER("session older than the verification");

        final String text;

        Passed(String text) {
            this.text = text;
        }
    }

    private enum Outcome {
        DONE("done"),
        ASKED("asked"),
        REFUSED("refused");

        final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    /** Why there is nothing to be seen; in the order of the notes below the tables. */
    private enum Reason {
        NUMBERS_ONLY("The endpoints know numbers only."),
        REMOVES_ONLY("Account REST adds nothing. Of the number it knows the removal alone, which the row is about."),
        NO_SESSION("The school realm's reset ends without a session."),
        OWN_SIGN_IN("A reset begins at the password page: a link or an identity provider leads past it."),
        MAIL_ONLY("People with the phone as second factor reset by e-mail, without a code."),
        NEVER_REMEMBERED("No device is remembered of somebody who is never asked for a code."),
        NOTHING_ASKED(
                "Coming from an identity provider, they are asked for nothing here, unless the phone is their second factor.");

        final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private record Row(String group, Way way, Passed passed) {}

    private record Cell(String group, Way way, Passed passed, What what) {
        /** Empty where the combination can exist. */
        Optional<Reason> impossible() {
            boolean reset = passed == Passed.RESET_BY_MAIL || passed == Passed.RESET_BY_PHONE;
            boolean later = way == Way.ENDPOINT || way == Way.CONSOLE || way == Way.REST;
            Reason reason = null;
            if (way == Way.ENDPOINT && what != What.NUMBER) {
                reason = Reason.NUMBERS_ONLY;
            } else if (way == Way.REST && what != What.NUMBER) {
                reason = Reason.REMOVES_ONLY;
            } else if (passed == Passed.RESET_BY_PHONE && group.equals(TEACHERS)) {
                reason = Reason.MAIL_ONLY;
            } else if (reset && later) {
                reason = Reason.NO_SESSION;
            } else if (reset && way != Way.KC_ACTION && way != Way.ADMIN) {
                reason = Reason.OWN_SIGN_IN;
            } else if (passed == Passed.DEVICE && group.equals(STUDENTS)) {
                reason = Reason.NEVER_REMEMBERED;
            } else if (way == Way.BROKER && group.equals(STUDENTS) && !passesNothing()) {
                reason = Reason.NOTHING_ASKED;
            }
            return Optional.ofNullable(reason);
        }

        boolean passesNothing() {
            return passed == Passed.PASSWORD || passed == Passed.OLDER;
        }

        @Override
        public String toString() {
            return group + ": " + way.text + ", " + passed.text + ", " + what.text;
        }
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults().withMailPort(0)));
        server = SharedServer.serverWith(simulator)
                .name("change-matrix")
                .jar(ProviderJar.write(
                        directory.resolve("clock.jar"), Map.of(RealmResourceProviderFactory.class, MovedClock.class)))
                .start();
        Admin admin = new Admin(server, simulator);
        realm = admin.newSchoolRealm(ChangeMatrixIT::changed);
        lenient = app("lenient");
        usual = app("usual");
        realm.browserFlow("password only", forms -> {}).bindBrowserOf("lenient");
        district = admin.newRealm();
        realm.addBroker(district);
        county = admin.newRealm();
        realm.addBroker(county);
        realm.flow("after the county")
                .subflow(
                        "teachers of the county",
                        CONDITIONAL,
                        teachers -> teachers.execution(
                                        "conditional-user-role", REQUIRED, Map.of("condUserRole", "teacher"))
                                .execution("phonelatch-condition-new-device", REQUIRED)
                                .subflow(
                                        "one of their factors",
                                        REQUIRED,
                                        factors -> factors.execution("phonelatch-otp", ALTERNATIVE)
                                                .execution("auth-otp-form", ALTERNATIVE)))
                .bindAfterBroker(county.name());
    }

    private static void changed(ObjectNode school) {
        school.put("quickLoginCheckMilliSeconds", 0);
        Admin.phoneSettings(school)
                .put("require-for-all", "false")
                .put("cooldown", "0")
                .put("api-clients", "lenient##usual");
        school.get("requiredActions")
                .forEach(action -> ((ObjectNode) action).withObject("/config").put("max_auth_age", "36000"));
    }

    private static App app(String clientId) {
        realm.createClient(Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "fullScopeAllowed",
                true,
                "redirectUris",
                List.of(App.CALLBACK.toString())));
        return realm.app(clientId);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        simulator.close();
    }

    @Test
    void whatASignInMayChange_isWhatTheTableSays() throws IOException {
        Map<Cell, Supplier<Outcome>> begun = new LinkedHashMap<>();
        Map<Cell, Outcome> seen = new HashMap<>();
        for (Cell cell : cells().filter(cell -> cell.impossible().isEmpty()).toList()) {
            Supplier<Outcome> rest = told(cell, () -> new Scene(cell).begin());
            if (cell.passed == Passed.OTHER_BEFORE) {
                begun.put(cell, rest);
            } else {
                seen.put(cell, told(cell, rest));
            }
        }
        moveClock();
        begun.forEach((cell, rest) -> seen.put(cell, told(cell, rest)));

        String tables = document(seen);
        System.out.println(tables);
        String doc = Files.readString(DOC);
        String expected = before(doc) + tables + after(doc);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOC, expected);
        }
        assertThat(DOC)
                .as("./mvnw verify -DskipUnitTests -Dit.test=ChangeMatrixIT -Ddocs.write=true writes it")
                .hasContent(expected);
    }

    private static Stream<Cell> cells() {
        return rows().flatMap(
                        row -> columns(row.group).stream().map(what -> new Cell(row.group, row.way, row.passed, what)));
    }

    private static Stream<Row> rows() {
        return Stream.of(TEACHERS, STUDENTS)
                .flatMap(group -> Stream.of(Way.values())
                        .flatMap(way -> Stream.of(Passed.values()).map(passed -> new Row(group, way, passed))));
    }

    /** A student may add factors as they like: the phone is none of theirs. */
    private static List<What> columns(String group) {
        return group.equals(TEACHERS) ? List.of(What.values()) : List.of(What.NUMBER);
    }

    private static <T> T told(Cell cell, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(cell.toString(), e);
        }
    }

    private static void moveClock() {
        Page answer = new HttpBrowser()
                .open(URI.create(
                        realm.uri() + "/" + MovedClock.ID + "?" + MovedClock.SECONDS + "=" + LATER.toSeconds()));
        assertThat(answer.status()).isEqualTo(404);
        // Tokens from before are over by the server's clock, the admin's too.
        realm = new Admin(server::uri).realm(realm.name());
    }

    // --- the tables -------------------------------------------------------------------------------------------------

    private static String before(String doc) {
        return doc.substring(0, place(doc, BEGIN) + BEGIN.length());
    }

    private static String after(String doc) {
        return doc.substring(place(doc, END));
    }

    private static int place(String doc, String marker) {
        int place = doc.indexOf(marker);
        assertThat(place).as("%s in %s", marker, DOC).isNotNegative();
        return place;
    }

    private static String document(Map<Cell, Outcome> seen) {
        return """

                A teacher, whose second factor the phone is:

                %s

                A student, for whom it is none. Other factors are theirs to add:

                %s

                %s

                """.formatted(table(TEACHERS, seen), table(STUDENTS, seen), notes());
    }

    private static String table(String group, Map<Cell, Outcome> seen) {
        List<What> columns = columns(group);
        String head =
                "| way | passed | " + columns.stream().map(what -> what.text).collect(Collectors.joining(" | ")) + " |";
        String line = "| --- | --- |" + " --- |".repeat(columns.size());
        return Stream.concat(
                        Stream.of(head, line),
                        rows().filter(row -> row.group.equals(group))
                                .map(row -> "| " + row.way.text + " | " + row.passed.text + " | "
                                        + columns.stream()
                                                .map(what -> text(new Cell(group, row.way, row.passed, what), seen))
                                                .collect(Collectors.joining(" | "))
                                        + " |"))
                .collect(Collectors.joining("\n"));
    }

    private static String text(Cell cell, Map<Cell, Outcome> seen) {
        return cell.impossible().map(reason -> "– (" + number(reason) + ")").orElseGet(() -> seen.get(cell).text);
    }

    private static String notes() {
        return Stream.of(Reason.values())
                .map(reason -> number(reason) + ". " + reason.text)
                .collect(Collectors.joining("\n"));
    }

    /** Of its note below the tables. */
    private static int number(Reason reason) {
        return List.of(Reason.values()).indexOf(reason) + 1;
    }

    // --- one cell ---------------------------------------------------------------------------------------------------

    /** One person on one way. */
    private static final class Scene {
        private final Cell cell;
        private final AuthenticatorApp authenticator = new AuthenticatorApp();
        private final Phone phone = new Phone(simulator);
        private final Phone another = new Phone(simulator);
        private final Person person;
        private final App app;
        private HttpBrowser browser = new HttpBrowser();

        Scene(Cell cell) {
            this.cell = cell;
            this.app = cell.passesNothing() ? lenient : usual;
            this.person = realm.newPerson(this::describe);
        }

        private void describe(ObjectNode user) {
            user.putArray("groups").add(cell.group);
            if (cell.passed == Passed.OTHER || cell.passed == Passed.OTHER_BEFORE) {
                // What was set up first is asked for first.
                authenticator.put(user);
            }
            if (cell.passed != Passed.OLDER) {
                Verifications.put(user, phone.number(), Instant.now().minus(Duration.ofDays(3)));
            }
            if (cell.way == Way.ADMIN && cell.passed != Passed.DEVICE) {
                user.putArray("requiredActions").add(cell.what.action);
            }
        }

        /** Does what can be done now. What is left tells how it ended. */
        Supplier<Outcome> begin() {
            if (cell.passed == Passed.DEVICE) {
                browser = Remembered.in(browser, realm, person, phone).later();
                if (cell.way == Way.ADMIN) {
                    realm.updateUser(
                            person, user -> user.putArray("requiredActions").add(cell.what.action));
                }
            }
            return switch (cell.way) {
                case KC_ACTION, ADMIN, BROKER -> inThisSignIn();
                case LINK -> byLink();
                case ENDPOINT -> atTheEndpoint();
                case CONSOLE -> inItsSession();
                case REST -> byAccountRest();
            };
        }

        // --- ways ---------------------------------------------------------------------------------------------------

        /** What comes right after the flow; or, where that was before something else, what the same page becomes. */
        private Supplier<Outcome> inThisSignIn() {
            Page page = signIn(cell.way == Way.ADMIN ? Map.of() : Map.of("kc_action", cell.what.action));
            if (cell.passed == Passed.OLDER || cell.passed == Passed.OTHER_BEFORE) {
                assertThat(cell.what.offeredBy(page)).as(page.toString()).isTrue();
                verifiedMeanwhile();
                return () -> outcome(page.reload());
            }
            return () -> outcome(page);
        }

        private Supplier<Outcome> byLink() {
            session();
            realm.put("users/" + person.id() + "/execute-actions-email", List.of(cell.what.action));
            URI link = Mailbox.of(person, simulator).link();
            return () -> outcome(app.open(browser).get(link).click("a[href*=action-token]"));
        }

        private Supplier<Outcome> atTheEndpoint() {
            Tokens tokens = session();
            return () -> {
                PhoneApi.Reply reply = realm.phoneApi(fresh(tokens)).requestOtp(another);
                if (reply.status() == 202) {
                    return Outcome.DONE;
                }
                assertThat(reply.status()).as(reply.body().toString()).isEqualTo(401);
                assertNothingChanged();
                return reply.body().path("phone_verification").asBoolean() ? Outcome.ASKED : Outcome.REFUSED;
            };
        }

        private Supplier<Outcome> inItsSession() {
            session();
            return () -> outcome(app.open(browser, Map.of("kc_action", cell.what.action)));
        }

        private Supplier<Outcome> byAccountRest() {
            Tokens tokens = session();
            return () -> {
                String id = realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL)
                        .get(0)
                        .get("id")
                        .asText();
                int status = app.account(fresh(tokens), "DELETE", "credentials/" + id, null)
                        .status();
                if (status == 204) {
                    return Outcome.DONE;
                }
                assertThat(status).isIn(400, 401, 403);
                assertNothingChanged();
                return Outcome.REFUSED;
            };
        }

        /** Signs in, and what is to happen meanwhile happens. */
        private Tokens session() {
            Page page = signIn(Map.of());
            assertThat(page.isCallback()).as(page.toString()).isTrue();
            Tokens tokens = page.tokens();
            verifiedMeanwhile();
            return tokens;
        }

        /** Of ten minutes ago the access token is over, of a session that is refused there is no other. */
        private String fresh(Tokens tokens) {
            return cell.passed == Passed.OTHER_BEFORE ? tokens.refresh().accessToken() : tokens.accessToken();
        }

        // --- what is passed -----------------------------------------------------------------------------------------

        private Page signIn(Map<String, String> parameters) {
            return switch (cell.passed) {
                case RESET_BY_MAIL -> resetByMail(parameters);
                case RESET_BY_PHONE -> resetByPhone(parameters);
                default -> cell.way == Way.BROKER ? byBroker(parameters) : byPassword(parameters);
            };
        }

        private Page byPassword(Map<String, String> parameters) {
            Page page = app.open(browser, parameters);
            if (cell.group.equals(STUDENTS) && cell.passed == Passed.CODE) {
                page = page.tryAnotherWay()
                        .choose("Phone number")
                        .form("phonelatch-number-form")
                        .with("phone_number", phone.number())
                        .press("send");
                return page.code(phone.code());
            }
            return secondFactor(page.password(person));
        }

        private Page byBroker(Map<String, String> parameters) {
            RealmAdmin broker = cell.passesNothing() ? district : county;
            Person atBroker = broker.newPerson(user -> {});
            realm.link(person, broker, atBroker);
            Map<String, String> all = new HashMap<>(parameters);
            all.put("kc_idp_hint", broker.name());
            return secondFactor(app.open(browser, all).password(atBroker));
        }

        private Page secondFactor(Page page) {
            return switch (cell.passed) {
                case CODE -> page.code(phone.code());
                case OTHER, OTHER_BEFORE ->
                    page.form("kc-otp-login-form")
                            .with("otp", authenticator.code())
                            .submit();
                default -> page;
            };
        }

        private Page resetByMail(Map<String, String> parameters) {
            Page told = reset(parameters).press("mail");
            return afterReset(told.get(Mailbox.of(person, simulator).link()));
        }

        private Page resetByPhone(Map<String, String> parameters) {
            Page code = reset(parameters).press("send");
            return afterReset(code.code(phone.code()));
        }

        private Form reset(Map<String, String> parameters) {
            return app.open(browser, parameters)
                    .click("a[href*=reset-credentials]")
                    .form("phonelatch-number-form")
                    .with("email", person.email());
        }

        /** What comes before the new password, or after it. */
        private Page afterReset(Page page) {
            return page.has("form#kc-passwd-update-form")
                    ? Reset.submitPassword(page, "new-" + person.password())
                    : page;
        }

        /** Their number is verified while this sign-in has got somewhere: brought here by another system. */
        private void verifiedMeanwhile() {
            if (cell.passed == Passed.OLDER) {
                realm.updateUser(person, user -> Verifications.put(user, phone.number(), Instant.now()));
            }
        }

        // --- how it ends --------------------------------------------------------------------------------------------

        private Outcome outcome(Page page) {
            if (cell.what.offeredBy(page)) {
                return Outcome.DONE;
            }
            if (page.isCurrentPage() || page.isCodePage()) {
                assertNothingElseCanBeSent(page);
                assertNothingChanged();
                return Outcome.ASKED;
            }
            boolean signInAnew = page.has("form#kc-form-login");
            boolean failed = page.isCallback() && "error".equals(page.callback("kc_action_status"));
            boolean ended = !page.isCallback() && page.text().contains("Your account has been updated");
            assertThat(signInAnew || failed || ended).as(page.toString()).isTrue();
            assertNothingChanged();
            return Outcome.REFUSED;
        }

        /** Nobody gets past the page by what they send: not another number, not Keycloak's own page. */
        private void assertNothingElseCanBeSent(Page page) {
            if (page.isCurrentPage()) {
                Page forged = page.form("phonelatch-number-form")
                        .forged("phone_number", another.number())
                        .forged("phone_country", "GB")
                        .forged("action", "send")
                        .submit();
                assertThat(cell.what.offeredBy(forged)).as(forged.toString()).isFalse();
                assertThat(another.sendCalls()).isZero();
            }
            URI action = page.form(page.isCodePage() ? "phonelatch-code-form" : "phonelatch-number-form")
                    .action();
            Page direct = page.get(URI.create(action.toString()
                    .replaceFirst("session_code=[^&]*&", "")
                    .replaceFirst("execution=[^&]*", "execution=" + cell.what.action)));
            assertThat(cell.what.offeredBy(direct)).as(direct.toString()).isFalse();
        }

        private void assertNothingChanged() {
            List<String> expected = new ArrayList<>(List.of(RealmAdmin.PHONE_CREDENTIAL));
            if (cell.passed == Passed.OTHER || cell.passed == Passed.OTHER_BEFORE) {
                expected.add("otp");
            }
            if (cell.passed == Passed.DEVICE) {
                expected.add(RealmAdmin.DEVICE_CREDENTIAL);
            }
            assertThat(Json.list(realm.get("users/" + person.id() + "/credentials")))
                    .extracting(credential -> credential.get("type").asText())
                    .filteredOn(type -> !type.equals("password"))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL)
                            .get(0)
                            .get("credentialData")
                            .asText())
                    .contains(phone.number());
        }
    }
}
