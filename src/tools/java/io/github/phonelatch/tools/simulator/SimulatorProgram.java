package io.github.phonelatch.tools.simulator;

import io.github.phonelatch.tools.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The simulator as a program of its own. */
public final class SimulatorProgram implements Program {
    private static final int DEFAULT_PORT = 8090;

    private record CommandLine(SimulatorOptions options, boolean verbose, boolean help) {}

    /** A command line that cannot be followed, with the reason for the person who typed it. */
    private static final class WrongUse extends Exception {
        private static final long serialVersionUID = 1L;

        WrongUse(String why) {
            super(why, null, false, false);
        }
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public String summary() {
        return "EngageLab OTP for tests and demos, with a page that shows each phone's messages; takes mails too";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        CommandLine line;
        try {
            line = parse(args);
        } catch (WrongUse e) {
            err.println("simulator: " + e.getMessage());
            err.println("See: simulator --help");
            return WRONG_USE;
        }
        if (line.help()) {
            out.print(help());
            return OK;
        }
        try (Simulator simulator = Simulator.start(line.options(), text -> {
            if (line.verbose()) {
                out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " " + text);
            }
        })) {
            greet(simulator, line.options(), out, err);
            untilStopped();
            return OK;
        } catch (IOException e) {
            err.println("simulator: " + reason(line.options(), e));
            return FAILED;
        }
    }

    private static void untilStopped() {
        CountDownLatch never = new CountDownLatch(1);
        try {
            never.await();
        } catch (InterruptedException e) {
            // How a program that runs us inside itself ends us; Ctrl-C ends the whole process.
            Thread.currentThread().interrupt();
        }
    }

    private static void greet(Simulator simulator, SimulatorOptions options, PrintStream out, PrintStream err) {
        out.println(
                "Simulator of EngageLab OTP: for tests and demos, never for production. It sends nothing to anybody.");
        out.println("  phones    " + simulator.page());
        out.println("  base-url  " + simulator.uri());
        out.println("  dev-key   " + options.key() + ", with the "
                + (options.secret().equals(SimulatorOptions.DEFAULT_SECRET)
                        ? "default dev-secret " + SimulatorOptions.DEFAULT_SECRET
                        : "dev-secret that was given"));
        out.println("  template  "
                + String.join(
                        ", ", options.templates().stream().map(Template::id).toList()));
        simulator
                .smtp()
                .ifPresent(address -> out.println("  mail      "
                        + address.getAddress().getHostAddress() + ":" + address.getPort()
                        + ", SMTP without TLS and credentials; delivers to the page only"));
        out.println("Ctrl-C stops it.");
        out.flush();
        if (!isLoopback(options.host())) {
            err.println(
                    "WARNING: listening on " + options.host()
                            + ": everybody who reaches this machine can read codes and mails and change what the simulator does.");
            err.flush();
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String reason(SimulatorOptions options, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "no address is known for --host " + options.host();
        }
        if (cause instanceof MailServer.NotListening) {
            return "cannot take mails at " + options.host() + ":"
                    + options.mailPort().orElse(0) + " (" + cause.getMessage()
                    + "). Choose another port with --mail-port <number>; --mail-port 0 takes any free one.";
        }
        String place = options.host() + ":" + options.port();
        if (cause instanceof BindException) {
            return "cannot listen on " + place + " (" + cause.getMessage() + "). If another program has port "
                    + options.port() + ", choose a different one with --port <number>; --port 0 takes any free one.";
        }
        return "cannot listen on " + place + ": " + cause.getMessage();
    }

    private static CommandLine parse(List<String> args) throws WrongUse {
        SimulatorOptions options = SimulatorOptions.defaults().withPort(DEFAULT_PORT);
        boolean verbose = false;
        Deque<String> rest = new ArrayDeque<>(args);
        while (!rest.isEmpty()) {
            String arg = rest.removeFirst();
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            String name = equals < 0 ? arg : arg.substring(0, equals);
            if (equals >= 0) {
                rest.addFirst(arg.substring(equals + 1));
            }
            switch (name) {
                case "--help", "-h" -> {
                    return new CommandLine(options, false, true);
                }
                case "--verbose" -> {
                    if (equals >= 0) {
                        throw new WrongUse("--verbose takes no value");
                    }
                    verbose = true;
                }
                case "--host",
                        "--name",
                        "--port",
                        "--mail-port",
                        "--key",
                        "--secret",
                        "--keep-numbers",
                        "--keep-messages" -> {
                    if (rest.isEmpty() || (equals < 0 && rest.getFirst().startsWith("--"))) {
                        throw new WrongUse(name + " needs a value");
                    }
                    options = with(options, name, rest.removeFirst());
                }
                default ->
                    throw new WrongUse((name.startsWith("-") ? "unknown option " : "unexpected argument ") + name);
            }
        }
        return new CommandLine(options, verbose, false);
    }

    private static SimulatorOptions with(SimulatorOptions options, String name, String value) throws WrongUse {
        if (value.isEmpty()) {
            throw new WrongUse(name + " needs a value");
        }
        try {
            return switch (name) {
                case "--host" -> options.withHost(value);
                case "--name" -> options.withName(value);
                case "--port" -> options.withPort(number(name, value, 0, 65_535));
                case "--mail-port" -> options.withMailPort(number(name, value, 0, 65_535));
                case "--key" -> options.withCredentials(value, options.secret());
                case "--secret" -> options.withCredentials(options.key(), value);
                case "--keep-numbers" -> options.keeping(number(name, value, 1, 1_000_000), options.messagesKept());
                default -> options.keeping(options.numbersKept(), number(name, value, 1, 1_000));
            };
        } catch (IllegalArgumentException e) {
            throw new WrongUse(name + ": " + e.getMessage());
        }
    }

    private static int number(String name, String value, int least, int most) throws WrongUse {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new WrongUse(name + " is a number from " + least + " to " + most + ", not " + value);
        }
        throw new WrongUse(name + " is a number from " + least + " to " + most + ", not " + value);
    }

