package io.github.phonelatch.benchmark;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.css;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitBlockOnFail;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.Cookie;
import static io.gatling.javaapi.http.HttpDsl.addCookie;
import static io.gatling.javaapi.http.HttpDsl.flushCookieJar;
import static io.gatling.javaapi.http.HttpDsl.headerRegex;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.github.phonelatch.it.support.App;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Whole sign-ins by authorization code, the kinds in turn and in rounds, so that whatever else the machine does meets all of
 * them. Gatling makes it, runs it and calls {@link #after}.
 */
public final class SignInSimulation extends Simulation {
    private static final int AT_ONCE = 4;
    private static final int WARM_UP = Integer.getInteger("benchmark.warm-up", 100);
    private static final int EACH = Integer.getInteger("benchmark.each", 40);
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
    private static final int PEOPLE = 60;
    /** Keycloak takes each code of an app once: nobody comes twice in the warm-up or in a round. */
    private static final int PEOPLE_WITH_APPS = AT_ONCE * Math.max(WARM_UP, EACH);
    /** A sign-in that waits for its provider takes long and tells as much with fewer. */
    private static final int SLOW = 4;

    private final Stage stage;
    private final Meter meter;
    private final Map<Kind, FeederBuilder<Object>> people = new EnumMap<>(Kind.class);

    public SignInSimulation() {
        // Before anything is started that a mistake here would leave running.
        List<Kind> kinds = kinds();
        try {
            stage = Stage.open("benchmark", false, options -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        meter = new Meter(stage);
        kinds.forEach(kind -> people.put(
                kind,
                listFeeder(Stream.generate(() -> stage.newAccount(kind))
                                .limit(kind == Kind.APP ? PEOPLE_WITH_APPS : PEOPLE)
                                .map(account -> Map.<String, Object>of("account", account))
                                .toList())
                        .circular()));
        List<PopulationBuilder> all = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Kind kind : kinds) {
                int each = round == 0 ? WARM_UP : EACH;
                all.addAll(phase(kind, round, kind == Kind.PHONE_SLOW ? each / SLOW : each));
            }
        }
        setUp(oneAfterTheOther(all))
                .protocols(http.acceptHeader("text/html")
                        .acceptLanguageHeader("en")
                        .userAgentHeader("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0")
                        .disableCaching()
                        .disableWarmUp())
                .assertions(global().failedRequests().count().is(0L));
    }

    /** All of them, or those that {@code -Dbenchmark.kinds} names. */
    private static List<Kind> kinds() {
        String chosen = System.getProperty("benchmark.kinds", "");
        return chosen.isEmpty()
                ? List.of(Kind.values())
                : Stream.of(chosen.split(",", -1)).map(Kind::valueOf).toList();
    }

    private static PopulationBuilder oneAfterTheOther(List<PopulationBuilder> all) {
        PopulationBuilder rest = all.get(all.size() - 1);
        for (int i = all.size() - 2; i >= 0; i--) {
            rest = all.get(i).andThen(rest);
        }
        return rest;
    }

    private List<PopulationBuilder> phase(Kind kind, int round, int each) {
        String name = kind.label() + (round == 0 ? ", warm-up" : ", round " + round);
        Queue<Duration> times = Meter.times();
        return List.of(
                once(name + ", begin", () -> {
                    if (round == 1 && kind == kinds().get(0)) {
                        meter.reset();
                    }
                    meter.begin(kind);
                }),
                scenario(name)
                        .exec(repeat(each)
                                .on(signIn(kind, round == 0 ? "warm-up: " + kind.label() : kind.label(), times)))
                        .injectOpen(atOnceUsers(AT_ONCE)),
                once(name + ", end", () -> System.out.println(name + ": " + meter.end(kind, times))));
    }

    private static PopulationBuilder once(String name, Runnable what) {
        return scenario(name)
                .exec(session -> {
                    what.run();
                    return session;
                })
                .injectOpen(atOnceUsers(1));
    }

    private ChainBuilder signIn(Kind kind, String group, Queue<Duration> times) {
        ChainBuilder steps = exec(page(kind)).exec(password(kind));
        if (kind == Kind.APP) {
            steps = steps.exec(session ->
                            session.set("typed", account(session).app().code()))
                    .exec(toApp(http("code of the app").post("#{action}").formParam("otp", "#{typed}")));
        } else if (kind.isSent()) {
            steps = steps.exec(session -> session.set("typed", received(session)))
                    .exec(toApp(http("code by phone")
                            .post("#{action}")
                            .formParam("code", "#{typed}")
                            .formParam("action", "verify")));
        }
        ChainBuilder whole = steps.exec(tokens(kind));
        return feed(people.get(kind))
                .exec(exitBlockOnFail()
                        .on(
                                exec(flushCookieJar()),
                                exec(remembered(kind)),
                                exec(session -> session.set("began", System.nanoTime())
                                        .set("email", account(session).person().email())
                                        .set(
                                                "password",
                                                account(session).person().password())),
                                group(group).on(whole),
                                exec(session -> {
                                    times.add(Duration.ofNanos(System.nanoTime() - session.getLong("began")));
                                    return session;
                                })));
    }

    private ChainBuilder remembered(Kind kind) {
        if (kind != Kind.REMEMBERED) {
            return exec(session -> session);
        }
        return exec(session -> session.set("device", account(session).device()))
                .exec(addCookie(Cookie(Stage.COOKIE, "#{device}")
                        .withDomain("localhost")
                        .withPath(stage.realm(kind).uri().getPath() + "/")));
    }

    private HttpRequestActionBuilder page(Kind kind) {
        return http("sign-in page")
                .get(stage.realm(kind).uri() + "/protocol/openid-connect/auth")
                .queryParam("response_type", "code")
                .queryParam("client_id", kind.clientId())
                .queryParam("redirect_uri", App.CALLBACK.toString())
                .queryParam("scope", "openid")
                .queryParam("state", "benchmark")
                .check(status().is(200), css("form#kc-form-login", "action").saveAs("action"));
    }

    private static HttpRequestActionBuilder password(Kind kind) {
        HttpRequestActionBuilder post = http("password")
                .post("#{action}")
                .formParam("username", "#{email}")
                .formParam("password", "#{password}");
        return switch (kind) {
            case PASSWORD, REMEMBERED -> toApp(post);
            case APP ->
                post.check(
                        status().is(200),
                        css("form#kc-otp-login-form", "action").saveAs("action"));
            case PHONE, PHONE_SLOW ->
                post.check(
                        status().is(200),
                        css("form#phonelatch-code-form", "action").saveAs("action"));
        };
    }

    /** Ends at the application, which is not there. */
    private static HttpRequestActionBuilder toApp(HttpRequestActionBuilder post) {
        return post.disableFollowRedirect()
                .check(
                        status().is(302),
                        headerRegex("Location", "[?&]code=([^&]+)").saveAs("code"));
    }

    private HttpRequestActionBuilder tokens(Kind kind) {
        return http("tokens")
                .post(stage.realm(kind).uri() + "/protocol/openid-connect/token")
                .formParam("grant_type", "authorization_code")
                .formParam("client_id", kind.clientId())
                .formParam("redirect_uri", App.CALLBACK.toString())
                .formParam("code", "#{code}")
                .check(status().is(200), jsonPath("$.access_token").exists());
    }

    private String received(Session session) {
        return stage.simulator()
                .control()
                .lastMessage(account(session).phone().number())
                .orElseThrow()
                .code();
    }

    private static Account account(Session session) {
        return session.get("account");
    }

    @Override
    public void after() {
        try (stage) {
            Report.write(
                    "sign-in",
                    meter.table() + "\n" + stage.simulator().control().sendCalls() + " messages over "
                            + stage.provider().accepted() + " connections to the provider.\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
