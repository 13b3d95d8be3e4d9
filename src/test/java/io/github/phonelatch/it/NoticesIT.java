package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Answer;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.MailHost;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.SentMail;
import io.github.phonelatch.tools.simulator.Simulator;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person is told by e-mail of what became of their number and devices. */
@ExtendWith(SharedServer.class)
class NoticesIT {
    private static final String VERIFIED = "Your phone number was verified";
    private static final String CHANGED = "Your phone number was changed";
    private static final String REMOVED = "Your phone number was removed";
    private static final String WITHDRAWN = "Your phone number now belongs to another account";
    private static final String REMEMBERED = "A device was remembered for your account";

    private static final Map<String, String> CHANGE = Map.of("kc_action", RealmAdmin.PHONE_ACTION);
    private static final Pattern HELD = Pattern.compile("(?m)^agroal_active_count\\{.*} ([0-9.E]+)$");

    private static RealmAdmin realm;

    private final KeycloakServer server;
    private final Simulator simulator;

    NoticesIT(KeycloakServer server, Simulator simulator) {
        this.server = server;
        this.simulator = simulator;
    }

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(NoticesIT::withoutLimits);
        Remembered.accountClient(realm);
    }

    @Test
    void firstVerification_isTold_withTheMaskedNumberOnly(Phone phone) {
        Person student = realm.newStudent();

        verify(realm, student, phone);

        SentMail mail = mailbox(student).newest();
        assertThat(mail.subject()).isEqualTo(VERIFIED);
        assertThat(mail.text()).contains(masked(phone), "(School)", " UTC", "If this was not you");
        assertMasked(mail, phone);
        assertThat(mail.text()).doesNotContain("phonelatch", "{", "  ");
    }

    @Test
    void change_isTold_withBothNumbersMasked(Phone old, Phone next) {
        Person student = realm.newStudent();
        HttpBrowser browser = new HttpBrowser();
        verify(realm, browser, student, old);

        change(realm, browser, next);

        SentMail mail = mailbox(student).await(2);
        assertThat(subjects(student)).containsExactlyInAnyOrder(VERIFIED, CHANGED);
        assertThat(mail.text()).contains("from " + masked(old) + " to " + masked(next));
        assertMasked(mail, old, next);
    }

    @Test
    void sameNumberAgain_isNoNews(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        realm.updateUser(student, user -> user.putArray("requiredActions").add(RealmAdmin.PHONE_ACTION));
        Page again = realm.studentPortal().open(student);
        assertThat(again.isCurrentPage()).as(again.toString()).isTrue();
        assertThat(again.current(phone).isCallback()).isTrue();

        realm.deletePhoneCredential(student);

        mailbox(student).await(1);
        assertThat(subjects(student)).containsExactly(REMOVED);
    }

    @Test
    void removalByAnAdmin_isTold(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        realm.deletePhoneCredential(student);

        SentMail mail = mailbox(student).newest();
        assertThat(mail.subject()).isEqualTo(REMOVED);
        assertThat(mail.text()).contains(masked(phone));
        assertMasked(mail, phone);
    }

    @Test
    void removalByTheOwner_isTold(Admin admin, Phone phone) {
        RealmAdmin optional = admin.newSchoolRealm(school -> {
            withoutLimits(school);
            Admin.phoneSettings(school).put("require-for-all", "false");
        });
        Remembered.accountClient(optional);
        Person student = optional.newStudent();
        Tokens tokens = optional.app(Remembered.ACCOUNT)
                .open(new HttpBrowser(), CHANGE)
                .password(student)
                .number(phone.number())
                .code(phone.code())
                .tokens();
        String credential = optional.credentials(student, RealmAdmin.PHONE_CREDENTIAL)
                .get(0)
                .get("id")
                .asText();

        Answer gone = optional.app(Remembered.ACCOUNT)
                .account(tokens.accessToken(), "DELETE", "credentials/" + credential, null);

        assertThat(gone.status()).as(gone.toString()).isEqualTo(204);
        mailbox(student).await(2);
        assertThat(subjects(student)).containsExactlyInAnyOrder(VERIFIED, REMOVED);
    }

    @Test
    void earlierOwner_isToldOfTheWithdrawal_andOfNobody(Admin admin, Phone phone) {
        RealmAdmin newest = admin.newSchoolRealm(school -> {
            withoutLimits(school);
            Admin.phoneSettings(school).put("accounts-per-number", "1").put("number-owner", "newest");
        });
        Person earlier = newest.newVerifiedStudent(phone);
        Person later = newest.newStudent();

        verify(newest, later, phone);

        SentMail mail = mailbox(earlier).newest();
        assertThat(mail.subject()).isEqualTo(WITHDRAWN);
        assertThat(mail.text()).contains(masked(phone)).doesNotContain(later.email(), later.id(), "Test Person");
        assertMasked(mail, phone);
        mailbox(later).newest();
        assertThat(subjects(earlier)).as("and not of a removal besides").containsExactly(WITHDRAWN);
        assertThat(subjects(later)).containsExactly(VERIFIED);
    }

    @Test
    void rememberedDevice_isTold(Phone phone) {
        Remembered teacher = Remembered.teacher(realm, phone);

        SentMail mail = mailbox(teacher.person()).newest();
        assertThat(subjects(teacher.person())).containsExactly(REMEMBERED);
        assertMasked(mail, phone);
    }

    @Test
    void applicationWithScreensOfItsOwn_isToldOfToo(Phone phone) {
        Person student = realm.newStudent();
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
        PhoneApi.Reply asked = api.requestOtp(phone);

        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);

        assertThat(mailbox(student).newest().subject()).isEqualTo(VERIFIED);
    }

    @Test
    void withinAMinute_eachKindIsToldOnce(Phone one, Phone two, Phone three, Phone four) {
        Person student = realm.newStudent();
        verify(realm, student, one);
        realm.deletePhoneCredential(student);
        verify(realm, student, two);
        realm.deletePhoneCredential(student);
        HttpBrowser browser = new HttpBrowser();
        verify(realm, browser, student, three);

        change(realm, browser, four);

        mailbox(student).await(3);
        assertThat(subjects(student)).containsExactlyInAnyOrder(VERIFIED, REMOVED, CHANGED);
    }

    @Test
    void realmThatDoesNotTell_tellsNobody(Admin admin, Phone phone) {
        RealmAdmin quiet = admin.newSchoolRealm(school -> {
            withoutLimits(school);
            Admin.phoneSettings(school).put("notify-by-email", "false");
        });
        Person student = quiet.newStudent();
        verify(quiet, student, phone);

        quiet.savePhoneSettings(Map.of("notify-by-email", "true"));
        quiet.deletePhoneCredential(student);

        mailbox(student).newest();
        assertThat(subjects(student)).containsExactly(REMOVED);
    }

    /** Of the two that there are, each thread waits for a word of the host; the other people's notices wait behind them. */
    @Test
    void hostThatNeverAnswers_delaysNoPage_holdsNoConnection_andTheOthersAreToldAfterwards(Admin admin) {
        List<Person> people = new ArrayList<>();
        try (MailHost silent = MailHost.silent()) {
            RealmAdmin waiting = admin.newSchoolRealm(school -> {
                withoutLimits(school);
                school.set("smtpServer", silent.settings());
            });
            List<Duration> told = new ArrayList<>();
            List<Duration> untold = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.savePhoneSettings(Map.of("notify-by-email", "false"));
                untold.add(timed(waiting, waiting.newStudent()));
                waiting.savePhoneSettings(Map.of("notify-by-email", "true"));
                Person student = waiting.newStudent();
                told.add(timed(waiting, student));
                people.add(student);
                int connections = Math.min(i + 1, 2);
                Await.until("a mail under way", () -> silent.connections() == connections);
            }

            System.out.println("the code's page with a silent mail host " + told + ", without a notice " + untold);
            assertThat(silent.connections()).as("nobody was answered meanwhile").isEqualTo(2);
            // Of the two minutes that a mail waits for a word. What is measured is printed: how fast a page is depends
            // on the machine.
            assertThat(told).allMatch(page -> page.compareTo(Duration.ofMinutes(1)) < 0);
            Await.until("no connection held by the two that wait", () -> held() == 0);

            waiting.mailBy(simulator);
        }

        mailbox(people.get(2)).newest();
        mailbox(people.get(3)).newest();
        for (Person lost : people.subList(0, 2)) {
            Await.until(
                    "a line in the log",
                    () -> lines(lost.id(), "could not be mailed").size() == 1);
            assertThat(mailbox(lost).mails()).isEmpty();
        }
    }

    @Test
    void noMailHost_isSaidInTheLogOnce_andChangesNothing(Admin admin, Phone phone, Phone next) {
        RealmAdmin mute = admin.newSchoolRealm(school -> {
            withoutLimits(school);
            school.remove("smtpServer");
        });
        Person student = mute.newStudent();

        verify(mute, student, phone);
        mute.deletePhoneCredential(student);

        Await.until(
                "a line in the log",
                () -> !lines("'" + mute.name() + "'", "no mail server").isEmpty());
        mute.mailBy(simulator);
        verify(mute, student, next);
        mailbox(student).newest();
        assertThat(lines("'" + mute.name() + "'", "no mail server")).hasSize(1);
    }

    @Test
    void hostThatCannotBeReached_isOneLineWithoutTheAddress(Admin admin, Phone phone) {
        ObjectNode settings;
        try (MailHost gone = MailHost.silent()) {
            settings = gone.settings();
        }
        RealmAdmin failing = admin.newSchoolRealm(school -> {
            withoutLimits(school);
            school.set("smtpServer", settings);
        });
        Person student = failing.newStudent();

        verify(failing, student, phone);

        Await.until(
                "a line in the log",
                () -> !lines(student.id(), "could not be mailed").isEmpty());
        assertThat(lines(student.id(), "could not be mailed"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(" WARN ").doesNotContain(student.email()));
    }

    @Test
    void html_readsInThePersonsLanguageAndDirection(Admin admin) throws Exception {
        try (MailHost host = MailHost.keeping()) {
            RealmAdmin kept = admin.newSchoolRealm(school -> {
                withoutLimits(school);
                school.set("smtpServer", host.settings());
            });
            Phone english = new Phone(simulator);
            Phone arabic = new Phone(simulator);
            verify(kept, kept.newStudent(), english);
            Await.until("a mail", () -> host.mails().size() == 1);
            Person amal = kept.newPerson(user -> {
                user.putArray("groups").add("/students");
                user.putObject("attributes").putArray("locale").add("ar");
            });
            verify(kept, amal, arabic);
            Await.until("two mails", () -> host.mails().size() == 2);

            kept.post(
                    "localization/en",
                    Map.of("phonelatchNoticeHelp", "Ask <a href=\"https://school.example/help\">the office</a> & us."));
            verify(kept, kept.newStudent(), new Phone(simulator));
            Await.until("three mails", () -> host.mails().size() == 3);

            assertThat(assertHtml(host.mails().get(0), "en", "ltr", masked(english)))
                    .hasSize(2);
            assertThat(assertHtml(host.mails().get(1), "ar", "rtl", masked(arabic)))
                    .hasSize(2);
            assertThat(host.mails().get(1).getSubject()).matches(".*\\p{IsArabic}.*");
            Elements helped =
                    Jsoup.parse(part(host.mails().get(2), "text/html")).select("div[lang] p");
            assertThat(helped).hasSize(3);
            assertThat(helped.last().text()).isEqualTo("Ask the office & us.");
            assertThat(helped.last().select("a").attr("href")).isEqualTo("https://school.example/help");
            assertThat(part(host.mails().get(2), "text/plain").lines()).endsWith("", "Ask the office & us.");
        }
    }

    private static Elements assertHtml(MimeMessage mail, String language, String direction, String masked)
            throws Exception {
        Document html = Jsoup.parse(part(mail, "text/html"));
        Element notice = html.selectFirst("div[lang]");
        assertThat(notice).as(html.toString()).isNotNull();
        assertThat(notice.attr("lang")).isEqualTo(language);
        assertThat(notice.attr("dir")).isEqualTo(direction);
        assertThat(html.selectFirst("html").attr("dir"))
                .as("Keycloak's own layout")
                .isEqualTo(direction);
        assertThat(notice.select("bdi[dir=ltr]").eachText()).containsExactly(masked);
        assertThat(notice.text()).doesNotContain("phonelatch", "{", "&", "<");
        return notice.select("p");
    }

    private static String part(MimeMessage mail, String type) throws Exception {
        Multipart parts = (Multipart) mail.getContent();
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType(type)) {
                return (String) part.getContent();
            }
        }
        throw new AssertionError("no " + type + " in the mail");
    }

    private Duration timed(RealmAdmin where, Person person) {
        Phone phone = new Phone(simulator);
        Page code = where.studentPortal().open(person).number(phone.number());
        String typed = phone.code();
        long began = System.nanoTime();
        Page done = code.code(typed);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(done.isCallback()).as(done.toString()).isTrue();
        return took;
    }

    private static void verify(RealmAdmin where, Person person, Phone phone) {
        verify(where, new HttpBrowser(), person, phone);
    }

    private static void verify(RealmAdmin where, HttpBrowser browser, Person person, Phone phone) {
        Page page = where.studentPortal().open(browser).password(person);
        if (page.has("#phonelatch-known")) {
            page = page.form("phonelatch-number-form").press("change");
        }
        Page done = page.number(phone.number()).code(phone.code());
        assertThat(done.isCallback()).as(done.toString()).isTrue();
    }

    private static void change(RealmAdmin where, HttpBrowser browser, Phone next) {
        Page done = where.studentPortal()
                .open(browser, CHANGE)
                .number(next.number())
                .code(next.code());
        assertThat(done.callback("kc_action_status")).isEqualTo("success");
    }

    private Mailbox mailbox(Person person) {
        return Mailbox.of(person, simulator);
    }

    private List<String> subjects(Person person) {
        return mailbox(person).mails().stream().map(SentMail::subject).toList();
    }

    private static String masked(Phone phone) {
        String number = phone.number();
        return number.substring(0, 3) + " " + "•".repeat(number.length() - 5) + number.substring(number.length() - 2);
    }

    private static void assertMasked(SentMail mail, Phone... phones) {
        for (Phone phone : phones) {
            assertThat((mail.subject() + mail.text()).replaceAll("[\\s()+.-]", ""))
                    .doesNotContain(phone.number().substring(3, 9))
                    .doesNotContain(phone.number().substring(7));
        }
    }

    private List<String> lines(String... parts) {
        return server.log()
                .lines()
                .filter(line -> Set.of(parts).stream().allMatch(line::contains))
                .toList();
    }

    private int held() {
        String metrics = Http.send(Http.request(server.managementUri().resolve("/metrics")))
                .body();
        Matcher value = HELD.matcher(metrics);
        assertThat(value.find()).isTrue();
        return (int) Double.parseDouble(value.group(1));
    }

    private static void withoutLimits(ObjectNode school) {
        ObjectNode settings = Admin.phoneSettings(school);
        for (String limit : List.of(
                "cooldown",
                "sends-per-hour",
                "sends-per-day",
                "sends-per-prefix-per-hour",
                "sends-per-address-per-hour")) {
            settings.put(limit, "0");
        }
    }
}
