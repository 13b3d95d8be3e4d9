package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sessions of somebody whose number is verified, replaced or removed, where the phone is their second factor. */
@ExtendWith(SharedServer.class)
class OlderSessionsIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            school.put("quickLoginCheckMilliSeconds", 0);
            Admin.phoneSettings(school).put("cooldown", "0").put("accounts-per-number", "1");
        });
    }

    @Test
    void browserThatWasSignedInBefore_signsInAnew(Phone phone, Phone next) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser other = new HttpBrowser();
        assertThat(realm.studentPortal()
                        .open(other)
                        .password(teacher)
                        .code(phone.code())
                        .isCallback())
                .isTrue();
        replace(teacher, phone, next);

        Await.until(
                "the older session has ended",
                () -> !realm.events(teacher, "LOGOUT").isEmpty());

        Page page = realm.studentPortal().open(other);
        assertThat(page.has("form#kc-form-login")).as(page.toString()).isTrue();
        assertThat(realm.events(teacher, "LOGOUT")).hasSize(1);
    }

    @Test
    void sameNumberVerifiedAgain_endsNothing(Phone phone, Simulator simulator) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Tokens other = realm.studentPortal().open(teacher).code(phone.code()).tokens();
        realm.updateUser(teacher, user -> user.putArray("requiredActions").add(RealmAdmin.PHONE_ACTION));

        Page page = realm.studentPortal().open(teacher);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(phone.code(2));
        assertThat(page.isNumberPage())
                .as("the code at the step lets them replace it")
                .isTrue();
        // The provider sends a third message to a number once the first has expired.
        simulator.control().advance(Duration.ofSeconds(301));
        page = page.number(phone.number()).code(phone.code(3));

        assertThat(page.tokens().granted()).isTrue();
        assertThat(other.refresh().granted()).isTrue();
        assertThat(sessions(teacher)).isEqualTo(2);
    }

    @Test
    void studentWhosePhoneIsNoSecondFactor_staysSignedInElsewhere(Phone phone) {
        Person student = realm.newStudent();
        Tokens other = realm.schoolMobile().directGrant(student);
        Page verified =
                realm.studentPortal().open(student).number(phone.number()).code(phone.code());
        assertThat(verified.isCallback()).isTrue();

        Tokens refreshed = other.refresh();

        assertThat(refreshed.granted()).isTrue();
        assertThat(refreshed.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
    }

    @Test
    void removalByAnAdmin_endsAll(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Tokens tokens = realm.studentPortal().open(teacher).code(phone.code()).tokens();

        realm.deletePhoneCredential(teacher);

        assertThat(tokens.refresh().granted()).isFalse();
        Await.until("no session left", () -> sessions(teacher) == 0);
    }

    @Test
    void accountOneTooMany_losesItsSessions(Admin admin, Phone phone) {
        RealmAdmin newest = admin.newSchoolRealm(school ->
                Admin.phoneSettings(school).put("accounts-per-number", "1").put("number-owner", "newest"));
        Person first = newest.newVerifiedTeacher(phone);
        Tokens tokens = newest.studentPortal().open(first).code(phone.code()).tokens();
        Person second = newest.newStudent();
        Page page = newest.studentPortal().open(second).number(phone.number()).code(phone.code(2));
        assertThat(page.isCallback()).as(page.toString()).isTrue();

        assertThat(tokens.refresh().granted()).isFalse();
        Await.until(
                "no session left",
                () -> newest.get("users/" + first.id() + "/sessions").isEmpty());
    }

    /** A sign-in that was let through without a code, and ends the moment the number is verified. */
    @Test
    void directGrantsThatEndWhileTheNumberIsVerified_areWorthNothingAfterwards(Phone phone) {
        Person teacher = realm.newTeacher();
        Page code = realm.studentPortal().open(teacher).number(phone.number());
        String right = phone.code();

        List<Optional<Tokens>> grants = AtOnce.run(
                7,
                i -> i == 3
                        ? verified(code.code(right))
                        : Optional.of(realm.schoolMobile().directGrant(teacher)));

        assertThat(realm.credentials(teacher, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        grants.stream().flatMap(Optional::stream).filter(Tokens::granted).forEach(tokens -> {
            Tokens refreshed = tokens.refresh();
            assertThat(refreshed.granted()).as(refreshed.body().toString()).isFalse();
        });
    }

    /** An application's logout address that takes the call and never answers keeps no page waiting. */
    @Test
    void hangingLogoutAddress_keepsNobodyWaiting(Phone phone) throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String client = "hanging-" + hanging.getLocalPort();
            realm.createClient(Map.of(
                    "clientId",
                    client,
                    "publicClient",
                    true,
                    "frontchannelLogout",
                    false,
                    "fullScopeAllowed",
                    false,
                    "redirectUris",
                    List.of(App.CALLBACK.toString()),
                    "attributes",
                    Map.of(
                            "backchannel.logout.url",
                            "http://127.0.0.1:" + hanging.getLocalPort() + "/logout",
                            "backchannel.logout.session.required",
                            "true")));
            Phone before = phone;
            Person teacher = realm.newVerifiedTeacher(before);
            assertThat(realm.app(client)
                            .open(teacher)
                            .code(before.code())
                            .tokens()
                            .granted())
                    .isTrue();
            CompletableFuture<Socket> called = CompletableFuture.supplyAsync(() -> accept(hanging));

            realm.deletePhoneCredential(teacher);

            // The answer to the admin came while the application still holds the call.
            Socket call = called.join();
            assertThat(stillOpen(call)).as("the call of the application").isTrue();
            call.close();
            Await.until("no session left", () -> sessions(teacher) == 0);
        }
    }

    private static Socket accept(ServerSocket server) {
        try {
            return server.accept();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what was sent, until there is no more of it: the other side waits, or has hung up. */
    private static boolean stillOpen(Socket call) throws IOException {
        call.setSoTimeout(100);
        byte[] request = new byte[8192];
        try {
            while (call.getInputStream().read(request) >= 0) {
                // More of the request.
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private static Optional<Tokens> verified(Page page) {
        assertThat(page.isCallback()).as(page.toString()).isTrue();
        return Optional.empty();
    }

    /** In a browser of their own: a code to the old number at the step, then the new one. */
    private static void replace(Person teacher, Phone old, Phone next) {
        Page page = realm.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_action", RealmAdmin.PHONE_ACTION))
                .password(teacher)
                .code(old.code(2));
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        page = page.number(next.number()).code(next.code());
        assertThat(page.callback("kc_action_status")).isEqualTo("success");
    }

    private static int sessions(Person person) {
        return realm.get("users/" + person.id() + "/sessions").size();
    }
}
