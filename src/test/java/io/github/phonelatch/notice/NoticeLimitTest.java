package io.github.phonelatch.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.PhoneChange.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoticeLimitTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final NoticeFixture scene = new NoticeFixture();

    @Test
    void oneOfAKind_isTold_onWhicheverNode() {
        assertThat(take(scene.student, Kind.REPLACED)).isTrue();
        assertThat(take(scene.student, Kind.REPLACED)).as("another session").isFalse();
        assertThat(scene.stored).hasSize(1).containsValue(60L);
    }

    @Test
    void otherKinds_andOtherPeople_areToldAllTheSame() {
        FakeUser brother = new FakeUser("brother").attribute("email", NoticeFixture.ADDRESS);
        for (Kind kind : Kind.values()) {
            assertThat(take(scene.student, kind)).as("%s", kind).isTrue();
            assertThat(take(brother, kind)).as("%s of a brother", kind).isTrue();
        }
    }

    @Test
    void key_namesNobody() {
        take(scene.student, Kind.REMOVED);

        assertThat(scene.stored.keySet()).noneMatch(key -> key.contains("sofia") || key.contains("4567"));
    }

    private boolean take(FakeUser user, Kind kind) {
        Notice notice = Notice.of(scene.change(user, kind), NOON).orElseThrow();
        return NoticeLimit.take(scene.session(), scene.realm.model(), notice);
    }
}
