package io.github.phonelatch.tools.simulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.tools.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mails on the simulator's page, in a browser. */
@ExtendWith(InChromium.class)
class MailPageIT {
    private static final String SOFIA = "sofia@school.example";

    private static Browser browser;

    private final Simulator simulator =
            Simulator.start(SimulatorOptions.defaults().withMailPort(0));

    @BeforeAll
    static void take(Browser chromium) {
        browser = chromium;
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void mail_appearsByItself_besideThePhones_withItsLinkWhole() throws Exception {
        String link = "http://localhost:8080/realms/school/login-actions/action-token?key=" + "e".repeat(400) + "&a=b";
        Page page = open();
        assertThat(page.locator("#empty-mail")).containsText("127.0.0.1:");
        new Caller(simulator).sendAccepted("+447400123456", "login-otp");
        assertThat(page.locator(".phone")).hasCount(1);

        send(SOFIA, "Reset password", "Click here:\n\n" + link + "\n\nwithin 5 minutes.");

        Locator mailbox = page.locator(".mailbox");
        assertThat(mailbox.locator("h2")).hasText(SOFIA);
        assertThat(mailbox.locator(".subject")).hasText("Reset password");
        assertThat(mailbox.locator(".mail-text")).containsText("within 5 minutes.");
        assertThat(mailbox.locator(".mail-text a")).hasAttribute("href", link);
        assertThat(mailbox.locator(".mail-text a")).hasAttribute("rel", "noopener noreferrer");
        assertThat(page.locator("#phone-list > article").first()).hasClass("mailbox");
        assertThat(page.locator("#empty")).isHidden();
    }

    @Test
    void markupInAMail_isTextAndNothingElse() throws Exception {
        Page page = open();
        List<String> wrong = new ArrayList<>();
        page.onDialog(dialog -> {
            wrong.add(dialog.message());
            dialog.dismiss();
        });
        page.onConsoleMessage(message -> wrong.add(message.text()));
        String markup = "<img src=x onerror=alert(1)><script>alert(2)</script><a href='javascript:alert(3)'>x</a>";

        send(SOFIA, markup, markup + " http://a.example/\"onmouseover=alert(4)");

        assertThat(page.locator(".mailbox .subject")).hasText(markup);
        assertThat(page.locator(".mailbox .mail-text")).containsText(markup);
        assertThat(page.locator(".mailbox img, .mailbox script")).hasCount(0);
        assertThat(page.locator(".mailbox a")).hasCount(1);
        assertThat(page.locator(".mailbox a")).hasAttribute("href", "http://a.example/");
        assertThat(wrong).isEmpty();
    }

    @Test
    void page_fitsANarrowScreen() throws Exception {
        send("somebody.with.a.long.name@a-long-subdomain.school.example", "w".repeat(200), "http://" + "l".repeat(300));
        Page page = open();
        page.setViewportSize(320, 800);

        assertThat(page.locator(".mailbox")).isVisible();
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    }

    @Test
    void startingOver_emptiesMailboxesToo() throws Exception {
        send(SOFIA, "one", "text");
        Page page = open();
        assertThat(page.locator(".mailbox")).hasCount(1);

        page.click("#reset");
        page.click("#reset-yes");

        assertThat(page.locator(".mailbox")).hasCount(0);
        assertThat(page.locator("#empty")).isVisible();
    }

    private Page open() {
        Page page = browser.newContext().newPage();
        page.navigate(simulator.page().toString());
        assertThat(page.locator("#connection")).hasText("Live");
        return page;
    }

    private void send(String to, String subject, String text) throws Exception {
        Outgoing.send(Outgoing.mail(simulator.smtp().orElseThrow().getPort(), to, subject, text));
    }
}
