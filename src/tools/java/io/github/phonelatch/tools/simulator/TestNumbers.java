package io.github.phonelatch.tools.simulator;

import java.util.Map;
import java.util.Optional;

/**
 * Numbers whose outcome is fixed. The provider's own test numbers are {@code +100000000NN}; since those are no valid numbers
 * and a careful client never sends them, {@code +4474001000NN} (valid UK mobile numbers) has the same outcomes:
 *
 * <table>
 * <caption>Outcome by the last two digits</caption>
 * <tr><td>00, 03, 10</td><td>accepted</td></tr>
 * <tr><td>01</td><td>5011 number format invalid</td></tr>
 * <tr><td>02</td><td>5012 destination unreachable</td></tr>
 * <tr><td>04</td><td>accepted; the template's first channel fails and the second delivers</td></tr>
 * <tr><td>05</td><td>accepted; the code is always 123456</td></tr>
 * <tr><td>11</td><td>5013 number blacklisted</td></tr>
 * <tr><td>12</td><td>5019 the person unsubscribed</td></tr>
 * <tr><td>14</td><td>accepted; no channel delivers</td></tr>
 * <tr><td>18</td><td>5018 handset off or line suspended</td></tr>
 * <tr><td>24</td><td>accepted; delivered by WhatsApp where the template has it</td></tr>
 * <tr><td>99</td><td>3004 a message is still valid, always</td></tr>
 * </table>
 *
 * <p>Every other number of both blocks is an ordinary one.
 */
final class TestNumbers {
    static final String FIXED_CODE = "123456";

    private static final String PROVIDERS_OWN = "+100000000";
    private static final String VALID = "+4474001000";
    private static final Map<String, Fault> FAULTS = Map.of(
            "01", Fault.error(400, 5011, "the number has no valid format"),
            "02", Fault.error(400, 5012, "the destination is unreachable"),
            "11", Fault.error(400, 5013, "the number is blacklisted"),
            "12", Fault.error(400, 5019, "the user has unsubscribed"),
            "18", Fault.error(400, 5018, "the handset is off or the line is suspended"),
            "99", Fault.error(400, 3004, "a message of this template to this target is still valid"));

    private TestNumbers() {}

    static Optional<Fault> fault(String to) {
        return Optional.ofNullable(FAULTS.get(suffix(to)));
    }

    static Optional<String> code(String to) {
        return suffix(to).equals("05") ? Optional.of(FIXED_CODE) : Optional.empty();
    }

    static Optional<Channel> arrivedBy(String to, Template template) {
        Channel first = template.strategy().get(0);
        return switch (suffix(to)) {
            case "04" ->
                Optional.of(template.strategy().size() > 1 ? template.strategy().get(1) : first);
            case "14" -> Optional.empty();
            case "24" -> Optional.of(template.strategy().contains(Channel.WHATSAPP) ? Channel.WHATSAPP : first);
            default -> Optional.of(first);
        };
    }

    /** The last two digits of a number of one of the blocks, else nothing. */
    private static String suffix(String to) {
        for (String block : new String[] {PROVIDERS_OWN, VALID}) {
            if (to.startsWith(block) && to.length() == block.length() + 2) {
                return to.substring(block.length());
            }
        }
        return "";
    }
}
