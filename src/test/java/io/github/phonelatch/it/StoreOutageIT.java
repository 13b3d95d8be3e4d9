package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.sabotage.FailingStore;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.ProviderJar;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.models.SingleUseObjectProviderFactory;

/** The store of one-time state fails under a real Keycloak: nobody is let in, everybody is told, and nothing answers with an error page. */
class StoreOutageIT {
    private static final String UNAVAILABLE = "Codes cannot be sent or checked right now";
    private static final int EVERY_CALL = Integer.MAX_VALUE;

    private static Simulator simulator;
    private static KeycloakServer server;
    private static RealmAdmin realm;
    private static App directGrants;
    private static Path orders;
    private static int order;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
        orders = directory.resolve("orders");
        healthy();
        server = SharedServer.serverWith(simulator)
                .name("store-outage")
                .option(FailingStore.OPTION, orders)
                .jar(ProviderJar.write(
                        directory.resolve("sabotage.jar"),
                        Map.of(SingleUseObjectProviderFactory.class, FailingStore.class)))
                .start();
        realm = new Admin(server)
                .newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        directGrants = DirectGrants.app(realm, "staff-room");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        simulator.close();
    }

    @AfterEach
    void repair() {
        healthy();
    }

    private static void healthy() {
        order("");
    }

    private static void fail(int first, int last, String fault) {
        order(++order + " " + first + " " + last + " " + fault);
    }

    private static void order(String words) {
        try {
            // Moved, so that it is never read half-written.
            Path next = orders.resolveSibling("next");
            Files.writeString(next, words);
            Files.move(next, orders, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the call that was to fail has been made. */
    private static boolean failed() {
        Path done = orders.resolveSibling("orders.done");
        try {
            return Files.exists(done) && Files.readString(done).equals(String.valueOf(order));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void storeIsDown_everyWayIsToldSo_letsNobodyIn_andWorksWhenItIsBack() {
        Phone newNumber = new Phone(simulator);
        Phone typing = new Phone(simulator);
        Phone teachers = new Phone(simulator);
        Phone signingIn = new Phone(simulator);
        Phone byNumber = new Phone(simulator);
        Phone byApp = new Phone(simulator);
        Person student = realm.newStudent();
        Person teacher = realm.newVerifiedTeacher(teachers);
        Person verified = realm.newVerifiedStudent(byNumber);
        Page numberPage = realm.studentPortal().open(student);
        Page verifyingPage = realm.studentPortal().open(realm.newStudent()).number(typing.number());
        Page signInPage = realm.studentPortal().open(realm.newVerifiedTeacher(signingIn));
        Form phoneLogin = phoneLogin().with("phone_number", byNumber.number());
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
        PhoneApi.Reply asked = api.requestOtp(byApp);
        for (Phone phone : new Phone[] {typing, signingIn, byApp}) {
            phone.code();
        }
        fail(0, EVERY_CALL, FailingStore.REFUSED);

        assertTold(numberPage.number(newNumber.number()));
        Page notVerified = verifyingPage.code(typing.code());
        assertTold(notVerified);
        Page notIn = signInPage.code(signingIn.code());
        assertTold(notIn);
        assertTold(realm.studentPortal().open(teacher));
        assertTold(phoneLogin.press("send"));
        Tokens direct = directGrants.directGrant(teacher);
        assertThat(direct.status()).isEqualTo(400);
        assertThat(direct.granted()).isFalse();
        assertThat(DirectGrants.problem(direct)).isEqualTo("provider-unavailable");
        assertThat(DirectGrants.code(directGrants, teacher, "123456").granted()).isFalse();
        assertThat(api.requestOtp(newNumber).problem()).isEqualTo("provider-unavailable");
        assertThat(api.verifyOtp(asked, byApp.code()).problem()).isEqualTo("provider-unavailable");
        assertThat(realm.studentPortal().open(verified).tokens().granted())
                .as("who needs no code")
                .isTrue();
        for (Phone phone : new Phone[] {newNumber, teachers, byNumber}) {
            assertThat(phone.sendCalls()).isZero();
        }
        for (Phone phone : new Phone[] {typing, signingIn, byApp}) {
            assertThat(phone.verifyCalls()).as("not even asked").isZero();
        }
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        healthy();

        for (Phone phone : new Phone[] {typing, signingIn}) {
            Page codePage = codePage(phone == typing ? notVerified : notIn, phone);
            assertThat(codePage.code(phone.code()).tokens().granted()).isTrue();
            assertThat(phone.sendCalls()).as("the code at hand is good").isEqualTo(1);
        }
        assertThat(api.verifyOtp(asked, byApp.code()).status()).isEqualTo(200);
    }

    /** The page for the code; whoever was led away from it asks for it again. */
    private static Page codePage(Page page, Phone phone) {
        if (page.isCodePage() || page.isCallback()) {
            return page;
        }
        return page.has("#phone_number")
                ? page.number(phone.number())
                : page.form("phonelatch-number-form").press("send");
    }

    /** A page with our text, whichever it is, and no way on. */
    private static void assertTold(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.isCallback()).isFalse();
        assertThat(page.text()).contains(UNAVAILABLE);
    }

    /** One call fails while a number is proven, each in turn; the person clicks again, and waits for the next code at most. */
    @Test
    void eachCallInTurn_isToldOrUnseen_andSendsOneMessage() {
        int calls = 0;
        for (boolean more = true; more; calls++) {
            Phone phone = new Phone(simulator);
            Person student = realm.newStudent();
            Page page = realm.studentPortal().open(student);
            fail(calls, calls, FailingStore.ANSWER_LOST);

            page = answered(page.number(phone.number()));
            page = answered(codePage(page, phone));
            boolean wrongOneIsIn = false;
            if (page.isCodePage() && phone.sendCalls() == 1) {
                page = answered(page.code(phone.wrongCode()));
                wrongOneIsIn = page.isCallback();
                page = answered(codePage(page, phone));
                page = page.isCodePage() ? answered(page.code(phone.code())) : page;
            }

            more = failed();
            healthy();
            assertThat(wrongOneIsIn).isFalse();
            assertThat(phone.sendCalls()).as("call " + calls).isLessThanOrEqualTo(1);
            assertThat(page.isCallback())
                    .as("call %s: %s", calls, page)
                    .isEqualTo(!realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)
                            .isEmpty());
        }
        assertThat(calls).isGreaterThan(20);
    }

    private static Page answered(Page page) {
        assertThat(page.status()).as(page.toString()).isLessThan(500);
        return page;
    }

    /** A call ends after two seconds, with an error; so does the wait of whoever clicked, and of nobody else. */
    @Test
    void storeThatHangs_isToldWithinSeconds_andHoldsNobodyElseUp() {
        Phone phone = new Phone(simulator);
        Phone typing = new Phone(simulator);
        Phone byNumber = new Phone(simulator);
        Page numberPage = realm.studentPortal().open(realm.newStudent());
        Page codePage = realm.studentPortal().open(realm.newStudent()).number(typing.number());
        Person verified = realm.newVerifiedStudent(byNumber);
        String code = typing.code();
        fail(0, EVERY_CALL, FailingStore.TIMED_OUT);
        Instant start = Instant.now();

        assertTold(numberPage.number(phone.number()));
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
        assertTold(codePage.code(code));
        assertThat(realm.studentPortal().open(verified).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isZero();
        assertThat(typing.verifyCalls()).isZero();
    }

    private static Form phoneLogin() {
        return realm.studentPortal()
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form");
    }
}
