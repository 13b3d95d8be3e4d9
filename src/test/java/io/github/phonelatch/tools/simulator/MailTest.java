package io.github.phonelatch.tools.simulator;

import static io.github.phonelatch.tools.Outgoing.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.tools.Outgoing;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mails in by SMTP, out by the control API. */
@Timeout(30)
class MailTest {
    private static final String SOFIA = "sofia@school.example";

    private final Simulator simulator =
            Simulator.start(SimulatorOptions.defaults().withMailPort(0));
    private final SimulatorControl control = simulator.control();
    private final InetSocketAddress smtp = simulator.smtp().orElseThrow();
    private final Caller caller = new Caller(simulator).as("");

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void mail_isThereForItsRecipient_whenItsSenderIsAnswered() throws Exception {
        Instant before = control.now();
        String link = "https://id.school.example/realms/school/login-actions/action-token?key=a.b-c&client_id=x";

        send(mail(SOFIA, "Reset password – Größe", "Follow this:\n\n" + link + "\n\nwithin 5 minutes."));

        assertThat(control.mails(SOFIA)).singleElement().satisfies(mail -> {
            assertThat(mail.to()).isEqualTo(SOFIA);
            assertThat(mail.from()).isEqualTo("My School <no-reply@school.example>");
            assertThat(mail.subject()).isEqualTo("Reset password – Größe");
            assertThat(mail.text()).isEqualTo("Follow this:\n\n" + link + "\n\nwithin 5 minutes.");
            assertThat(mail.links()).containsExactly(link);
            assertThat(mail.receivedAt()).isBetween(before, control.now());
        });
        JsonNode json = caller.get("/__sim/mails?to=" + SOFIA).json();
        assertThat(json).hasSize(1);
        assertThat(json.get(0).get("subject").textValue()).isEqualTo("Reset password – Größe");
        assertThat(json.get(0).get("links").get(0).textValue()).isEqualTo(link);
        assertThat(Instant.parse(json.get(0).get("received_at").textValue())).isBetween(before, control.now());
    }

    @Test
    void address_isFoundInWhateverLettersItIsWritten_andNoOtherHasItsMails() throws Exception {
        send(mail("Sofia@School.Example", "one", "text"));
        send(mail("omar@school.example", "two", "text"));

        assertThat(control.mails("SOFIA@school.example"))
                .extracting(SentMail::subject)
                .containsExactly("one");
        assertThat(caller.get("/__sim/mails?to=sofia@school.example").json()).hasSize(1);
        assertThat(caller.get("/__sim/mails").json()).hasSize(2);
        assertThat(caller.get("/__sim/mails?to=nobody@school.example").json()).isEmpty();
    }

    @Test
    void plusSignInAnAddress_isOne() throws Exception {
        send(mail("sofia+school@school.example", "tagged", "text"));

        assertThat(caller.get("/__sim/mails?to=sofia+school@school.example").json())
                .hasSize(1);
    }

    @Test
    void textIsTakenWhereThereIsHtmlToo_andItsSourceWhereThereIsNothingElse() throws Exception {
        MimeMessage both = mail(SOFIA, "both", "");
        both.setContent(new MimeMultipart(
                "alternative", part("plain text http://a.example/1.", "plain"), part("<b>bold</b>", "html")));
        send(both);
        MimeMessage html = mail(SOFIA, "html", "");
        html.setText("<p onclick=\"x()\"><a href=\"http://a.example/2\">here</a></p>", "UTF-8", "html");
        send(html);

        List<SentMail> mails = control.mails(SOFIA);
        assertThat(mails.get(0).text()).isEqualTo("plain text http://a.example/1.");
        assertThat(mails.get(0).links()).containsExactly("http://a.example/1");
        assertThat(mails.get(1).text()).startsWith("<p onclick=");
        assertThat(mails.get(1).links()).containsExactly("http://a.example/2");
    }

    @Test
    void linksAreWebAddressesOnly_eachOnce_withoutTheSentenceAroundThem() throws Exception {
        send(mail(
                SOFIA,
                "links",
                "See (https://a.example/x?y=1), <https://b.example/>; https://b.example/ javascript:alert(1)"
                        + " file:///etc/passwd https://c.example/z…"));

        assertThat(control.mails(SOFIA).get(0).links())
                .startsWith("https://a.example/x?y=1", "https://b.example/")
                .hasSize(3)
                .allMatch(link -> link.startsWith("https://"));
    }

