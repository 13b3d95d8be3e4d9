package io.github.phonelatch.tools.simulator;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads of a mail.
 *
 * @param from empty where the mail does not say it
 */
record MailText(String from, String subject, String text) {
    static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_HEADER = 500;
    private static final int DEEPEST_PART = 8;
    private static final int LINKS = 20;
    /** What ends a sentence or a bracket behind an address belongs to the sentence. */
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']*[^\\s<>\"'.,;:!?)\\]}]");

    static MailText of(MimeMessage mail) throws MessagingException, IOException {
        Optional<Part> body = first(mail, "text/plain", 0);
        if (body.isEmpty()) {
            body = first(mail, "text/*", 0);
        }
        return new MailText(
                cut(sender(mail), LONGEST_HEADER),
                cut(orEmpty(mail.getSubject()), LONGEST_HEADER),
                body.isPresent() ? read(body.get()) : "");
    }

    /** The addresses in the text, each once. */
    List<String> links() {
        return LINK.matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .limit(LINKS)
                .toList();
    }

    private static String sender(MimeMessage mail) throws MessagingException {
        Address[] from = mail.getFrom();
        if (from == null || from.length == 0) {
            return "";
        }
        return from[0] instanceof InternetAddress address ? address.toUnicodeString() : String.valueOf(from[0]);
    }

    /** The parts are walked by hand, without the library's table of handlers: what a mail says of itself chooses no class. */
    private static Optional<Part> first(Part part, String type, int depth) throws MessagingException {
        if (part.isMimeType(type)) {
            return Optional.of(part);
        }
        if (!part.isMimeType("multipart/*") || depth == DEEPEST_PART) {
            return Optional.empty();
        }
        MimeMultipart parts = new MimeMultipart(part.getDataHandler().getDataSource());
        for (int i = 0; i < parts.getCount(); i++) {
            Optional<Part> found = first(parts.getBodyPart(i), type, depth + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String read(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            // At most four bytes make a character.
            String text = new String(in.readNBytes(4 * LONGEST_TEXT + 4), charset(part.getContentType()));
            return cut(text.replace("\r\n", "\n").strip(), LONGEST_TEXT);
        }
    }

    private static Charset charset(String contentType) {
        try {
            String name = new ContentType(contentType).getParameter("charset");
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
        } catch (MessagingException | IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        return "MailText[" + text.length() + " characters]";
    }
}
