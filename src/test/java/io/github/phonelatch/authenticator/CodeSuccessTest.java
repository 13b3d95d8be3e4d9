package io.github.phonelatch.authenticator;

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
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeTab;
import io.github.phonelatch.support.FakeStore;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** A code lets in the user it was verified for, and nobody else. */
class CodeSuccessTest {
    private final ChallengeFixture realm = new ChallengeFixture(FakeStore.Kind.INFINISPAN);
    private final List<String> succeeded = new ArrayList<>();
    private final FakeTab tab = new FakeTab(new FakeRealm("school"), "browser", null);

    @Test
    void codeOfTheFlowsUser_succeeds_asKeycloaksOwnKindOfCode() {
        CodeSuccess.with(flowOf("alice"), verified("alice", Requester.OWNER));

        assertThat(succeeded).containsExactly(OTPCredentialModel.TYPE);
        assertThat(tab.model().getAuthNote("phonelatch.own-codes"))
                .as("codes that are no other factor")
                .isEqualTo("1");
    }

    @Test
    void codeOfAnotherUser_doesNotSucceed() {
        VerifiedCode code = verified("bob", Requester.OWNER);

        assertThatThrownBy(() -> CodeSuccess.with(flowOf("alice"), code)).isInstanceOf(IllegalStateException.class);

        assertThat(succeeded).isEmpty();
    }

    /** The visible half of an anonymous request ends with a value too, which says nothing of any account. */
    @Test
    void codeOfTypedText_letsNobodyIn() {
        VerifiedCode code = verified("+447400123456/", Requester.ANONYMOUS_INPUT);

        assertThatThrownBy(() -> CodeSuccess.with(flowOf("alice"), code)).isInstanceOf(IllegalStateException.class);

        assertThat(succeeded).isEmpty();
    }

    @Test
    void flowWithoutAUser_doesNotSucceed() {
        VerifiedCode code = verified("alice", Requester.OWNER);

        assertThatThrownBy(() -> CodeSuccess.with(flowOf(null), code)).isInstanceOf(IllegalStateException.class);

        assertThat(succeeded).isEmpty();
    }

    @Test
    void value_canBeMadeByTheCoreOnly() {
        assertThat(Arrays.stream(VerifiedCode.class.getDeclaredConstructors()).map(Constructor::getModifiers))
                .noneMatch(modifiers -> Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    }

    private VerifiedCode verified(String userId, Requester requester) {
        CodeRequest request = ChallengeFixture.request(userId, ChallengeFixture.MOBILE, "tab-1", requester);
        Challenges challenges = realm.core();
        RequestResult.Issued issued = (RequestResult.Issued) challenges.request(request, Optional.empty());
        return ((VerifyOutcome.Verified) challenges.verify(issued.challenge().id(), request, ChallengeFixture.CODE))
                .code();
    }

    private AuthenticationFlowContext flowOf(String userId) {
        UserModel user = userId == null
                ? null
                : Fake.of(UserModel.class).returning("getId", userId).make();
        return Fake.of(AuthenticationFlowContext.class)
                .returning("getAuthenticationSession", tab.model())
                .returning("getUser", user)
                .on("success", arguments -> succeeded.add((String) arguments[0]))
                .make();
    }
}