    @Test
    void oldestMails_fallOut_andLongOnesAreCut() throws Exception {
        MimeMessage[] mails = new MimeMessage[505];
        for (int i = 0; i < mails.length; i++) {
            mails[i] = mail(SOFIA, "number " + i, "text");
        }
        send(mails);
        send(mail(SOFIA, "s".repeat(2_000), "t".repeat(300_000)));

        List<SentMail> kept = control.mails(SOFIA);
        assertThat(kept).hasSize(500);
        assertThat(kept.get(0).subject()).isEqualTo("number 6");
        SentMail last = kept.get(499);
        assertThat(last.subject().length()).isLessThan(600);
        assertThat(last.text().length()).isLessThan(30_000);
        JsonNode mailbox =
                caller.get("/__sim/phones").json().get("mailboxes").get(0).get("mails");
        assertThat(mailbox.size()).isLessThan(50);
        assertThat(mailbox.get(mailbox.size() - 1).get("id").textValue()).isEqualTo(last.id());
    }

    @Test
    void whoeverSendsWithoutEnd_isCutOff_andTheNextMailArrives() throws Exception {
        byte[] line = ("x".repeat(1022) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> {
                    try (Socket client = talking("MAIL FROM:<a@b.example>", "RCPT TO:<" + SOFIA + ">", "DATA")) {
                        OutputStream out = client.getOutputStream();
                        for (int i = 0; i < 64 * 1024; i++) {
                            out.write(line);
                        }
                    }
                })
                .isInstanceOf(IOException.class);

        send(mail(SOFIA, "after", "text"));

        assertThat(control.mails()).extracting(SentMail::subject).containsExactly("after");
    }

    @Test
    void tooLongAddress_isRefused() throws Exception {
        try (Socket client = talking("MAIL FROM:<a@b.example>")) {
            assertThat(say(client, "RCPT TO:<" + "a".repeat(400) + "@b.example>"))
                    .startsWith("553");
        }
    }

    @Test
    void page_isToldOfMailboxes_theOneWrittenToLastFirst_andOfTheAddressToSendTo() throws Exception {
        send(mail(SOFIA, "one", "text"));
        send(mail("omar@school.example", "two", "text"));
        send(mail(SOFIA, "three", "text"));
        Caller.Reply reply = caller.get("/__sim/phones");

        JsonNode mailboxes = reply.json().get("mailboxes");
        assertThat(mailboxes.findValuesAsText("address")).containsExactly(SOFIA, "omar@school.example");
        assertThat(mailboxes.get(0).get("mails").findValuesAsText("subject")).containsExactly("one", "three");
        assertThat(reply.json().get("smtp").textValue()).isEqualTo("127.0.0.1:" + smtp.getPort());

        String tag = reply.header("ETag");
        assertThat(caller.call("GET", "/__sim/phones", "", "", "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
        send(mail(SOFIA, "four", "text"));
        assertThat(caller.call("GET", "/__sim/phones", "", "", "If-None-Match", tag)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void reset_forgetsMails_andMovedClockIsTheirs() throws Exception {
        control.advance(Duration.ofHours(2));
        send(mail(SOFIA, "one", "text"));
        assertThat(control.mails(SOFIA).get(0).receivedAt())
                .isAfter(Instant.now().plus(Duration.ofMinutes(119)));

        assertThat(caller.post("/__sim/reset", "{}").status()).isEqualTo(200);

        assertThat(control.mails()).isEmpty();
        assertThat(caller.get("/__sim/phones").json().get("mailboxes")).isEmpty();
    }

    @Test
    void printedMail_tellsNothingOfWhatItSays() throws Exception {
        send(mail(SOFIA, "subject-text", "https://a.example/secret"));

        assertThat(control.mails(SOFIA).get(0).toString())
                .doesNotContain("sofia")
                .doesNotContain("subject-text")
                .doesNotContain("secret");
    }

    @Test
    void withoutAPortForMail_thereIsNoServer() throws Exception {
        try (Simulator without = Simulator.start(SimulatorOptions.defaults())) {
            assertThat(without.smtp()).isEmpty();
            assertThat(new Caller(without)
                            .get("/__sim/phones")
                            .json()
                            .get("smtp")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void closed_takesNoMails() {
        simulator.close();

        assertThatThrownBy(() -> new Socket(smtp.getAddress(), smtp.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    private MimeMessage mail(String to, String subject, String text) throws Exception {
        return Outgoing.mail(smtp.getPort(), to, subject, text);
    }

    private static MimeBodyPart part(String text, String kind) throws Exception {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", kind);
        return part;
    }

    /** A connection on which this has been said. */
    private Socket talking(String... lines) throws IOException {
        Socket client = new Socket(smtp.getAddress(), smtp.getPort());
        reader(client).readLine();
        for (String line : Arrays.asList(lines)) {
            say(client, line);
        }
        return client;
    }

    private static String say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return reader(client).readLine();
    }

    /** A new one each time will do: an answer comes only after its question. */
    private static BufferedReader reader(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    }
}
