package io.github.phonelatch.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many calls hang at the provider at the same moment: what they take from the server is one thread each for as long as a page
 * waits, and no database connection. The calls end well, if late, so that nothing here looks like an outage to the server that
 * all share.
 */
@ExtendWith(SharedServer.class)
class HangingCallsIT {
    private static final Pattern HELD = Pattern.compile("(?m)^agroal_active_count\\{.*} ([0-9.E]+)$");
    private static final Pattern THREADS = Pattern.compile("(?m)^phonelatch_threads_used(?:\\{.*})? ([0-9.E]+)$");
    private static final Duration LONGER_THAN_A_PAGE_WAITS = Duration.ofSeconds(6);
    private static final Duration PAGE_WAIT = Duration.ofSeconds(3);

    private static RealmAdmin school;
    private static Entry<App, Person> elsewhere;

    private final KeycloakServer server;
    private final Simulator simulator;

    HangingCallsIT(KeycloakServer server, Simulator simulator) {
        this.server = server;
        this.simulator = simulator;
    }

    @BeforeAll
    static void realms(Admin admin) {
        school = admin.newSchoolRealm(OutageServer::withoutLimits);
        elsewhere = OutageServer.elsewhere(admin);
    }

    /** Calls go on when their pages have stopped waiting, and would take their threads from the next test. */
    @AfterEach
    void providerIsItselfAgain() {
        simulator.control().clearScripts();
        Await.until("no call under way", () -> metric(THREADS) == 0);
    }

    @Test
    void callsOfApplications_holdNoConnection_andOthersSignIn() {
        Person student = school.newStudent();
        PhoneApi api = school.phoneApi(school.schoolMobile().directGrant(student));
        signInElsewhere();
        Crowd<PhoneApi.Reply> crowd = new Crowd<>(50);
        crowd.begin(i -> api.requestOtp(crowd.phones.get(i)));
        List<Duration> signIns = new ArrayList<>();
        crowd.await(20);

        int held = crowd.leastHeld();
        while (!crowd.replies.isDone()) {
            signIns.add(signInElsewhere());
        }
        List<PhoneApi.Reply> replies = crowd.replies.join();

        long hung = replies.stream().filter(reply -> reply.status() == 202).count();
        System.out.println(
                "50 calls at once: " + hung + " hung, connections held " + held + ", sign-ins meanwhile " + signIns);
        assertThat(held).isZero();
        assertThat(replies).allMatch(reply -> reply.status() == 202 || reply.status() == 503);
        assertThat(hung).isBetween(20L, 32L);
        assertThat(signIns).isNotEmpty();
        assertThat(Timeline.median(signIns)).isLessThan(PAGE_WAIT);
        assertThat(crowd.phones).allMatch(phone -> phone.sendCalls() <= 1);
    }

    @Test
    void sendsRightAfterThePassword_holdNoConnection() {
        Crowd<Page> crowd = new Crowd<>(20);
        List<Person> teachers =
                crowd.phones.stream().map(school::newVerifiedTeacher).toList();
        List<Page> forms = teachers.stream()
                .map(teacher -> school.studentPortal().open(new HttpBrowser()))
                .toList();
        crowd.begin(i -> forms.get(i).password(teachers.get(i)));
        crowd.await(15);

        int held = crowd.leastHeld();

        System.out.println("20 sends after the password: connections held " + held);
        assertThat(held).isZero();
        assertThat(crowd.replies.join()).allMatch(Page::isCodePage);
        assertThat(crowd.phones).allMatch(phone -> phone.sendCalls() <= 1);
    }

    /** It cannot redirect, as the docs say. And so the count is one that can be other than 0. */
    @Test
    void sendsOfTheDirectGrant_holdAtMostOneConnectionEach() {
        Crowd<Tokens> crowd = new Crowd<>(12);
        List<Person> teachers =
                crowd.phones.stream().map(school::newVerifiedTeacher).toList();
        crowd.begin(i -> school.schoolMobile().directGrant(teachers.get(i)));
        crowd.await(10);

        int held = crowd.leastHeld();

        System.out.println("12 sends of the direct grant: connections held " + held);
        assertThat(held).isBetween(1, 12);
        assertThat(crowd.replies.join()).allMatch(tokens -> tokens.status() == 400);
    }

    private static Duration signInElsewhere() {
        long began = System.nanoTime();
        assertThat(elsewhere
                        .getKey()
                        .open(new HttpBrowser())
                        .password(elsewhere.getValue())
                        .tokens()
                        .granted())
                .isTrue();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** People who each wait for a message of their own that hangs at the provider. */
    private final class Crowd<T> {
        private final List<Phone> phones;
        private final Set<Phone> answered = ConcurrentHashMap.newKeySet();
        private CompletableFuture<List<T>> replies;

        private Crowd(int size) {
            phones =
                    IntStream.range(0, size).mapToObj(i -> new Phone(simulator)).toList();
            phones.forEach(
                    phone -> simulator.control().script(phone.number(), Fault.delay(LONGER_THAN_A_PAGE_WAITS), 1));
        }

        private void begin(IntFunction<T> call) {
            replies = CompletableFuture.supplyAsync(() -> AtOnce.run(phones.size(), i -> {
                T reply = call.apply(i);
                answered.add(phones.get(i));
                return reply;
            }));
        }

        /** Until so many calls have reached the provider. */
        private void await(int calls) {
            Await.until(
                    calls + " calls at the provider",
                    () -> phones.stream().mapToInt(Phone::sendCalls).sum() >= calls);
        }

        /** Connections in use, at the moment of a few with the fewest, while most of the calls go on hanging. */
        private int leastHeld() {
            int least = Integer.MAX_VALUE;
            for (int i = 0; i < 5 || (least > 0 && i < 15); i++) {
                int now = held();
                long hanging = phones.stream()
                        .filter(phone -> phone.sendCalls() > 0 && !answered.contains(phone))
                        .count();
                if (hanging < 8) {
                    break;
                }
                least = Math.min(least, now);
            }
            return least;
        }
    }

    private int held() {
        return metric(HELD);
    }

    private int metric(Pattern name) {
        String metrics = Http.send(Http.request(server.managementUri().resolve("/metrics")))
                .body();
        Matcher value = name.matcher(metrics);
        assertThat(value.find()).as("%s among the metrics", name).isTrue();
        return (int) Double.parseDouble(value.group(1));
    }
}
