package io.github.phonelatch.support;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Networks in the notation address/length (CIDR), of both families. */
public record Networks(List<Network> networks) {
    /** An address literal. Anything else would be looked up in the DNS. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";
    private static final Pattern DOTTED = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    public static final Networks NONE = new Networks(List.of());

    public Networks {
        networks = List.copyOf(networks);
    }

    public boolean contain(Address address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** One address. An IPv4 address that is written as IPv6 is the IPv4 one. */
    public record Address(InetAddress inet) {
        /** The bits that are the same for a household or a phone, which gets any number of addresses below them. */
        private static final int IPV6_HOUSEHOLD = 8;

        /** Reads an address as a program writes it, empty where it is none or none is given. */
        public static Optional<Address> of(@Nullable String text) {
            if (text == null) {
                return Optional.empty();
            }
            String bare = text.trim();
            int zone = bare.indexOf('%');
            if (zone > 0) {
                bare = bare.substring(0, zone);
            }
            boolean literal = LITERAL.matcher(bare).matches()
                    && (bare.contains(":") || DOTTED.matcher(bare).matches());
            if (!literal) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Address(InetAddress.getByName(bare)));
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }

        /** The part that all addresses of one household share: the whole of an IPv4 address, half of an IPv6 one. */
        public String household() {
            byte[] bytes = inet.getAddress();
            return inet instanceof Inet4Address
                    ? Arrays.toString(bytes)
                    : Arrays.toString(Arrays.copyOf(bytes, IPV6_HOUSEHOLD));
        }
    }

    /**
     * The addresses that begin alike.
     *
     * @param bits how many of the first bits are the same in all of them
     */
    public record Network(InetAddress first, int bits) {
        /** Reads a network. An address alone is a network of one. Empty where it is none. */
        public static Optional<Network> of(String text) {
            int slash = text.indexOf('/');
            Optional<Address> address = Address.of(slash < 0 ? text : text.substring(0, slash));
            if (address.isEmpty()) {
                return Optional.empty();
            }
            int most = address.get().inet().getAddress().length * Byte.SIZE;
            if (slash < 0) {
                return Optional.of(new Network(address.get().inet(), most));
            }
            String length = text.substring(slash + 1).trim();
            return length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= most
                    ? Optional.of(new Network(address.get().inet(), Integer.parseInt(length)))
                    : Optional.empty();
        }

        boolean contains(Address address) {
            byte[] mine = first.getAddress();
            byte[] theirs = address.inet().getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
