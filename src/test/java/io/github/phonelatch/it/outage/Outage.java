package io.github.phonelatch.it.outage;

import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.ServerJvm.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** One fault of a server's provider, after some calm seconds, with one person a second in both. */
final class Outage {
    private static final int CALM_SECONDS = 10;
    private static final Duration NEVER_AGAIN = Duration.ofSeconds(90);
    private static final String OURS = "io.github.phonelatch.";
    private static final String SHADED = OURS + "shaded.";
    private static final String GATEWAY_THREAD = "phonelatch-gateway-";
    /** Whoever asks for a code or has one checked comes through here, and nobody else. */
    private static final String NEEDS_CODE = OURS + "challenge.Challenges.";

    private final OutageServer lane;
    private final OutageServer wellServer;
    private final ProviderFault fault;
    private final OutageServer.Excused visitors;
    private final OutageServer.Excused lookers;
    private final OutageServer.Excused wellVisitors;
    private final ScheduledExecutorService people = Executors.newScheduledThreadPool(16);

    private final Queue<Duration> during = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> well = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> pages = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> replies = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<List<Running>> dumps = new ConcurrentLinkedQueue<>();
    private final Queue<Late> late = new ConcurrentLinkedQueue<>();
    private final Map<Phone, AtomicInteger> clicks = new ConcurrentHashMap<>();

    /** A page that stopped waiting for its message. */
    private record Late(Page page, Phone phone) {}

    /** @param wellServer where the same people sign in beside it, so that the machine is equally busy for both */
    Outage(OutageServer lane, OutageServer wellServer, ProviderFault fault) {
        this.lane = lane;
        this.wellServer = wellServer;
        this.fault = fault;
        this.visitors = lane.newExcused();
        this.lookers = lane.newExcused();
        this.wellVisitors = wellServer.newExcused();
    }

    Timeline run(int seconds) {
        try {
            begin(CALM_SECONDS, none -> {}).forEach(this::join);
            during.clear();
            well.clear();
            pages.clear();
            replies.clear();
            dumps.clear();
            long heap = lane.jvm().heapInUse();
            long threads = unpooled(lane.jvm().threads());
            int logged = lane.log().length();
            List<Future<?>> visits = begin(seconds, second -> fault.goOn(lane.simulator(), second));
            join(people.schedule(() -> ProviderFault.end(lane.simulator()), seconds, TimeUnit.SECONDS));
            Duration recovery = recovery();
            visits.forEach(this::join);
            int lateCodes = typeLateCodes();
            clicks.forEach((phone, made) ->
                    check(phone.sendCalls() <= made.get(), phone.sendCalls() + " messages for " + made + " clicks"));
            String log = lane.log().substring(logged);
            check(!log.contains("Uncaught server error"), "Keycloak logged an uncaught error");
            check(!log.contains("failed unexpectedly"), "a bug of ours was logged");
            long threadsAfter = unpooled(lane.jvm().threads());
            return course(recovery, lateCodes, lane.jvm().heapInUse() - heap, threadsAfter - threads);
        } finally {
            ProviderFault.end(lane.simulator());
            people.shutdownNow();
        }
    }

    private Timeline course(Duration recovery, int lateCodes, long heapGrowth, long threadsGrowth) {
        List<Running> waiting = dumps.stream()
                .flatMap(List::stream)
                .filter(thread -> !thread.name().startsWith(GATEWAY_THREAD) && thread.waits() && isInOurs(thread))
                .toList();
        return new Timeline(
                fault,
                List.copyOf(during),
                List.copyOf(well),
                List.copyOf(pages),
                List.copyOf(replies),
                List.copyOf(wrong),
                waiting.stream()
                        .filter(thread -> !thread.isIn(NEEDS_CODE))
                        .map(Running::toString)
                        .toList(),
                dumps.size(),
                waiting.stream().filter(thread -> thread.isIn(NEEDS_CODE)).count(),
                heapGrowth,
                threadsGrowth,
                dumps.stream().mapToLong(Outage::gatewayThreads).max().orElse(0),
                recovery,
                lateCodes);
    }