    private static String help() {
        SimulatorOptions defaults = SimulatorOptions.defaults();
        return """
                usage: simulator [options]

                A simulator of EngageLab OTP: the provider's calls under /v1/, a page with the phones and their messages
                at /, and a control API for tests under /__sim/. With --mail-port it also takes mails by SMTP, from
                anybody and to anybody, and shows them there. It sends nothing to anybody. For tests and demos, never
                for production: whoever reaches it can read every code.

                  --host <address>      where it listens (default %s; anything but loopback lets others in)
                  --name <name>         a name under which it is reached, where that is not the --host; may be given again. To a
                                        request for any other name, but localhost and addresses, it answers 421
                  --port <number>       0 takes a free one (default %d)
                  --mail-port <number>  takes mails there, without TLS and credentials; 0 takes a free one (default: no mails)
                  --key <text>          user name of the provider's Basic authentication (default %s)
                  --secret <text>       password beside it (default %s)
                  --keep-numbers <n>    numbers it remembers at a time (default %d)
                  --keep-messages <n>   messages it remembers for a number (default %d)
                  --verbose             one line for each request, without codes and numbers
                  --help                this text

                Templates there from the start: login-otp (SMS, then WhatsApp), login-voice (a call), pending-otp (not
                approved); codes of 6 digits, good for 5 minutes.

                Numbers whose outcome is fixed, +4474001000NN by their last two digits (+100000000NN likewise):
                  00 03 10  accepted                        12  refused, 5019 unsubscribed
                  01  refused, 5011 number format           14  accepted, never arrives
                  02  refused, 5012 unreachable             18  refused, 5018 handset off
                  04  accepted, arrives by the second way   24  accepted, arrives by WhatsApp
                  05  accepted, the code is 123456          99  refused, 3004 one is still valid
                  11  refused, 5013 blacklisted
                """.formatted(
                        defaults.host(),
                        DEFAULT_PORT,
                        SimulatorOptions.DEFAULT_KEY,
                        SimulatorOptions.DEFAULT_SECRET,
                        defaults.numbersKept(),
                        defaults.messagesKept());
    }
}
