package io.github.phonelatch.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.PhoneChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

class NoticesTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final NoticeFixture scene = new NoticeFixture();
    private final Notices notices = new Notices();

    @AfterEach
    void close() {
        notices.close();
    }

    @Test
    void change_isMailedAfterItWasCommitted() {
        notices.onEvent(scene.change(PhoneChange.Kind.VERIFIED));
        assertThat(scene.afterCompletion).hasSize(1);
        assertThat(scene.sessions).hasValue(0);

        complete(KeycloakTransaction::commit);

        // That no session can be made is the thread's own trouble.
        assertThat(scene.sessions).hasValue(1);
    }

    @Test
    void change_thatIsRolledBack_isNotMailed() {
        notices.onEvent(scene.change(PhoneChange.Kind.VERIFIED));

        complete(KeycloakTransaction::rollback);

        assertThat(scene.sessions).hasValue(0);
    }

    @Test
    void realmThatTellsNobody_hasNothingToDo() {
        scene.realm.setting("notify-by-email", "false");

        notices.onEvent(scene.change(PhoneChange.Kind.VERIFIED));

        assertThat(scene.afterCompletion).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void personWithoutAnAddress_isNotTold(String address) {
        FakeUser user = new FakeUser("somebody");
        if (address != null) {
            user.attribute("email", address);
        }

        notices.onEvent(scene.change(user, PhoneChange.Kind.VERIFIED));

        assertThat(scene.afterCompletion).isEmpty();
    }

    @Test
    void directoryThatDoesNotSayTheAddress_failsNothing() {
        UserModel broken = Fake.of(UserModel.class)
                .returning("getId", "sofia")
                .on("getEmail", arguments -> {
                    throw new IllegalStateException("the directory is down");
                })
                .make();

        notices.onEvent(new PhoneChange(
                scene.session(),
                scene.realm.model(),
                broken,
                PhoneChange.Kind.VERIFIED,
                Optional.empty(),
                Optional.empty()));

        assertThat(scene.afterCompletion).isEmpty();
    }

    @Test
    void oneTooMany_isDropped_withALineThatNamesNeitherAddressNorNumber() throws Exception {
        NoticeThreads full = new NoticeThreads(1, 1);
        Notices busy = new Notices(full);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch silent = new CountDownLatch(1);
        full.run(() -> {
            begun.countDown();
            try {
                silent.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        full.run(() -> {});
        busy.onEvent(scene.change(PhoneChange.Kind.REPLACED));

        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new LineHandler(lines);
        Logger log = Logger.getLogger(Notices.class.getName());
        log.addHandler(handler);
        try {
            complete(KeycloakTransaction::commit);
        } finally {
            log.removeHandler(handler);
            silent.countDown();
            busy.close();
        }

        assertThat(scene.sessions).hasValue(0);
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("Realm school, user sofia", "REPLACED", "dropped")
                        .doesNotContain(NoticeFixture.ADDRESS, "56"));
    }

    @Test
    void otherEvents_areNoNews() {
        notices.onEvent(new ProviderEvent() {});

        assertThat(scene.afterCompletion).isEmpty();
    }

    /** Whoever took over the account has a minute to change the address, or the language, before a slow server is through. */
    @Test
    void address_andLanguage_areThoseOfTheTime() {
        Notice notice = Notice.of(scene.change(PhoneChange.Kind.REPLACED), NOON).orElseThrow();

        scene.student.attribute("email", "thief@example.org").attribute("locale", "th");

        UserModel recipient =
                notice.recipient(scene.session(), Fake.of(RealmModel.class).make());
        assertThat(recipient.getEmail()).isEqualTo(NoticeFixture.ADDRESS);
        assertThat(recipient.getFirstAttribute("locale")).isEqualTo("ar");
    }

    @Test
    void notice_printsNothingOfThePerson_andHoldsNoWholeNumber() {
        Notice notice = Notice.of(scene.change(PhoneChange.Kind.REPLACED), NOON).orElseThrow();

        assertThat(notice.toString()).doesNotContain(NoticeFixture.ADDRESS, "56");
        assertThat(notice.number()).isEqualTo("+44 ••••••••56");
        assertThat(notice.before()).isEmpty();
    }

    private void complete(Consumer<KeycloakTransaction> how) {
        scene.afterCompletion.forEach(transaction -> {
            transaction.begin();
            how.accept(transaction);
        });
        notices.close();
    }

    private static final class LineHandler extends Handler {
        private final List<String> lines;

        private LineHandler(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            Object[] parameters = line.getParameters();
            String message = line.getMessage();
            lines.add(parameters == null || parameters.length == 0 ? message : String.format(message, parameters));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
