package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.SharedServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example portal: what students and teachers see of the school's API, and what it tells them where it refuses. */
@ExtendWith({SharedServer.class, InChromium.class})
class PortalBrowserIT {
    private static Browser browser;
    private static RealmAdmin realm;
    private static Sites sites;

    @BeforeAll
    static void start(Browser chromium, Admin admin) throws IOException {
        browser = chromium;
        realm = admin.newSchoolRealm();
        sites = Sites.of(realm);
    }

    @AfterAll
    static void stop() {
        if (sites != null) {
            sites.close();
        }
    }

    @Test
    void student_seesTheTimetable_andAReloadKeepsThemSignedIn(Phone phone) {
        Page page = signedIn(sites.students(), realm.newVerifiedStudent(phone));
        assertThat(page.locator("#work")).containsText("Mathematics");
        assertThat(page.locator("#phone")).containsText(phone.number());
        Pictures.keep(page, "portal", 640);
        Pictures.take(page, "portal-students");
        Pictures.takeMirrored(page, "portal-students");

        page.reload();
        assertThat(page.locator("#work")).containsText("Mathematics");
        assertThat(page.url()).isEqualTo(sites.students());
    }

    @Test
    void teacher_seesTheClasses(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = start(sites.teachers(), teacher);
        page.fill("#code", phone.code());
        page.click("button[value=verify]");
        assertThat(page.locator("#work")).containsText("24 pupils");
        Pictures.take(page, "portal-teachers");
    }

    @Test
    void registrantAtTheTeachersPortal_hasAnAccount_andIsNoTeacherYet(Phone phone) {
        Page page = browser.newPage();
        page.navigate(sites.teachers());
        page.click("#register");
        Registrant noor = Registrant.next();
        page.fill("#firstName", noor.name());
        page.fill("#email", noor.email());
        page.fill("#password", noor.password());
        page.fill("#password-confirm", noor.password());
        page.fill("#phone_number", phone.number());
        page.click("#kc-submit");
        page.click("button[value=send]");
        page.fill("#code", phone.code());
        page.click("button[value=verify]");

        assertThat(page.locator("#work")).containsText("This page is for teachers");
        assertThat(page.locator("#phone")).containsText(phone.number());
        assertThat(page.locator("#who")).hasText(noor.name());
        Pictures.take(page, "portal-applicant");
    }

    @Test
    void studentAtTheTeachersPortal_isSignedInAtOnceAndToldWhyThereIsNothing(Phone phone) {
        Page page = signedIn(sites.students(), realm.newVerifiedStudent(phone));
        page.navigate(sites.teachers());
        page.click("#sign-in");
        assertThat(page.locator("#work")).containsText("This page is for teachers");
        assertThat(answer(page, "/api/teachers/classes")).containsText("403 role-missing");
        assertThat(answer(page, "/api/me")).containsText("200");
        Pictures.take(page, "portal-wrong-door");
    }

    @Test
    void whoNeedsNoPhone_seesTheTimetable_andIsToldSo() {
        Person student = realm.newStudent();
        realm.addRealmRole(student, "phone-exempt");
        Page page = signedIn(sites.students(), student);
        assertThat(page.locator("#work")).containsText("Mathematics");
        assertThat(page.locator("#phone-state")).hasText("The school needs no phone from you");
        assertThat(page.locator("#phone-number")).hasText("No phone number");

        // They may have one all the same.
        page.click("#change-phone");
        assertThat(page.locator("#phonelatch-number-form")).isVisible();
    }

    @Test
    void phoneWithdrawnWhileSignedIn_theNextTokenIsRefusedAndThePersonToldToSignIn(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        Page page = signedIn(sites.students(), student);
        page.clock().install();
        realm.deletePhoneCredential(student);

        // As if the token had grown old: the page renews it before it asks.
        page.clock().fastForward("10:00");
        page.click("#ask-again");
        assertThat(page.locator("#work")).containsText("Please sign in again");

        // What the page knew of the sign-in is gone: Keycloak asks before it ends it.
        page.click("#sign-out");
        page.click("#kc-logout");
        assertThat(page.locator("a.door.students")).isVisible();
        page.navigate(sites.students());
        page.click("#sign-in");
        assertThat(page.locator("#password")).isVisible();
    }

    @Test
    void signingOut_endsAtTheStartPage_andLeavesNoTokenInAnyAddress(Phone phone) {
        Page page = signedIn(sites.students(), realm.newVerifiedStudent(phone));
        StringBuilder addresses = new StringBuilder();
        page.onRequest(request -> addresses.append(request.url()).append('\n'));
        page.click("#sign-out");
        assertThat(page.locator("a.door.students")).isVisible();
        assertThat(addresses.toString()).contains("/logout").doesNotContain("eyJ");
        assertThat(page.evaluate("JSON.stringify([localStorage, sessionStorage])")
                        .toString())
                .doesNotContain("eyJ");
        Pictures.take(page, "portal-doors");

        page.click("a.door.students");
        assertThat(page.locator("#sign-in")).isVisible();
    }

    private static Page signedIn(String address, Person who) {
        Page page = start(address, who);
        assertThat(page.locator("#work")).not().containsText("Asking");
        return page;
    }

    private static Page start(String address, Person who) {
        Page page = browser.newPage();
        page.navigate(address);
        page.click("#sign-in");
        page.fill("#username", who.email());
        page.fill("#password", who.password());
        page.click("#kc-login");
        return page;
    }

    private static Locator answer(Page page, String path) {
        return page.locator("#answers [data-path='" + path + "']");
    }
}
