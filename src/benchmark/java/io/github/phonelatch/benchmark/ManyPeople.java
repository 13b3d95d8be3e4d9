package io.github.phonelatch.benchmark;

import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;

import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.server.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether finding somebody by number takes longer among a million than among a thousand: sign-in by number and password, and the
 * check that a number being verified is nobody else's. The database is PostgreSQL, filled by copying one person as Keycloak stored
 * them.
 */
final class ManyPeople {
    private static final int FEW = 1000;
    private static final int MANY = Integer.getInteger("benchmark.people", 1_000_000);
    private static final int COUNTED = Integer.getInteger("benchmark.each", 200);
    /** By then the server has compiled what it runs often. */
    private static final int BEFORE = Integer.getInteger("benchmark.warm-up", 150);
    /** Everybody who is measured: their passwords are stored, the others' are not. */
    private static final int WITH_PASSWORD = FEW;

    private static final Path LOG = Report.DIRECTORY.resolveSibling("postgres").resolve("log");
    /** The values of its parameters: realm, attribute, number, type, number within the credential, most rows. */
    private static final Pattern ASKED = Pattern.compile(
            "execute [^:]*: (select [^\n]* join USER_ATTRIBUTE [^\n]* join CREDENTIAL [^\n]*)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ASKED_OUTSIDE = Pattern.compile(
            "execute [^:]*: (select [^\n]*FED_USER_ATTRIBUTE[^\n]*FED_USER_CREDENTIAL[^\n]*)",
            Pattern.CASE_INSENSITIVE);

    private static final String BY_NUMBER = "by-number";
    private static final String ENROLS = "enrols";
    private static final String PATTERN_NUMBER = "+447411000000";

    private final Stage stage;
    private final RealmAdmin realm;
    private final Connection database;
    private final Person pattern;
    private int enrolled;

    private ManyPeople(Stage stage, Connection database) {
        this.stage = stage;
        this.realm = stage.realm(Kind.PHONE);
        this.database = database;
        Stage.client(realm, BY_NUMBER, false);
        realm.flow(BY_NUMBER).execution("phonelatch-phone-login", REQUIRED).bindBrowserOf(BY_NUMBER);
        Stage.client(realm, ENROLS, false);
        realm.browserFlow(ENROLS, forms -> {}).bindBrowserOf(ENROLS);
        this.pattern = realm.newPerson(user -> Stage.verify(user, PATTERN_NUMBER));
    }

    static void main() throws IOException, SQLException {
        try (Postgres postgres = Postgres.start();
                Stage stage = Stage.open("many", false, options -> options.postgres(postgres));
                Connection database = postgres.connection()) {
            ManyPeople people = new ManyPeople(stage, database);
            people.add(0, FEW, WITH_PASSWORD);
            List<Duration> loginFew = people.timesOf(people::login, FEW);
            List<Duration> ownerFew = people.timesOf(people::enrol, FEW);
            people.add(FEW, MANY, WITH_PASSWORD);
            List<Duration> loginMany = people.timesOf(people::login, MANY);
            List<Duration> ownerMany = people.timesOf(people::enrol, MANY);
            String plan = people.plan(ASKED);
            people.addOutside();
            Report.write(
                    "many",
                    table(loginFew, loginMany, ownerFew, ownerMany) + "\n```\n" + plan + "```\n\n" + people.sizes()
                            + "\n```\n" + people.plan(ASKED_OUTSIDE) + "```\n");
        }
    }

    // --- filling ----------------------------------------------------------------------------------------------------

    private static String number(int person) {
        return "+447400%06d".formatted(person);
    }

