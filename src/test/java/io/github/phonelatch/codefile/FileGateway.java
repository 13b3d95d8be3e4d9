package io.github.phonelatch.codefile;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes codes itself and appends each to a file, as a line of number, space and code. For a server of one node and a developer
 * who reads the file, because the codes are kept in this server's memory.
 */
final class FileGateway implements OtpGateway {
    /** The one template. There is nobody to approve it. */
    static final TemplateResult.Template TEMPLATE =
            new TemplateResult.Template("code-file", true, Duration.ofMinutes(5), 6, true, List.of("file"));

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final InstantSource clock;
    private final Map<String, Made> messages = new ConcurrentHashMap<>();

    FileGateway(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        if (!message.e164().matches("\\+[1-9][0-9]{6,14}")) {
            return refused(Kind.NUMBER_INVALID, "the number is not of the form +<7 to 15 digits>");
        }
        if (!message.templateId().equals(TEMPLATE.id())) {
            return refused(Kind.MISCONFIGURED, "the only template is " + TEMPLATE.id());
        }
        return calls().send(() -> append(message.e164()));
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        Made made = messages.get(messageId);
        if (made == null || !clock.instant().isBefore(made.until())) {
            return new VerifyResult.Expired();
        }
        if (!MessageDigest.isEqual(bytes(made.code()), bytes(code))) {
            return new VerifyResult.WrongCode();
        }
        // Of two requests with the right code only one finds it there.
        return messages.remove(messageId, made) ? new VerifyResult.Verified() : new VerifyResult.Expired();
    }

    @Override
    public TemplateResult check(String templateId) {
        return templateId.equals(TEMPLATE.id()) ? TEMPLATE : new TemplateResult.Unknown(templateId);
    }

    private SendResult append(String number) {
        Instant now = clock.instant();
        messages.values().removeIf(made -> !now.isBefore(made.until()));
        String id = UUID.randomUUID().toString();
        Made made = new Made("%06d".formatted(RANDOM.nextInt(1_000_000)), now.plus(TEMPLATE.lifetime()));
        messages.put(id, made);
        try {
            Files.writeString(
                    file, number + " " + made.code() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            messages.remove(id);
            return new SendResult.Failed(
                    new GatewayFailure(Kind.UNAVAILABLE, null, "the file of codes cannot be written"), false);
        }
        return new SendResult.Sent(id, TEMPLATE.channels().get(0));
    }

    private static CompletionStage<SendResult> refused(Kind kind, String why) {
        return CompletableFuture.completedStage(new SendResult.Failed(new GatewayFailure(kind, null, why), true));
    }

    private static byte[] bytes(String code) {
        return code.getBytes(StandardCharsets.UTF_8);
    }

    /** Prints no code. */
    record Made(String code, Instant until) {
        @Override
        public String toString() {
            return "Made[until=" + until + "]";
        }
    }
}
