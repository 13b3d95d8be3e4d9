package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The control object over HTTP, for the page and for tests in another process. It asks for no credentials, like the rest of a
 * tool that listens on loopback; what changes something has to come as JSON, which no foreign web page can send here.
 */
final class ControlApi {
    static final String ROOT = "/__sim/";
    private static final int PHONES_SHOWN = 60;
    private static final int MESSAGES_SHOWN = 20;
    private static final int MAILS_SHOWN = 10;

    private final Provider provider;
    private final Optional<InetSocketAddress> smtp;
    /** Tells a page that the simulator was started anew, so that it does not mistake an old version for the present one. */
    private final String run = UUID.randomUUID().toString();

    ControlApi(Provider provider, Optional<InetSocketAddress> smtp) {
        this.provider = provider;
        this.smtp = smtp;
    }

    Answer answer(Request request) {
        boolean changes = request.method().equals("POST") || request.method().equals("PUT");
        if (changes && !request.isJson()) {
            return error(415, "Content-Type is application/json");
        }
        try {
            return route(request);
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        } catch (Refusal refusal) {
            return error(400, String.valueOf(refusal.getMessage()));
        }
    }

    private Answer route(Request request) throws Refusal {
        String call = request.method() + " " + request.rawPath().substring(ROOT.length());
        return switch (call) {
            case "GET " -> index();
            case "GET phones" -> phones(request);
            case "GET messages" -> messages(request);
            case "GET mails" -> mails(request);
            case "GET calls" -> calls(request);
            case "GET clock" -> clock();
            case "POST clock" -> advance(body(request));
            case "GET scripts" -> Answer.json(200, scripts());
            case "POST scripts" -> script(body(request));
            case "DELETE scripts" -> done(() -> provider.clearScripts());
            case "GET templates" -> Answer.json(200, templates());
            case "GET key" -> key();
            case "PUT key" -> changeKey(body(request));
            case "GET behaviour" -> behaviour();
            case "PUT behaviour" -> changeBehaviour(body(request));
            case "POST reset" -> done(() -> provider.reset());
            default -> template(request);
        };
    }

    private static Answer index() {
        ArrayNode calls = Json.array();
        List.of(
                        "GET phones",
                        "GET messages?to={number}",
                        "GET mails?to={address}",
                        "GET calls?to={number}&message_id={id}",
                        "GET|POST clock",
                        "GET|POST|DELETE scripts",
                        "GET templates",
                        "GET|PUT|DELETE templates/{id}",
                        "GET|PUT key",
                        "GET|PUT behaviour",
                        "POST reset")
                .forEach(calls::add);
        ObjectNode json =
                Json.object().put("what", "a simulator of EngageLab OTP for tests and demos, never for production");
        json.set("calls", calls);
        return Answer.json(200, json);
    }

    private Answer phones(Request request) {
        // Read before the rest: a change in between is then seen at the next asking.
        String tag = "\"" + run + "-" + provider.version() + "\"";
        ObjectNode json = Json.object()
                .put("now", provider.now().toString())
                .put("clock_offset_seconds", provider.clockOffset().toSeconds());
        if (tag.equals(request.ifNoneMatch())) {
            return Answer.of(304, Answer.JSON, "").with("ETag", tag);
        }
        ArrayNode phones = json.putArray("phones");
        List<String> numbers = provider.numbers();
        numbers.stream().limit(PHONES_SHOWN).forEach(number -> phones.add(phone(number)));
        json.put("more_phones", Math.max(0, numbers.size() - PHONES_SHOWN));
        mailboxes(json);
        json.set("scripts", scripts());
        json.set("templates", templates());
        json.set("calls", counts());
        return Answer.json(200, json).with("ETag", tag);
    }

    private ObjectNode phone(String number) {
        ObjectNode json = Json.object().put("number", number);
        ArrayNode array = json.putArray("messages");
        List<SentMessage> messages = provider.messages(number);
        messages.subList(Math.max(0, messages.size() - MESSAGES_SHOWN), messages.size())
                .forEach(message -> array.add(message(message)));
        return json;
    }

    private void mailboxes(ObjectNode json) {
        ArrayNode mailboxes = json.putArray("mailboxes");
        Map<String, List<SentMail>> all = provider.mailboxes();
        all.entrySet().stream().limit(PHONES_SHOWN).forEach(mailbox -> {
            List<SentMail> mails = mailbox.getValue();
            ArrayNode array =
                    mailboxes.addObject().put("address", mailbox.getKey()).putArray("mails");
            mails.subList(Math.max(0, mails.size() - MAILS_SHOWN), mails.size()).forEach(mail -> array.add(mail(mail)));
        });
        json.put("more_mailboxes", Math.max(0, all.size() - PHONES_SHOWN));
        smtp.ifPresentOrElse(
                address -> json.put("smtp", address.getAddress().getHostAddress() + ":" + address.getPort()),
                () -> json.putNull("smtp"));
    }