    /** In each second somebody comes: every other one needs no code. */
    private List<Future<?>> begin(int seconds, IntConsumer provider) {
        List<Future<?>> visits = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            int now = second;
            visits.add(at(now, () -> provider.accept(now)));
            visits.add(at(
                    now,
                    switch (now % 4) {
                        case 0, 2 -> () -> during.add(lane.signInWithoutCode(visitors, now / 2));
                        case 1 -> this::teacher;
                        default -> now % 8 == 3 ? this::application : this::registrant;
                    }));
            if (now % 2 == 0) {
                visits.add(at(now, () -> well.add(wellServer.signInWithoutCode(wellVisitors, now / 2))));
            }
            if (now % 10 == 5) {
                visits.add(at(now, this::lookAtThreads));
            }
            if (now % 5 == 2) {
                visits.add(at(now, this::lookAtHealth));
            }
        }
        return visits;
    }

    private Future<?> at(int second, Runnable visit) {
        return people.schedule(
                () -> {
                    try {
                        visit.run();
                    } catch (RuntimeException | AssertionError e) {
                        wrong.add("second " + second + ": " + e);
                    }
                },
                second,
                TimeUnit.SECONDS);
    }

    // --- people who need a code -------------------------------------------------------------------------------------

    private void teacher() {
        Phone phone = lane.newPhone();
        Page login = lane.school().studentPortal().open(new HttpBrowser());
        Person teacher = lane.school().newVerifiedTeacher(phone);
        goOn(click(phone, () -> login.password(teacher)), phone);
    }

    private void registrant() {
        Phone phone = lane.newPhone();
        Page number = lane.school().studentPortal().open(lane.school().newStudent());
        goOn(click(phone, () -> number.number(phone.number())), phone);
    }

    private void goOn(Page page, Phone phone) {
        String state = state(page);
        if (state.equals("unknown")) {
            check(page.form("phonelatch-code-form").offersChannel("voice"), "no other way on " + page);
            state(click(phone, () -> page.byChannel("voice")));
        } else if (state.equals("sending")) {
            late.add(new Late(page, phone));
        } else if (state.equals("sent")) {
            String code = phone.code();
            Page checked = timed(pages, () -> page.code(code));
            check(
                    checked.isCallback() || checked.text().contains("Codes cannot be sent or checked right now"),
                    "a right code: " + checked);
        }
    }

    private void application() {
        PhoneApi api = lane.api();
        Phone phone = lane.newPhone();
        clicks.computeIfAbsent(phone, none -> new AtomicInteger()).incrementAndGet();
        PhoneApi.Reply reply = timed(replies, () -> api.requestOtp(phone));
        check(
                reply.status() == 202
                        || (reply.status() == 503 && reply.problem().equals("provider-unavailable")),
                "the endpoint answered " + reply.status() + " " + reply.problem());
    }

    /** One click that may send a message. */
    private Page click(Phone phone, Supplier<Page> press) {
        clicks.computeIfAbsent(phone, none -> new AtomicInteger()).incrementAndGet();
        return timed(pages, press);
    }

    /** Empty where there is no page for a code. Sees to it that the page says what to do. */
    private String state(Page page) {
        check(page.status() == 200, "status " + page.status());
        check(page.text().contains("Ask the people who run this service for help"), "no help on " + page);
        if (!page.isCodePage()) {
            check(page.text().contains("Try again in a few minutes"), "nothing to do on " + page);
            check(page.form("phonelatch-number-form").offers("send"), "no button on " + page);
            return "";
        }
        String state = page.element("#phonelatch-code-form").attr("data-state");
        String says = switch (state) {
            case "sending" -> "is on its way to";
            case "unknown" -> "ask for a new one";
            default -> "We ";
        };
        check(page.text().contains(says), "not told that it is " + state + ": " + page);
        return state;
    }

    private static <T> T timed(Queue<Duration> times, Supplier<T> work) {
        long began = System.nanoTime();
        T result = work.get();
        times.add(Duration.ofNanos(System.nanoTime() - began));
        return result;
    }

    // --- the server -------------------------------------------------------------------------------------------------

    /** While people sign in who need no code. */
    private void lookAtThreads() {
        CompletableFuture<List<Running>> dump =
                CompletableFuture.supplyAsync(() -> lane.jvm().threads(), people);
        for (int turn = 0; !dump.isDone(); turn++) {
            lane.signInWithoutCode(lookers, turn);
        }
        dumps.add(dump.join());
    }

    private void lookAtHealth() {
        for (String what : List.of("ready", "live")) {
            int status = lane.health(what);
            check(status == 200, "health/" + what + " answered " + status);
        }
    }

    /** Without the two pools that grow with the load up to a bound of their own. */
    private static long unpooled(List<Running> threads) {
        return threads.stream()
                .filter(thread -> !thread.name().startsWith(GATEWAY_THREAD)
                        && !thread.name().startsWith("executor-thread-"))
                .count();
    }

    /** The HTTP client's own threads, which serve nobody while they wait, are not meant. */
    private static boolean isInOurs(Running thread) {
        return thread.frames().stream().anyMatch(frame -> frame.startsWith(OURS) && !frame.startsWith(SHADED));
    }

    private static long gatewayThreads(List<Running> threads) {
        return threads.stream()
                .filter(thread -> thread.name().startsWith(GATEWAY_THREAD))
                .count();
    }

    // --- afterwards -------------------------------------------------------------------------------------------------

    /** From the end of the fault to a sign-in with a code. Somebody tries each second. */
    private Duration recovery() {
        long ended = System.nanoTime();
        for (int attempt = 0; System.nanoTime() - ended < NEVER_AGAIN.toNanos(); attempt++) {
            Future<Boolean> signedIn = people.schedule(this::signsInWithCode, attempt == 0 ? 0 : 1, TimeUnit.SECONDS);
            if (join(signedIn).orElse(false)) {
                return Duration.ofNanos(System.nanoTime() - ended);
            }
        }
        return NEVER_AGAIN;
    }

    private boolean signsInWithCode() {
        Phone phone = lane.newPhone();
        Page page = lane.school().studentPortal().open(lane.school().newVerifiedTeacher(phone));
        clicks.computeIfAbsent(phone, none -> new AtomicInteger()).incrementAndGet();
        return state(page).equals("sent") && page.code(phone.code()).isCallback();
    }

    /** The newest of those that became messages: the provider answered their sends after their pages did. */
    private int typeLateCodes() {
        List<Late> all = new ArrayList<>(late);
        int used = 0;
        for (Late one : all.subList(Math.max(0, all.size() - 3), all.size())) {
            if (one.phone().messages().isEmpty()) {
                continue;
            }
            Page shown = Await.value(
                    "the page of a late message to know what became of it",
                    () -> Optional.of(one.page().reload())
                            .filter(page -> !state(page).equals("sending")));
            if (state(shown).equals("sent")) {
                Page done = shown.code(one.phone().code());
                check(done.isCallback(), "the code of a late message: " + done);
                used++;
            }
        }
        return used;
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private <T> Optional<T> join(Future<T> future) {
        try {
            return Optional.ofNullable(future.get());
        } catch (ExecutionException e) {
            wrong.add(String.valueOf(e.getCause()));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + fault, e);
        }
    }
}
