package io.github.phonelatch.tools.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a test or a person may see and change behind the provider's back. The HTTP calls under {@code /__sim/} are the same
 * things. Thread-safe; every method sees a state between two calls, never half of one.
 */
public interface SimulatorControl {
    /** Numbers with a message, the one written to last first. */
    List<String> numbers();

    /** What this number received, newest last. Only the newest are kept, see {@link SimulatorOptions}. */
    List<SentMessage> messages(String e164);

    Optional<SentMessage> lastMessage(String e164);

    /** The newest mails of all addresses, newest last; always empty where {@link SimulatorOptions} wants no mail server. */
    List<SentMail> mails();

    /** What of these this address received, in whatever letters it is written, newest last. */
    List<SentMail> mails(String address);

    /** Tells of every message accepted from now on, before its sender is answered. */
    void onMessage(Consumer<SentMessage> listener);

    /** Calls that asked for a message and arrived here, whatever was answered. */
    int sendCalls();

    int sendCalls(String e164);

    int verifyCalls();

    int verifyCalls(String messageId);

    int templateCalls();

    Instant now();

    /** Moves the clock forward; codes expire and windows end accordingly. */
    void advance(Duration duration);

    /** What happens to every send to this number ({@code *}: every number) from now on. Replaces what was scripted for it. */
    void script(String e164OrStar, Fault fault);

    /** What happens to the next sends to this number; then what was scripted before goes on. */
    void script(String e164OrStar, Fault fault, int times);

    void scriptVerify(Fault fault);

    void scriptVerify(Fault fault, int times);

    void scriptTemplates(Fault fault);

    void scriptTemplates(Fault fault, int times);

    List<ScriptedFault> scripts();

    /** Ends all faults; calls that hang are cut. */
    void clearScripts();

    /** Adds or replaces it as it is, approved or not, without the checks of the provider's API. */
    void putTemplate(Template template);

    List<Template> templates();

    Optional<Template> template(String id);

    void removeTemplate(String id);

    void keyPermissions(Set<KeyPermission> permissions);

    Set<KeyPermission> keyPermissions();

    void keyDisabled(boolean disabled);

    boolean keyDisabled();

    void behaviour(Behaviour behaviour);

    Behaviour behaviour();

    /** As it was at the start: no messages, mails, counts or faults, the first templates, the system's time. */
    void reset();
}
