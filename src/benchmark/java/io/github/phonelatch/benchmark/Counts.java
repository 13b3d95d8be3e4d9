package io.github.phonelatch.benchmark;

import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.ProviderJar;
import java.io.IOException;
import java.net.HttpCookie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.keycloak.models.SingleUseObjectProviderFactory;

/** What sign-ins cost in calls of the store and in SQL, with every limit as shipped: counted in the server's log, not timed. */
final class Counts {
    private static final String SQL = "[org.hibernate.SQL]";
    private static final String STORE = "[" + CountingStoreFactory.CATEGORY + "]";
    private static final List<String> WRITES = List.of("put", "putIfAbsent", "remove", "replace");
    private static final int BEFORE = 3;
    private static final int COUNTED = 5;

    private final Stage stage;
    private final Map<Kind, Map<Step, Cost>> costs = new EnumMap<>(Kind.class);
    private String seen = "";

    private Counts(Stage stage) {
        this.stage = stage;
    }

    static void main() throws IOException {
        Path jar = ProviderJar.write(
                Files.createDirectories(Report.DIRECTORY).resolve("counting-store.jar"),
                Map.of(SingleUseObjectProviderFactory.class, CountingStoreFactory.class));
        try (Stage stage =
                Stage.open("counts", true, options -> options.jar(jar).logLevel("org.hibernate.SQL", "DEBUG"))) {
            Counts counts = new Counts(stage);
            for (Kind kind : List.of(Kind.PASSWORD, Kind.APP, Kind.PHONE, Kind.REMEMBERED)) {
                counts.count(kind);
            }
            Report.write("counts", counts.table());
        }
    }

    private enum Step {
        PAGE("sign-in page"),
        PASSWORD("password, and the send where one follows"),
        CODE("code"),
        TOKENS("tokens");

        private final String label;

        Step(String label) {
            this.label = label;
        }
    }

    /** Of all counted sign-ins together. */
    private static final class Cost {
        private final List<String> statements = new ArrayList<>();
        private final List<String> calls = new ArrayList<>();
        private final List<String> ours = new ArrayList<>();

        void add(String line) {
            if (line.contains(SQL)) {
                statements.add(after(line, ") "));
            } else if (line.contains(STORE)) {
                String call = after(line, ") ");
                calls.add(call);
                if (call.contains("phonelatch:")) {
                    ours.add(call);
                }
            }
        }

        private static String after(String line, String mark) {
            return line.substring(line.indexOf(mark) + mark.length());
        }

        long writes(List<String> some) {
            return some.stream()
                    .filter(call -> WRITES.contains(call.substring(0, call.indexOf(' '))))
                    .count();
        }

        void addAll(Cost other) {
            statements.addAll(other.statements);
            calls.addAll(other.calls);
            ours.addAll(other.ours);
        }
    }

    private void count(Kind kind) throws IOException {
        for (int i = 0; i < BEFORE; i++) {
            signIn(kind, stage.newAccount(kind), new LinkedHashMap<>());
        }
        Map<Step, Cost> steps = new LinkedHashMap<>();
        for (int i = 0; i < COUNTED; i++) {
            Account account = stage.newAccount(kind);
            // The person is in Keycloak's cache, as somebody is who signs in now and then.
            stage.realm(kind).user(account.person());
            signIn(kind, account, steps);
        }
        costs.put(kind, steps);
        List<String> lines = new ArrayList<>();
        steps.forEach((step, cost) -> {
            lines.add("== " + step.label);
            lines.addAll(cost.statements);
            lines.addAll(cost.calls);
        });
        Files.write(Report.DIRECTORY.resolve("counts-" + kind.clientId() + ".txt"), lines);
    }

    private void signIn(Kind kind, Account account, Map<Step, Cost> steps) {
        HttpBrowser browser = new HttpBrowser();
        if (kind == Kind.REMEMBERED) {
            HttpCookie cookie = new HttpCookie(Stage.COOKIE, account.device());
            cookie.setPath(stage.realm(kind).uri().getPath() + "/");
            browser.add(cookie);
        }
        skip();
        Page form = step(
                Step.PAGE, steps, () -> stage.realm(kind).app(kind.clientId()).open(browser));
        Page next = step(Step.PASSWORD, steps, () -> form.password(account.person()));
        Page done = switch (kind) {
            case APP ->
                step(
                        Step.CODE,
                        steps,
                        () -> next.form("kc-otp-login-form")
                                .with("otp", account.app().code())
                                .submit());
            case PHONE, PHONE_SLOW -> {
                String code = account.phone().code();
                yield step(Step.CODE, steps, () -> next.code(code));
            }
            case PASSWORD, REMEMBERED -> next;
        };
        if (step(Step.TOKENS, steps, done::tokens).accessToken().isEmpty()) {
            throw new IllegalStateException("not signed in: " + done);
        }
    }

    private <T> T step(Step step, Map<Step, Cost> steps, Supplier<T> work) {
        T result = work.get();
        String log = settled();
        Cost cost = steps.computeIfAbsent(step, key -> new Cost());
        log.substring(seen.length()).lines().forEach(cost::add);
        seen = log;
        return result;
    }

    private void skip() {
        seen = settled();
    }

    /** The log when nothing is added to it any more: sessions are stored by a thread of their own. */
    private String settled() {
        String log = stage.server().log();
        while (true) {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the log was read", e);
            }
            String later = stage.server().log();
            if (later.length() == log.length()) {
                return later;
            }
            log = later;
        }
    }

    private String table() {
        StringBuilder table = new StringBuilder("| sign-in | step | SQL statements | store calls | of them writes |"
                + " ours | of them writes |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
        costs.forEach((kind, steps) -> {
            Cost all = new Cost();
            steps.forEach((step, cost) -> {
                all.addAll(cost);
                row(table, kind, step.label, cost);
            });
            row(table, kind, "**all**", all);
        });
        return table.toString();
    }

    private static void row(StringBuilder table, Kind kind, String step, Cost cost) {
        table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s |%n",
                kind == Kind.PHONE ? "password, then a code by phone" : kind.label(),
                step,
                each(cost.statements.size()),
                each(cost.calls.size()),
                each(cost.writes(cost.calls)),
                each(cost.ours.size()),
                each(cost.writes(cost.ours))));
    }

    private static String each(long all) {
        return all % COUNTED == 0
                ? String.valueOf(all / COUNTED)
                : String.format(Locale.ROOT, "%.1f", all / (double) COUNTED);
    }
}
