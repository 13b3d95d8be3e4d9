package io.github.phonelatch.tools.mover;

import io.github.phonelatch.tools.Program;
import io.github.phonelatch.tools.mover.MoveInOptions.WrongUse;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The mover as a program. */
public final class MoveInProgram implements Program {
    /** It went to the end of the file, and some rows were refused. */
    static final int SOME_REFUSED = 3;

    private static final String SECRET = "MOVE_IN_SECRET";

    private final Map<String, String> environment;
    private final Pause pause;
    private final InstantSource clock;
    private final boolean watched;

    /** A terminal is named in the environment; Java's own question has another answer in each version. */
    public MoveInProgram() {
        this(
                System.getenv(),
                time -> Thread.sleep(time.toMillis()),
                InstantSource.system(),
                System.getenv().containsKey("TERM"));
    }

    MoveInProgram(Map<String, String> environment, Pause pause, InstantSource clock, boolean watched) {
        this.environment = environment;
        this.pause = pause;
        this.clock = clock;
        this.watched = watched;
    }

    @Override
    public String name() {
        return "move-in";
    }

    @Override
    public String summary() {
        return "moves the people of an older system, from a CSV export, into a realm";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        MoveInOptions options;
        try {
            options = MoveInOptions.parse(args);
            if (options.help()) {
                out.print(help());
                return OK;
            }
            return run(options, out, err);
        } catch (WrongUse e) {
            err.println("move-in: " + e.getMessage());
            err.println("See: move-in --help");
            return WRONG_USE;
        }
    }

    private int run(MoveInOptions options, PrintStream out, PrintStream err) throws WrongUse {
        Tally tally = new Tally();
        try (CsvFile file = CsvFile.open(options.file());
                Report report = report(options, err)) {
            String unread = file.header().unread();
            if (!unread.isEmpty()) {
                err.println("Not read, since the column means nothing here: " + unread);
            }
            RowCheck check = new RowCheck(file.header(), options.phones(), options.zone(), options.realm());
            MoveIn moveIn = new MoveIn(file, check, report, tally, new Progress(err, watched, clock));
            if (options.checkOnly()) {
                moveIn.run(people -> tally.readable(people));
            } else {
                moveIn.run(keycloak(options, file.header(), report, tally, err));
            }
            out.print(options.checkOnly() ? tally.checked() : tally.moved());
            return tally.refused.get() == 0 ? OK : SOME_REFUSED;
        } catch (BadFile e) {
            err.println("move-in: " + options.file() + ": " + e.why());
        } catch (Stopped e) {
            err.println("move-in: " + e.why());
        } catch (IOException e) {
            err.println("move-in: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("move-in: interrupted");
        }
        if (tally.movedIn.get() > 0) {
            out.print(tally.moved());
            err.println("It stopped before the end. Whoever moved in stays; the same command goes on with the others.");
        }
        return FAILED;
    }

    private Importer keycloak(MoveInOptions options, Header header, Report report, Tally tally, PrintStream err)
            throws WrongUse, Stopped, InterruptedException {
        URI address = options.keycloak();
        if (!"https".equals(address.getScheme()) && !isLoopback(address.getHost())) {
            err.println("WARNING: " + address + " is plain HTTP: password hashes and the login travel unencrypted.");
        }
        AdminApi api = new AdminApi(address, options.login(secret(options)), pause, clock);
        TargetRealm realm = TargetRealm.read(api, options.realm(), options.group(), header.has(Column.PASSWORD));
        return new Importer(api, realm, report, tally, pause);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Report report(MoveInOptions options, PrintStream err) throws WrongUse, IOException {
        Optional<Path> path = options.report();
        if (path.isEmpty()) {
            return Report.to(err);
        }
        if (Files.exists(path.get()) && Files.isSameFile(path.get(), options.file())) {
            throw new WrongUse("--report would write over the file that is read");
        }
        try {
            return Report.to(path.get());
        } catch (IOException e) {
            throw new WrongUse("--report cannot be written: " + e.getMessage());
        }
    }

    private String secret(MoveInOptions options) throws WrongUse {
        Optional<Path> file = options.secretFile();
        String secret;
        try {
            secret = file.isPresent()
                    ? Files.readString(file.get(), StandardCharsets.UTF_8).strip()
                    : environment.getOrDefault(SECRET, "");
        } catch (IOException e) {
            throw new WrongUse("--secret-file cannot be read: " + file.orElseThrow());
        }
        if (secret.isEmpty()) {
            throw new WrongUse("put the password, or the client's secret, into the environment variable " + SECRET
                    + " or into a file that --secret-file names");
        }
        return secret;
    }

    private static String help() {
        return """
                usage: move-in <file.csv> --keycloak <url> --realm <name> (--group <path> | --no-group)
                               (--user <name> | --client <id>) [options]

                Makes a user of the realm of each row of the file. Whoever is there already is left as they are, so the
                same command can be run again: after a break, or with corrected rows.

                  --keycloak <url>          such as https://login.school.example
                  --realm <name>            whom people move into
                  --group <path>            everybody of the file joins it, such as /students; --no-group for none
                  --user <name>             calls Keycloak as an account (role admin, or the two roles below)
                  --client <id>             or as a client with a service account that has the roles manage-realm and
                                            manage-users of the realm
                  --login-realm <name>      where that account or client is (default master)
                  --secret-file <file>      holds the password or the client's secret; else it is taken from the
                                            environment variable %s
                  --default-country <code>  of phone numbers that begin with no plus, such as GB
                  --time-zone <name>        of times without an offset, such as Europe/London (default UTC)
                  --report <file.csv>       where refused rows go, with line, column and reason; else they are printed
                  --check                   only looks at the file: needs no Keycloak and changes nothing
                  --help                    this text

                Columns, named in the file's first line, in any order (UTF-8, separated by commas):

                  name            required, 180 characters at most
                  email           required, 180 characters at most: what people sign in with
                  id              UUID, kept; made from the address where it is empty
                  password        bcrypt hash ($2a$, $2b$ or $2y$); empty: the person has to set a password
                  status          active or inactive; an inactive account cannot sign in
                  phone           unverified: where the page offers to send the code; it counts for nothing
                  email_verified  true or false (default false)
                  last_login      2024-05-01T08:30:00Z or 2024-05-01 08:30:00
                  created_at      likewise

                Exit code: 0 all rows are in, %d some were refused, 1 it stopped before the end, 2 wrong command line.
                """.formatted(SECRET, SOME_REFUSED);
    }
}