    private Answer mails(Request request) {
        ArrayNode array = Json.array();
        request.query("to").map(provider::mails).orElseGet(provider::mails).forEach(mail -> array.add(mail(mail)));
        return Answer.json(200, array);
    }

    private static ObjectNode mail(SentMail mail) {
        ObjectNode json = Json.object()
                .put("id", mail.id())
                .put("to", mail.to())
                .put("from", mail.from())
                .put("subject", mail.subject())
                .put("text", mail.text())
                .put("received_at", mail.receivedAt().toString());
        mail.links().forEach(json.putArray("links")::add);
        return json;
    }

    private Answer messages(Request request) {
        ArrayNode array = Json.array();
        List<String> numbers = request.query("to").map(List::of).orElseGet(provider::numbers);
        numbers.forEach(number -> provider.messages(number).forEach(message -> array.add(message(message))));
        return Answer.json(200, array);
    }

    private static ObjectNode message(SentMessage message) {
        ObjectNode json = Json.object()
                .put("id", message.id())
                .put("to", message.to())
                .put("template_id", message.templateId())
                .put("origin", message.origin().wireName())
                .put("channel", message.channel().wireName())
                .put("code", message.code())
                .put("text", message.text())
                .put("language", message.language())
                .put("created_at", message.createdAt().toString())
                .put("expires_at", message.expiresAt().toString())
                .put("verified", message.verified())
                .put("wrong_tries", message.wrongAttempts());
        message.arrivedBy()
                .ifPresentOrElse(
                        channel -> json.put("arrived_by", channel.wireName()), () -> json.putNull("arrived_by"));
        return json;
    }

    private Answer calls(Request request) {
        ObjectNode json = counts();
        request.query("to").ifPresent(to -> json.put("send_to", provider.sendCalls(to)));
        request.query("message_id").ifPresent(id -> json.put("verify_of", provider.verifyCalls(id)));
        return Answer.json(200, json);
    }

    private ObjectNode counts() {
        return Json.object()
                .put("send", provider.sendCalls())
                .put("verify", provider.verifyCalls())
                .put("template", provider.templateCalls());
    }

    private Answer clock() {
        return Answer.json(
                200,
                Json.object()
                        .put("now", provider.now().toString())
                        .put("offset_seconds", provider.clockOffset().toSeconds()));
    }

    private Answer advance(ObjectNode body) {
        JsonNode seconds = body.path("advance_seconds");
        if (!seconds.canConvertToLong() || !seconds.isIntegralNumber()) {
            throw new IllegalArgumentException("advance_seconds is a whole number");
        }
        provider.advance(Duration.ofSeconds(seconds.longValue()));
        return clock();
    }

    private ArrayNode scripts() {
        ArrayNode array = Json.array();
        provider.scripts().forEach(scripted -> array.add(FaultJson.write(scripted)));
        return array;
    }

    private Answer script(ObjectNode body) {
        Fault fault = FaultJson.read(body);
        String to = body.path("to").asText(Scripts.EVERYONE);
        boolean counted = body.hasNonNull("times");
        int times = body.path("times").asInt(0);
        String on = body.path("on").asText("send");
        if (!on.equals("send") && !to.equals(Scripts.EVERYONE)) {
            throw new IllegalArgumentException("only a fault on send goes by number");
        }
        switch (on) {
            case "send" -> either(counted, () -> provider.script(to, fault, times), () -> provider.script(to, fault));
            case "verify" ->
                either(counted, () -> provider.scriptVerify(fault, times), () -> provider.scriptVerify(fault));
            case "template" ->
                either(counted, () -> provider.scriptTemplates(fault, times), () -> provider.scriptTemplates(fault));
            case "all" -> {
                either(counted, () -> provider.script(to, fault, times), () -> provider.script(to, fault));
                either(counted, () -> provider.scriptVerify(fault, times), () -> provider.scriptVerify(fault));
                either(counted, () -> provider.scriptTemplates(fault, times), () -> provider.scriptTemplates(fault));
            }
            default -> throw new IllegalArgumentException("on is one of send, verify, template, all");
        }
        return Answer.json(200, scripts());
    }

