package io.github.phonelatch.tools.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Under which names the simulator answers: its own. Anybody may give a name of theirs the address of this machine, and a page that
 * a browser loaded under that name could then read every code (DNS rebinding). An address is nobody's to give, so each is answered.
 */
final class OwnNames {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+(%25[\\w.-]+)?]");
    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private final Set<String> names = new HashSet<>();

    OwnNames(SimulatorOptions options) {
        names.add("localhost");
        names.add(options.host().toLowerCase(Locale.ROOT));
        options.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Whether a request is meant for us.
     *
     * @param hosts its headers {@code Host}. Who sends none is no browser
     */
    boolean contain(List<String> hosts) {
        return hosts.isEmpty() || (hosts.size() == 1 && isOurs(hosts.get(0)));
    }

    private boolean isOurs(String host) {
        String name = PORT.matcher(host.strip()).replaceFirst("").toLowerCase(Locale.ROOT);
        return ADDRESS.matcher(name).matches() || names.contains(withoutRoot(name));
    }

    /** With a dot at its end a name is the same one. */
    private static String withoutRoot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** What a request for anybody else is told. */
    static Answer refusal() {
        return Answer.of(421, "text/plain; charset=utf-8", """
                The simulator answers to addresses and to its own names only, and the name in this request is none of them.
                If it should be one, start the simulator with --name and that name.
                """);
    }
}