    /**
     * Copies the pattern's rows for people of these numbers.
     *
     * @param withPassword how many of them, evenly spread, have the pattern's password
     */
    private void add(int from, int to, int withPassword) throws SQLException {
        String id = "md5('person' || n)::uuid::text";
        String number = "'+447400' || lpad(n::text, 6, '0')";
        String address = "'pupil' || n || '@many.example'";
        String people = " t cross join generate_series(" + from + ", " + (to - 1) + ") n where t.";
        int every = to / withPassword;
        copy(
                "user_entity",
                Map.of("id", id, "username", address, "email", address, "email_constraint", address),
                people + "id = '" + pattern.id() + "'");
        copy(
                "user_attribute",
                Map.of(
                        "id",
                        "gen_random_uuid()::text",
                        "user_id",
                        id,
                        "value",
                        "replace(t.value, '" + PATTERN_NUMBER + "', " + number + ")"),
                people + "user_id = '" + pattern.id() + "'");
        copy(
                "credential",
                Map.of(
                        "id",
                        "gen_random_uuid()::text",
                        "user_id",
                        id,
                        "credential_data",
                        "replace(t.credential_data, '" + PATTERN_NUMBER + "', " + number + ")"),
                people + "user_id = '" + pattern.id() + "' and (t.type <> 'password' or n % " + every + " = 0)");
        try (Statement statement = database.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    /**
     * As many people of a directory that Keycloak imports nobody from: of each it keeps the attribute and the credential, under an id
     * that it has no row of.
     */
    private void addOutside() throws SQLException {
        String people = " from generate_series(0, " + (MANY - 1) + ") n";
        String number = "'+447400' || lpad(n::text, 6, '0')";
        String common = "'f:outside:pupil' || n, '" + realmId() + "', 'outside'";
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate(
                    "insert into fed_user_attribute (id, user_id, realm_id, storage_provider_id, name, value)"
                            + " select gen_random_uuid()::text, " + common + ", 'phonelatchNumber', " + number
                            + people);
            statement.executeUpdate(
                    "insert into fed_user_credential (id, user_id, realm_id, storage_provider_id, type, priority,"
                            + " credential_data) select gen_random_uuid()::text, " + common
                            + ", 'phonelatch-phone', 10,"
                            + " '{\"number\":\"' || " + number + " || '\",\"verifiedAt\":\"2026-11-20T12:00:00Z\"}'"
                            + people);
            statement.execute("vacuum analyze");
        }
        realm.post(
                "components",
                Map.of(
                        "name",
                        "outside",
                        "parentId",
                        realmId(),
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "providerId",
                        "ldap",
                        "config",
                        // Nobody is there, because nobody is to be asked.
                        Map.ofEntries(
                                Map.entry("enabled", List.of("true")),
                                Map.entry("importEnabled", List.of("false")),
                                Map.entry("editMode", List.of("READ_ONLY")),
                                Map.entry("vendor", List.of("other")),
                                Map.entry("connectionUrl", List.of("ldap://127.0.0.1:9")),
                                Map.entry("authType", List.of("none")),
                                Map.entry("usersDn", List.of("ou=people,dc=school")),
                                Map.entry("usernameLDAPAttribute", List.of("uid")),
                                Map.entry("rdnLDAPAttribute", List.of("uid")),
                                Map.entry("uuidLDAPAttribute", List.of("entryUUID")),
                                Map.entry("userObjectClasses", List.of("inetOrgPerson")),
                                Map.entry("searchScope", List.of("1")))));
    }

    private void copy(String table, Map<String, String> changed, String from) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(
                "select column_name from information_schema.columns where table_name = ? and table_schema = 'public'")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        String values = columns.stream()
                .map(column -> changed.getOrDefault(column, "t." + column))
                .collect(Collectors.joining(", "));
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate("insert into " + table + " (" + String.join(", ", columns) + ") select " + values
                    + " from " + table + from);
        }
    }

    // --- measuring --------------------------------------------------------------------------------------------------

    /** Of people spread over all, after some that are not counted. */
    private List<Duration> timesOf(IntFunction<Duration> once, int people) {
        int every = people / WITH_PASSWORD;
        return IntStream.range(0, BEFORE + COUNTED)
                .mapToObj(i -> once.apply(i % WITH_PASSWORD * 7 % WITH_PASSWORD * every))
                .skip(BEFORE)
                .sorted()
                .toList();
    }

    private Duration login(int person) {
        Page form = realm.app(BY_NUMBER).open(new HttpBrowser());
        long began = System.nanoTime();
        Page done = form.form("phonelatch-number-form")
                .with("phone_number", number(person))
                .with("password", pattern.password())
                .press("verify");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (!done.isCallback()) {
            throw new IllegalStateException("not signed in: " + done);
        }
        return took;
    }

    /** The request in which a code was right and the number becomes the person's. */
    private Duration enrol(int ignored) {
        Phone phone = new Phone(stage.simulator(), "+447412%06d".formatted(enrolled++));
        Person person = realm.newPerson(user -> {});
        Page code = realm.app(ENROLS).open(person).number(phone.number());
        String received = phone.code();
        long began = System.nanoTime();
        Page done = code.code(received);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (!done.isCallback()) {
            throw new IllegalStateException("not signed in: " + done);
        }
        return took;
    }

    private static String table(
            List<Duration> loginFew, List<Duration> loginMany, List<Duration> ownerFew, List<Duration> ownerMany) {
        return String.format(
                        Locale.ROOT,
                        "| | of %,d: median, 95 %% within | of %,d: median, 95 %% within | ratio of the latter |%n"
                                + "| --- | ---: | ---: | ---: |%n",
                        FEW,
                        MANY)
                + row("sign-in by number and password", loginFew, loginMany)
                + row("a number becomes somebody's, after its owner check", ownerFew, ownerMany);
    }

    private static String row(String what, List<Duration> few, List<Duration> many) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms, %.1f ms | %.1f ms, %.1f ms | %.2f |%n",
                what,
                millis(few, 0.5),
                millis(few, 0.95),
                millis(many, 0.5),
                millis(many, 0.95),
                millis(many, 0.95) / millis(few, 0.95));
    }

    private static double millis(List<Duration> sorted, double share) {
        return sorted.get((int) (sorted.size() * share)).toNanos() / 1e6;
    }

    // --- explaining -------------------------------------------------------------------------------------------------

    /** How the database finds people by their number, by the very statement that was asked. */
    private String plan(Pattern pattern) throws SQLException, IOException {
        String asked = statement(pattern);
        StringBuilder plan = new StringBuilder(asked).append("\n\n");
        try (PreparedStatement explain = database.prepareStatement("explain (analyze, costs off) " + asked)) {
            explain.setString(1, realmId());
            explain.setString(2, "phonelatchNumber");
            explain.setString(3, number(MANY / 2));
            explain.setString(4, "phonelatch-phone");
            explain.setString(5, "%" + number(MANY / 2).substring(1) + "\"%");
            explain.setInt(6, 20);
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }

    private String realmId() {
        return realm.representation().get("id").asText();
    }

    /** What is asked when somebody signs in by number, as the database's log has it. */
    private String statement(Pattern pattern) throws SQLException, IOException {
        set("log_statement", "all");
        try {
            Instant deadline = Instant.now().plusSeconds(20);
            while (Instant.now().isBefore(deadline)) {
                login(0);
                Matcher asked = pattern.matcher(Files.readString(LOG));
                if (asked.find()) {
                    return asked.group(1).replaceAll("\\$\\d", "?");
                }
            }
            throw new IllegalStateException("nobody was looked for by an attribute: " + LOG);
        } finally {
            set("log_statement", "none");
        }
    }

    private void set(String option, String value) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("alter system set " + option + " = '" + value + "'");
            statement.execute("select pg_reload_conf()");
        }
    }

    private String sizes() throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select count(*), "
                        + "pg_size_pretty(pg_relation_size('idx_user_attribute_name')) from user_attribute")) {
            row.next();
            return String.format(
                    Locale.ROOT,
                    "%,d attributes; the index idx_user_attribute_name takes %s.%n",
                    row.getLong(1),
                    row.getString(2));
        }
    }
}
