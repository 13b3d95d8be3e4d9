package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The provider is slow, answers badly, or refuses us; or nobody has set us up. No more than four calls here may look like an
 * outage: the fifth within ten seconds would stop the calls of the server that all share.
 */
@ExtendWith(SharedServer.class)
class OutageIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @AfterEach
    void repair(Simulator simulator) {
        simulator.control().clearScripts();
    }

    @Test
    void providerDownWhileChecking_isTold_andTheCodeStillWorks(Simulator simulator, Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());
        simulator.control().scriptVerify(Fault.html(503), 1);

        page = page.code(phone.code());

        assertThat(page.isCodePage()).isTrue();
        assertThat(page.text()).contains("Codes cannot be sent or checked right now");
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void slowProvider_pageSaysOnItsWay_andTheOneMessageIsUsedWhenItIsThere(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.delay(Duration.ofSeconds(5)), 1);
        Person student = realm.newStudent();

        Page early = realm.studentPortal().open(student).number(phone.number());
        assertThat(early.element("#phonelatch-code-form").attr("data-state")).isEqualTo("sending");
        assertThat(early.text()).contains("on its way");
        AtomicReference<Page> page = new AtomicReference<>(early.code("123456"));
        assertThat(page.get().text()).contains("The message is on its way.");
        Await.until(
                "the page knows that the message was sent",
                () -> page.updateAndGet(Page::reload)
                        .element("#phonelatch-code-form")
                        .attr("data-state")
                        .equals("sent"));

        assertThat(page.get().text()).contains("We sent a text message");
        page.set(page.get().code(phone.wrongCode()));
        assertThat(page.get().text()).contains("4 attempts left");
        assertThat(page.get().code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(realm.events(student, "CUSTOM_REQUIRED_ACTION"))
                .extracting(event -> event.at("/details/phonelatch_outcome").asText())
                .containsOnlyOnce("code_sent");
    }

    /** The message may have arrived, but nobody knows its id: its code cannot be checked. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendThatNobodyKnowsTheOutcomeOf_isNotSentAgain_andAnotherChannelWorks(
            boolean cut, Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), cut ? Fault.dropAfterAccept() : Fault.html(503), 1);

        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        assertThat(page.isCodePage()).isTrue();
        assertThat(page.element("#phonelatch-code-form").attr("data-state")).isEqualTo("unknown");
        assertThat(page.text()).contains("If a code arrives, it cannot be used");
        page = page.press("resend");
        assertThat(phone.sendCalls()).isEqualTo(1);
        page = page.code("123456");
        assertThat(page.text()).contains("If a code arrived, it cannot be used");
        page = page.byChannel("voice");
        assertThat(phone.sendCalls()).isEqualTo(2);
        assertThat(page.text()).contains("We are calling");
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void providerRefusesOurKey_isToldAsNotSetUp(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(401, 2001, "authentication failed"), 1);

        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        assertThat(page.text()).contains("Phone verification is not set up here");
        assertThat(page.number(phone.number()).code(phone.code()).tokens().granted())
                .isTrue();
    }

    @Test
    void realmWithoutATemplate_isToldAsNotSetUp(Admin admin, KeycloakServer server, Phone phone) {
        RealmAdmin unfinished =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("templates", ""));

        Page page = unfinished.studentPortal().open(unfinished.newStudent()).number(phone.number());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.isNumberPage()).isTrue();
        assertThat(page.text()).contains("Phone verification is not set up here");
        assertThat(phone.sendCalls()).isZero();
        assertThat(new HttpBrowser()
                        .open(server.managementUri().resolve("/health/ready"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void templateNobodyHasApproved_isToldAsNotSetUp(Admin admin, Phone phone) {
        RealmAdmin hasty =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("templates", "pending-otp"));

        Page page = hasty.studentPortal().open(hasty.newStudent()).number(phone.number());

        assertThat(page.text()).contains("Phone verification is not set up here");
        assertThat(phone.messages()).isEmpty();
    }

    @Test
    void realmWithoutCountries_sendsNothing(Admin admin, Phone phone) {
        RealmAdmin closed = admin.newSchoolRealm(school ->
                Admin.phoneSettings(school).put("allowed-countries", "").put("default-country", ""));

        Page page = closed.studentPortal().open(closed.newStudent()).number(phone.number());

        assertThat(page.isNumberPage()).isTrue();
        assertThat(page.text()).contains("Numbers from United Kingdom cannot be used here");
        assertThat(phone.sendCalls()).isZero();
    }
}
