package io.github.phonelatch.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.challenge.ChallengeFixture;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.support.FakeStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserModel;

/** The required action succeeds for the user whose code was consumed, and for nobody else. */
class ActionSuccessTest {
    private final ChallengeFixture realm = new ChallengeFixture(FakeStore.Kind.INFINISPAN);
    private final AtomicInteger succeeded = new AtomicInteger();

    @Test
    void codeOfTheActionsUser_succeedsOnce() {
        ActionSuccess.with(actionOf("alice"), verified("alice"));

        assertThat(succeeded).hasValue(1);
    }

    @Test
    void codeOfAnotherUser_doesNotSucceed() {
        VerifiedCode code = verified("bob");

        assertThatThrownBy(() -> ActionSuccess.with(actionOf("alice"), code)).isInstanceOf(IllegalStateException.class);

        assertThat(succeeded).hasValue(0);
    }

    private VerifiedCode verified(String userId) {
        CodeRequest request = ChallengeFixture.request(userId, ChallengeFixture.MOBILE, "tab-1", Requester.ENROLLEE);
        Challenges challenges = realm.core();
        RequestResult.Issued issued = (RequestResult.Issued) challenges.request(request, Optional.empty());
        return ((VerifyOutcome.Verified) challenges.verify(issued.challenge().id(), request, ChallengeFixture.CODE))
                .code();
    }

    private RequiredActionContext actionOf(String userId) {
        return Fake.of(RequiredActionContext.class)
                .returning(
                        "getUser",
                        Fake.of(UserModel.class).returning("getId", userId).make())
                .on("success", arguments -> succeeded.incrementAndGet())
                .make();
    }
}
