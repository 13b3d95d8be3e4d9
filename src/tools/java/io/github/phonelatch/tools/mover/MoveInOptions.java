package io.github.phonelatch.tools.mover;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line. Secrets are never on it: others on the machine see it. */
final class MoveInOptions {
    /** A command line that cannot be followed, with the reason for the person who typed it. */
    static final class WrongUse extends Exception {
        private static final long serialVersionUID = 1L;

        WrongUse(String why) {
            super(why, null, false, false);
        }
    }

    private enum Option {
        KEYCLOAK,
        REALM,
        GROUP,
        USER,
        CLIENT,
        LOGIN_REALM,
        SECRET_FILE,
        DEFAULT_COUNTRY,
        TIME_ZONE,
        REPORT;

        String flag() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Map<Option, String> values = new EnumMap<>(Option.class);
    private Optional<Path> file = Optional.empty();
    private boolean noGroup;
    private boolean checkOnly;
    private boolean help;

    private MoveInOptions() {}

    static MoveInOptions parse(List<String> args) throws WrongUse {
        MoveInOptions options = new MoveInOptions();
        Deque<String> rest = new ArrayDeque<>(args);
        while (!rest.isEmpty() && !options.help) {
            options.take(rest.removeFirst(), rest);
        }
        if (!options.help) {
            options.checkTogether();
        }
        return options;
    }

    private void take(String arg, Deque<String> rest) throws WrongUse {
        switch (arg) {
            case "--help", "-h" -> help = true;
            case "--check" -> checkOnly = true;
            case "--no-group" -> noGroup = true;
            default -> {
                if (!arg.startsWith("-")) {
                    if (file.isPresent()) {
                        throw new WrongUse("one file at a time, not also " + arg);
                    }
                    file = Optional.of(Path.of(arg));
                    return;
                }
                int equals = arg.indexOf('=');
                String flag = equals < 0 ? arg : arg.substring(0, equals);
                Option option = Stream.of(Option.values())
                        .filter(each -> each.flag().equals(flag))
                        .findFirst()
                        .orElseThrow(() -> new WrongUse("unknown option " + flag));
                String value = equals >= 0 ? arg.substring(equals + 1) : rest.isEmpty() ? "" : rest.removeFirst();
                if (value.isEmpty() || (equals < 0 && value.startsWith("--"))) {
                    throw new WrongUse(flag + " needs a value");
                }
                if (values.put(option, value) != null) {
                    throw new WrongUse(flag + " is given twice");
                }
            }
        }
    }

    private void checkTogether() throws WrongUse {
        if (file.isEmpty()) {
            throw new WrongUse("which file?");
        }
        phones();
        zone();
        if (checkOnly) {
            return;
        }
        List<Option> missing = Stream.of(Option.KEYCLOAK, Option.REALM)
                .filter(option -> !values.containsKey(option))
                .toList();
        if (!missing.isEmpty()) {
            throw new WrongUse(missing.stream().map(Option::flag).collect(Collectors.joining(" and ")) + " missing");
        }
        keycloak();
        if (values.containsKey(Option.GROUP) == noGroup) {
            throw new WrongUse("give --group with the path of the group that everybody of the file joins, such as"
                    + " /students, or --no-group");
        }
        if (!noGroup && !group().startsWith("/")) {
            throw new WrongUse("--group is a path that begins with a slash, not " + group());
        }
        if (values.containsKey(Option.USER) == values.containsKey(Option.CLIENT)) {
            throw new WrongUse("give either --user or --client");
        }
    }

    boolean help() {
        return help;
    }

    boolean checkOnly() {
        return checkOnly;
    }

    Path file() {
        return file.orElseThrow();
    }

    /** Without a slash at its end. */
    URI keycloak() throws WrongUse {
        String text = value(Option.KEYCLOAK).orElseThrow();
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getQuery() == null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new WrongUse("--keycloak is an address such as https://login.school.example, not " + text);
        }
        throw new WrongUse("--keycloak is an address such as https://login.school.example, not " + text);
    }

    /** A name for {@code --check}, which knows no realm. */
    String realm() {
        return value(Option.REALM).orElse("");
    }

    /** Empty for none. */
    String group() {
        return value(Option.GROUP).orElse("");
    }

    /** Whose login it is; the secret comes from elsewhere. */
    Login login(String secret) {
        return new Login(
                value(Option.LOGIN_REALM).orElse("master"),
                value(Option.USER).or(() -> value(Option.CLIENT)).orElseThrow(),
                values.containsKey(Option.USER),
                secret);
    }

    Optional<Path> secretFile() {
        return value(Option.SECRET_FILE).map(Path::of);
    }

    Optional<Path> report() {
        return value(Option.REPORT).map(Path::of);
    }

    PhoneNumbers phones() throws WrongUse {
        Optional<String> country = value(Option.DEFAULT_COUNTRY);
        if (country.isEmpty()) {
            return PhoneNumbers.international();
        }
        return PhoneNumbers.of(country.get().toUpperCase(Locale.ROOT))
                .orElseThrow(() ->
                        new WrongUse("--default-country is a country's two letters such as GB, not " + country.get()));
    }

    ZoneId zone() throws WrongUse {
        Optional<String> zone = value(Option.TIME_ZONE);
        if (zone.isEmpty()) {
            return ZoneOffset.UTC;
        }
        if (!ZoneId.getAvailableZoneIds().contains(zone.get())) {
            throw new WrongUse("--time-zone is a name such as Europe/London, not " + zone.get());
        }
        return ZoneId.of(zone.get());
    }

    private Optional<String> value(Option option) {
        return Optional.ofNullable(values.get(option));
    }
}