    private static void either(boolean first, Runnable one, Runnable other) {
        (first ? one : other).run();
    }

    private ArrayNode templates() {
        ArrayNode array = Json.array();
        provider.templates().forEach(template -> array.add(TemplateJson.detail(template)));
        return array;
    }

    private Answer template(Request request) throws Refusal {
        String id = request.pathAfter(ROOT + "templates/").orElse("");
        if (id.isEmpty()) {
            return error(404, "no such call: see GET " + ROOT);
        }
        return switch (request.method()) {
            case "GET" ->
                provider.template(id)
                        .map(template -> Answer.json(200, TemplateJson.detail(template)))
                        .orElseGet(() -> error(404, "no such template"));
            case "PUT" -> putTemplate(id, body(request));
            case "DELETE" -> done(() -> provider.removeTemplate(id));
            default -> error(405, "GET, PUT or DELETE");
        };
    }

    /** As the provider's API reads it, but approved unless {@code status} says otherwise, and with default texts where none are given. */
    private Answer putTemplate(String id, ObjectNode body) throws Refusal {
        ObjectNode full = body.deepCopy().put("template_id", id);
        Channel.strategy(full.path("send_channel_strategy").asText("")).orElse(List.of()).stream()
                .filter(channel -> !full.has(channel.wireName() + "_config"))
                .forEach(channel ->
                        full.set(channel.wireName() + "_config", Json.fromMap(Template.defaultConfig(channel))));
        Template.Status status = Template.Status.of(full.path("status").asInt(Template.Status.APPROVED.wireValue()))
                .orElseThrow(() -> new IllegalArgumentException("status is 1 pending, 2 approved or 3 rejected"));
        Template template = TemplateJson.read(full, provider.now()).withStatus(status);
        provider.putTemplate(template);
        return Answer.json(200, TemplateJson.detail(template));
    }

    private Answer key() {
        ObjectNode json = Json.object().put("disabled", provider.keyDisabled());
        ArrayNode permissions = json.putArray("permissions");
        provider.keyPermissions().stream()
                .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                .sorted()
                .forEach(permissions::add);
        return Answer.json(200, json);
    }

    private Answer changeKey(ObjectNode body) {
        if (body.has("permissions")) {
            Set<KeyPermission> permissions = EnumSet.noneOf(KeyPermission.class);
            for (JsonNode name : body.path("permissions")) {
                permissions.add(permission(name.asText()));
            }
            provider.keyPermissions(permissions);
        }
        if (body.has("disabled")) {
            provider.keyDisabled(body.path("disabled").asBoolean());
        }
        return key();
    }

    private static KeyPermission permission(String name) {
        for (KeyPermission permission : KeyPermission.values()) {
            if (permission.name().toLowerCase(Locale.ROOT).equals(name)) {
                return permission;
            }
        }
        throw new IllegalArgumentException("permissions are send, verify, templates");
    }

    private Answer behaviour() {
        Behaviour now = provider.behaviour();
        return Answer.json(
                200,
                Json.object()
                        .put("window_ends_on_verify", now.windowEndsOnVerify())
                        .put("failed_sends_open_window", now.failedSendsOpenWindow())
                        .put("window_applies_to_own_codes", now.windowAppliesToOwnCodes())
                        .put("unapproved_is_3013", now.unapprovedIs3013())
                        .put("wrong_code_is_error", now.wrongCodeIsError())
                        .put("attempt_limit", now.attemptLimit()));
    }

    private Answer changeBehaviour(ObjectNode body) {
        Behaviour now = provider.behaviour();
        provider.behaviour(new Behaviour(
                body.path("window_ends_on_verify").asBoolean(now.windowEndsOnVerify()),
                body.path("failed_sends_open_window").asBoolean(now.failedSendsOpenWindow()),
                body.path("window_applies_to_own_codes").asBoolean(now.windowAppliesToOwnCodes()),
                body.path("unapproved_is_3013").asBoolean(now.unapprovedIs3013()),
                body.path("wrong_code_is_error").asBoolean(now.wrongCodeIsError()),
                body.path("attempt_limit").asInt(now.attemptLimit())));
        return behaviour();
    }

    private static ObjectNode body(Request request) {
        return request.object().orElseThrow(() -> new IllegalArgumentException("the body is a JSON object"));
    }

    private static Answer done(Runnable action) {
        action.run();
        return Answer.json(200, Json.object().put("done", true));
    }

    private static Answer error(int status, String why) {
        return Answer.json(status, Json.object().put("error", why));
    }
}
