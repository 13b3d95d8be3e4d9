package io.github.phonelatch.tools.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The simulated provider: all its state, and what its calls do to it; the mails stand beside it. One lock protects everything. It is held for microseconds,
 * since waiting and writing answers happen outside, so that parallel requests are judged one after the other and answered in
 * parallel.
 */
final class Provider implements SimulatorControl {
    private static final Pattern PHONE = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s.]+");
    private static final int TEMPLATES_AT_MOST = 1000;
    private static final int MAILS_KEPT = 500;

    private interface Call {
        Answer carryOut() throws Refusal;
    }

    private final SimulatorOptions options;
    private final byte[] credentials;
    private final SimulatedClock clock;
    private final Runnable whenScriptsEnd;
    private final SecureRandom random = new SecureRandom();
    private final Phones phones;
    private final Mails mails = new Mails(MAILS_KEPT);
    private final CallCounts calls;
    private final Scripts sendScripts = new Scripts(ScriptedFault.Call.SEND);
    private final Scripts verifyScripts = new Scripts(ScriptedFault.Call.VERIFY);
    private final Scripts templateScripts = new Scripts(ScriptedFault.Call.TEMPLATE);
    private final List<Consumer<SentMessage>> listeners = new ArrayList<>();
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Set<KeyPermission> permissions = EnumSet.noneOf(KeyPermission.class);
    private boolean disabled;
    private Behaviour behaviour = Behaviour.DEFAULT;
    private long messagesMade;
    private long mailsMade;
    private long version;
    private long timesScriptsEnded;

    /**
     * @param whenScriptsEnd called, without the lock, whenever faults are cleared
     */
    Provider(SimulatorOptions options, InstantSource system, Runnable whenScriptsEnd) {
        this.options = options;
        this.credentials =
                Base64.getEncoder().encode((options.key() + ":" + options.secret()).getBytes(StandardCharsets.UTF_8));
        this.clock = new SimulatedClock(system);
        this.whenScriptsEnd = whenScriptsEnd;
        this.phones = new Phones(options.numbersKept(), options.messagesKept());
        this.calls = new CallCounts(Math.max(1000, 4 * options.numbersKept()));
        atTheStart();
    }

    // What the provider's API does

    synchronized void sendArrived(String to) {
        calls.send(to);
        version++;
    }

    synchronized void verifyArrived(String messageId) {
        calls.verify(messageId);
        version++;
    }

    synchronized void templateCallArrived() {
        calls.template();
        version++;
    }

    synchronized void admit(String authorization, KeyPermission permission) throws Refusal {
        boolean basic = authorization.regionMatches(true, 0, "Basic ", 0, 6);
        byte[] given = basic ? authorization.substring(6).strip().getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (!MessageDigest.isEqual(credentials, given)) {
            throw Refusal.badCredentials();
        }
        if (disabled) {
            throw Refusal.keyDisabled();
        }
        if (!permissions.contains(permission)) {
            throw Refusal.notPermitted();
        }
    }

    synchronized Answer send(SendCall call) throws Refusal {
        Template template = templates.get(call.templateId());
        if (template == null) {
            throw Refusal.notFound("template not found");
        }
        if (template.status() != Template.Status.APPROVED) {
            throw Refusal.notApproved(behaviour.unapprovedIs3013());
        }
        if (call.origin() == Origin.CUSTOM
                && template.codes().isPresent()
                && call.ownCode().isBlank()) {
            throw Refusal.badField("template.params.code is required for a template with a code");
        }
        boolean toEmail = template.strategy().contains(Channel.EMAIL);
        if (!(toEmail ? EMAIL : PHONE).matcher(call.to()).matches()) {
            throw Refusal.badNumber();
        }
        Optional<Fault> fault = sendScripts.next(call.to()).or(() -> TestNumbers.fault(call.to()));
        version++;
        if (fault.isPresent() && !fault.get().letsTheCallThrough() && behaviour.failedSendsOpenWindow()) {
            openWindow(call, template);
        }
        return under(fault, () -> accept(call, template));
    }

    private Answer accept(SendCall call, Template template) throws Refusal {
        Instant now = clock.instant();
        if (windowApplies(call, template) && phones.windowIsOpen(call.to(), template.id(), now)) {
            throw Refusal.tooSoon();
        }
        String code = call.origin() == Origin.MESSAGES
                ? template.codes().map(codes -> newCode(call.to(), codes)).orElse("")
                : call.ownCode();
        Optional<Channel> arrivedBy = TestNumbers.arrivedBy(call.to(), template);
        Channel first = template.strategy().get(0);
        SentMessage message = new SentMessage(
                newId(now),
                call.to(),
                template.id(),
                call.origin(),
                first,
                arrivedBy,
                code,
                MessageText.of(template, arrivedBy.orElse(first), call.language(), call.params(), code),
                call.language(),
                now,
                now.plus(ttl(template)),
                false,
                0);
        phones.add(new StoredMessage(message));
        listeners.forEach(listener -> listener.accept(message));
        openWindow(call, template);
        return Answer.json(200, Json.object().put("message_id", message.id()).put("send_channel", first.wireName()));
    }

    private boolean windowApplies(SendCall call, Template template) {
        return template.codes().isPresent()
                && (call.origin() == Origin.MESSAGES || behaviour.windowAppliesToOwnCodes());
    }

    private void openWindow(SendCall call, Template template) {
        if (windowApplies(call, template)) {
            Instant now = clock.instant();
            phones.openWindow(call.to(), template.id(), now.plus(ttl(template)), now);
        }
    }

    synchronized Answer verify(String messageId, String code) {
        version++;
        return under(verifyScripts.next(Scripts.EVERYONE), () -> judge(messageId, code));
    }

    private Answer judge(String messageId, String code) throws Refusal {
        StoredMessage message = phones.byId(messageId)
                .filter(found -> found.sent().origin() == Origin.MESSAGES)
                .orElseThrow(() -> Refusal.notFound("message not found"));
        if (message.isVerified()) {
            throw Refusal.rule("the message has been verified already");
        }
        if (message.isExpired(clock.instant())) {
            throw Refusal.rule("the code has expired");
        }
        if (behaviour.attemptLimit() > 0 && message.wrongAttempts() >= behaviour.attemptLimit()) {
            throw Refusal.rule("too many wrong codes");
        }
        boolean right = message.sent().code().equals(code);
        if (right) {
            message.verify();
            if (behaviour.windowEndsOnVerify()) {
                phones.closeWindow(message.sent().to(), message.sent().templateId());
            }
        } else {
            message.wrongAttempt();
            if (behaviour.wrongCodeIsError()) {
                throw Refusal.rule("the code is wrong");
            }
        }
        return Answer.json(
                200,
                Json.object()
                        .put("message_id", messageId)
                        .put("verify_code", code)
                        .put("verified", right));
    }

    synchronized Answer listTemplates() {
        return under(templateScripts.next(Scripts.EVERYONE), () -> {
            var list = Json.array();
            templates.values().forEach(template -> list.add(TemplateJson.summary(template)));
            return Answer.json(200, list);
        });
    }

    synchronized Answer templateDetail(String id) {
        return under(templateScripts.next(Scripts.EVERYONE), () -> {
            Template template = templates.get(id);
            if (template == null) {
                throw Refusal.notFound("config not exist");
            }
            return Answer.json(200, TemplateJson.detail(template));
        });
    }

    synchronized Answer createTemplate(Template template) {
        version++;
        return under(templateScripts.next(Scripts.EVERYONE), () -> {
            if (templates.containsKey(template.id())) {
                throw Refusal.rule("template_id exists already");
            }
            if (templates.size() >= TEMPLATES_AT_MOST) {
                throw Refusal.rule("too many templates");
            }
            templates.put(template.id(), template);
            return success();
        });
    }

    synchronized Answer deleteTemplate(String id) {
        version++;
        return under(templateScripts.next(Scripts.EVERYONE), () -> {
            if (templates.remove(id) == null) {
                throw Refusal.notFound("config not exist");
            }
            return success();
        });
    }

    private static Answer success() {
        return Answer.json(200, Json.object().put("code", 0).put("message", "success"));
    }

    private static Answer under(Optional<Fault> fault, Call call) {
        if (fault.isPresent() && !fault.get().letsTheCallThrough()) {
            return fault.get().answer();
        }
        Answer real;
        try {
            real = call.carryOut();
        } catch (Refusal refusal) {
            real = refusal.answer();
        }
        return fault.isPresent() ? fault.get().inPlaceOf(real) : real;
    }

    private static Duration ttl(Template template) {
        return template.codes().map(CodeConfig::ttl).orElse(Duration.ZERO);
    }

    private String newCode(String to, CodeConfig codes) {
        return TestNumbers.code(to).orElseGet(() -> {
            String alphabet = codes.alphabet();
            StringBuilder code = new StringBuilder();
            for (int i = 0; i < codes.length(); i++) {
                code.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return code.toString();
        });
    }

    /** 19 digits, more than a JavaScript number holds: 13 of the time and a running number. */
    private String newId(Instant now) {
        messagesMade++;
        return Long.toString(now.toEpochMilli() * 1_000_000 + messagesMade % 1_000_000);
    }

    // What the mail server does

    synchronized void mailArrived(String from, String to, MailText mail) {
        mailsMade++;
        mails.add(new SentMail(
                Long.toString(mailsMade),
                Mails.normalized(to),
                from,
                mail.subject(),
                mail.text(),
                mail.links(),
                clock.instant()));
        version++;
    }

    // What tests and people do

    synchronized Map<String, List<SentMail>> mailboxes() {
        return mails.byAddress();
    }

    @Override
    public synchronized List<SentMail> mails() {
        return mails.all();
    }

    @Override
    public synchronized List<SentMail> mails(String address) {
        return mails.to(address);
    }

    /** Changes with everything that a person could see. */
    synchronized long version() {
        return version;
    }

    /** How often faults have been cleared: whoever is about to keep a caller waiting sees whether it is still meant to. */
    synchronized long timesScriptsEnded() {
        return timesScriptsEnded;
    }

    synchronized Duration clockOffset() {
        return clock.offset();
    }

    @Override
    public synchronized void onMessage(Consumer<SentMessage> listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized List<String> numbers() {
        return phones.numbers();
    }

    @Override
    public synchronized List<SentMessage> messages(String e164) {
        return phones.messages(e164);
    }

    @Override
    public synchronized Optional<SentMessage> lastMessage(String e164) {
        List<SentMessage> messages = phones.messages(e164);
        return messages.isEmpty() ? Optional.empty() : Optional.of(messages.get(messages.size() - 1));
    }

    @Override
    public synchronized int sendCalls() {
        return calls.sends();
    }

    @Override
    public synchronized int sendCalls(String e164) {
        return calls.sends(e164);
    }

    @Override
    public synchronized int verifyCalls() {
        return calls.verifies();
    }

    @Override
    public synchronized int verifyCalls(String messageId) {
        return calls.verifies(messageId);
    }

    @Override
    public synchronized int templateCalls() {
        return calls.templateCalls();
    }

    @Override
    public synchronized Instant now() {
        return clock.instant();
    }

    @Override
    public synchronized void advance(Duration duration) {
        clock.advance(duration);
        version++;
    }

    @Override
    public synchronized void script(String e164OrStar, Fault fault) {
        sendScripts.always(e164OrStar, fault);
        version++;
    }

    @Override
    public synchronized void script(String e164OrStar, Fault fault, int times) {
        sendScripts.times(e164OrStar, fault, times);
        version++;
    }

    @Override
    public synchronized void scriptVerify(Fault fault) {
        verifyScripts.always(Scripts.EVERYONE, fault);
        version++;
    }

    @Override
    public synchronized void scriptVerify(Fault fault, int times) {
        verifyScripts.times(Scripts.EVERYONE, fault, times);
        version++;
    }

    @Override
    public synchronized void scriptTemplates(Fault fault) {
        templateScripts.always(Scripts.EVERYONE, fault);
        version++;
    }

    @Override
    public synchronized void scriptTemplates(Fault fault, int times) {
        templateScripts.times(Scripts.EVERYONE, fault, times);
        version++;
    }

    @Override
    public synchronized List<ScriptedFault> scripts() {
        List<ScriptedFault> all = new ArrayList<>(sendScripts.all());
        all.addAll(verifyScripts.all());
        all.addAll(templateScripts.all());
        return all;
    }

    @Override
    public void clearScripts() {
        synchronized (this) {
            forgetScripts();
            version++;
        }
        whenScriptsEnd.run();
    }

    @Override
    public synchronized void putTemplate(Template template) {
        if (!templates.containsKey(template.id()) && templates.size() >= TEMPLATES_AT_MOST) {
            throw new IllegalArgumentException("at most " + TEMPLATES_AT_MOST + " templates");
        }
        templates.put(template.id(), template);
        version++;
    }

    @Override
    public synchronized List<Template> templates() {
        return List.copyOf(templates.values());
    }

    @Override
    public synchronized Optional<Template> template(String id) {
        return Optional.ofNullable(templates.get(id));
    }

    @Override
    public synchronized void removeTemplate(String id) {
        templates.remove(id);
        version++;
    }

    @Override
    public synchronized void keyPermissions(Set<KeyPermission> those) {
        permissions.clear();
        permissions.addAll(those);
        version++;
    }

    @Override
    public synchronized Set<KeyPermission> keyPermissions() {
        return Set.copyOf(permissions);
    }

    @Override
    public synchronized void keyDisabled(boolean isDisabled) {
        disabled = isDisabled;
        version++;
    }

    @Override
    public synchronized boolean keyDisabled() {
        return disabled;
    }

    @Override
    public synchronized void behaviour(Behaviour newBehaviour) {
        behaviour = newBehaviour;
        version++;
    }

    @Override
    public synchronized Behaviour behaviour() {
        return behaviour;
    }

    @Override
    public void reset() {
        synchronized (this) {
            atTheStart();
            version++;
        }
        whenScriptsEnd.run();
    }

    private void atTheStart() {
        phones.clear();
        mails.clear();
        calls.reset();
        forgetScripts();
        clock.reset();
        templates.clear();
        options.templates().forEach(template -> templates.put(template.id(), template));
        permissions.addAll(EnumSet.allOf(KeyPermission.class));
        disabled = false;
        behaviour = Behaviour.DEFAULT;
    }

    private void forgetScripts() {
        timesScriptsEnded++;
        sendScripts.clear();
        verifyScripts.clear();
        templateScripts.clear();
    }
}
