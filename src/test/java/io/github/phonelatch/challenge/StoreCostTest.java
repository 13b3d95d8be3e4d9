package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.ShapeTable;
import io.github.phonelatch.support.FakeStore;
import org.junit.jupiter.api.Test;

/** What a click costs in calls of the store, each of which may cross the network. */
class StoreCostTest {
    private final ChallengeFixture scene = new ChallengeFixture(FakeStore.Kind.INFINISPAN).withWideLimits();

    private void costs(String what, int writes, int calls, Runnable click) {
        scene.store.countFromHere();
        click.run();
        System.out.printf(
                "store calls of %s: %d, of them writes: %d%n", what, scene.store.calls(), scene.store.writes());
        assertThat(scene.store.writes()).as(what + ", writes").isLessThanOrEqualTo(writes);
        assertThat(scene.store.calls()).as(what + ", calls").isLessThanOrEqualTo(calls);
    }

    @Test
    void clicks_costAsManyStoreCallsAsTheirKindNeeds() {
        // Two of the writes take and end the intent, by which one request of a message acquires the limits and no
        // other beside it. The first send of a day leases some of the realm's budget, which serves two hundred. A
        // send may need a few calls more where the slot of a prefix or an address that it tries first is taken.
        costs(
                "the first send of all",
                15,
                30,
                () -> scene.issued(request("bob", OTHER_MOBILE, "tab", Requester.OWNER)));
        costs("a send", 14, ShapeTable.is("store calls of a send, at most"), () -> scene.issued(alice()));
        costs("joining a live message", 1, 3, () -> scene.issued(request("alice", MOBILE, "tab-2", Requester.OWNER)));
        Challenge challenge = scene.issued(alice());
        costs("showing the page again", 0, 3, () -> scene.current(challenge, alice()));
        costs(
                "a wrong code",
                4,
                ShapeTable.is("store calls of a wrong code, at most"),
                () -> scene.denied(challenge, alice(), WRONG));
        costs(
                "a right code",
                14,
                ShapeTable.is("store calls of a right code, at most"),
                () -> scene.verifies(challenge, alice()));
    }

    @Test
    void lastSendOfTheHour_costsNoMoreThanItsCountersHavePlaces() {
        for (int i = 0; i < 4; i++) {
            scene.issued(alice());
            scene.pass(WINDOW);
        }

        // Eight of the calls only look, so that a person that may have no message takes nothing of a limit that
        // others need: six at the counters, whose last slot is mostly free while any is, and two at what the last
        // holder of the intent left.
        costs("the fifth send of the hour", 14, 46, () -> scene.issued(alice()));
    }

    @Test
    void rightCodeAfterNothing_costsLittle() {
        Challenge challenge = scene.issued(alice());

        costs("a right code at once", 13, 17, () -> scene.verifies(challenge, alice()));
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }
}
