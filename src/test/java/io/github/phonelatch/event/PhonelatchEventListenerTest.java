package io.github.phonelatch.event;

import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.PhoneChange;
import io.github.phonelatch.phone.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;

class PhonelatchEventListenerTest {
    private static final String NUMBER = "+447400123456";

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("student")
            .attribute("phoneNumber", NUMBER)
            .attribute("phoneNumberVerified", "true")
            .attribute("phoneNumberVerifiedAt", "2026-11-20T12:00:00Z");
    private final List<PhoneChange> changes = new ArrayList<>();
    private UnaryOperator<UserModel> lookup = UnaryOperator.identity();

    @Test
    void credentialRemovedByItsOwner_withdrawsTheAttributes() {
        listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone"));

        assertWithdrawn();
    }

    @Test
    void credentialRemovedByAnAdmin_withdrawsTheAttributes() {
        listener().onEvent(adminEvent("users/student/credentials/1", "phonelatch-phone"), false);

        assertWithdrawn();
    }

    @Test
    void credentialThatWasRemoved_isToldOf_withItsNumberAsFarAsTheAttributesSayIt() {
        listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone"));
        listener().onEvent(adminEvent("users/student/credentials/1", "phonelatch-phone"), false);

        assertThat(changes)
                .extracting(PhoneChange::kind, PhoneChange::number)
                .containsExactly(
                        tuple(PhoneChange.Kind.REMOVED, PhoneNumber.ofE164(NUMBER)),
                        tuple(PhoneChange.Kind.REMOVED, PhoneNumber.ofE164(NUMBER)));
    }

    @Test
    void numberThatWentToAnotherAccount_isToldOfAsThat() {
        Event event = event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone");
        event.setDetails(Map.of("credential_type", "phonelatch-phone", "reason", "number-owner"));

        listener().onEvent(event);

        assertThat(changes).extracting(PhoneChange::kind).containsExactly(PhoneChange.Kind.WITHDRAWN);
    }

    @Test
    void anotherVerificationThatStillCounts_keepsTheAttributes() {
        user.credential(credential(NUMBER));

        listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone"));

        assertUntouched();
    }

    @Test
    void otherEvents_touchNothing() {
        listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "otp"));
        listener().onEvent(event(EventType.REMOVE_CREDENTIAL_ERROR, "phonelatch-phone"));
        listener().onEvent(event(EventType.UPDATE_CREDENTIAL, "phonelatch-phone"));
        Event withoutDetails = event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone");
        withoutDetails.setDetails(null);
        listener().onEvent(withoutDetails);
        listener().onEvent(adminEvent("users/student/credentials/1", "otp"), false);
        AdminEvent failed = adminEvent("users/student/credentials/1", "phonelatch-phone");
        failed.setError("no");
        listener().onEvent(failed, false);

        assertUntouched();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"users", "users/", "roles/student/x", "users/stranger/credentials/1"})
    void adminEventThatNamesNoUserOfTheRealm_touchesNothing(String path) {
        listener().onEvent(adminEvent(path, "phonelatch-phone"), false);

        assertUntouched();
    }

    @Test
    void passwordChangedByItsOwner_forgetsTheDevices() {
        user.credential(device());

        listener().onEvent(event(EventType.UPDATE_CREDENTIAL, "password"));

        assertThat(user.credentials()).isEmpty();
        assertUntouched();
    }

    @Test
    void passwordResetByAnAdmin_forgetsTheDevices() {
        user.credential(device());

        listener().onEvent(reset("users/student/reset-password"), false);

        assertThat(user.credentials()).isEmpty();
        assertUntouched();
    }

    @Test
    void credentialRemoved_forgetsTheDevices() {
        user.credential(device());

        listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone"));

        assertThat(user.credentials()).isEmpty();
    }

    @Test
    void otherEvents_keepTheDevices() {
        user.credential(credential(NUMBER)).credential(device());

        listener().onEvent(event(EventType.UPDATE_CREDENTIAL, "otp"));
        listener().onEvent(event(EventType.UPDATE_CREDENTIAL_ERROR, "password"));
        listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "phonelatch-device"));
        Event nobodys = event(EventType.UPDATE_CREDENTIAL, "password");
        nobodys.setUserId(null);
        listener().onEvent(nobodys);
        listener().onEvent(reset("users/stranger/reset-password"), false);
        listener().onEvent(reset("users/student/execute-actions-email"), false);
        listener().onEvent(reset(null), false);
        AdminEvent failed = reset("users/student/reset-password");
        failed.setError("no");
        listener().onEvent(failed, false);

        assertThat(user.credentials()).hasSize(2);
    }

    /** Where the realm lets admins or users write it, a form may bring another number, or none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "+447400123457", "07400 123456"})
    void profileThatWasWritten_doesNotDecideByWhichNumberAPersonIsFound(String written) {
        user.credential(credential(NUMBER));
        for (Runnable write : List.<Runnable>of(
                () -> listener().onEvent(event(EventType.UPDATE_PROFILE, "none")),
                () -> listener().onEvent(written(OperationType.UPDATE, "users/student"), false),
                () -> listener().onEvent(written(OperationType.CREATE, "users/student"), false))) {
            user.attribute("phonelatchNumber", written);

            write.run();

            assertThat(user.attributes()).containsEntry("phonelatchNumber", List.of(NUMBER));
        }
        assertUntouched();
    }

    @Test
    void attributeWithoutACredential_isTakenBackWhenAProfileIsWritten() {
        user.attribute("phonelatchNumber", NUMBER);

        listener().onEvent(written(OperationType.UPDATE, "users/student"), false);

        assertThat(user.attributes()).doesNotContainKey("phonelatchNumber");
    }

    @Test
    void eventsOfOtherThings_writeNothing() {
        user.credential(credential(NUMBER));

        listener().onEvent(event(EventType.UPDATE_PROFILE_ERROR, "none"));
        listener().onEvent(written(OperationType.DELETE, "users/student"), false);
        listener().onEvent(written(OperationType.UPDATE, "users/stranger"), false);
        AdminEvent ofAGroup = written(OperationType.UPDATE, "users/student");
        ofAGroup.setResourceType(ResourceType.GROUP);
        listener().onEvent(ofAGroup, false);
        AdminEvent failed = written(OperationType.UPDATE, "users/student");
        failed.setError("no");
        listener().onEvent(failed, false);

        assertThat(user.attributes()).doesNotContainKey("phonelatchNumber");
    }

    @Test
    void credentialThatWasRemoved_isNoLongerFound() {
        user.attribute("phonelatchNumber", NUMBER);

        listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone"));

        assertThat(user.attributes()).doesNotContainKey("phonelatchNumber");
    }

    @Test
    void failure_doesNotReachTheRequest() {
        lookup = found -> {
            throw new IllegalStateException("told to fail");
        };

        assertThatNoException()
                .isThrownBy(() -> listener().onEvent(event(EventType.REMOVE_CREDENTIAL, "phonelatch-phone")));
    }

    @Test
    void listener_isGlobal() {
        assertThat(new PhonelatchEventListenerFactory().isGlobal()).isTrue();
    }

    private void assertWithdrawn() {
        assertThat(user.attributes())
                .containsEntry("phoneNumberVerified", List.of("false"))
                .doesNotContainKey("phoneNumberVerifiedAt");
    }

    private void assertUntouched() {
        assertThat(user.attributes())
                .containsEntry("phoneNumberVerified", List.of("true"))
                .containsKey("phoneNumberVerifiedAt");
        assertThat(changes).isEmpty();
    }

    private PhonelatchEventListener listener() {
        RealmProvider realms = Fake.of(RealmProvider.class)
                .on("getRealm", arguments -> "school".equals(arguments[0]) ? realm.model() : null)
                .make();
        UserProvider users = Fake.of(UserProvider.class)
                .on("getUserById", arguments -> lookup.apply("student".equals(arguments[1]) ? user.model() : null))
                .make();
        return new PhonelatchEventListener(Fake.session()
                .returning("realms", realms)
                .returning(
                        "getContext",
                        Fake.of(KeycloakContext.class)
                                .returning("getAuthenticationSession", null)
                                .make())
                .returning("users", users)
                .returning(
                        "getKeycloakSessionFactory",
                        Fake.of(KeycloakSessionFactory.class)
                                .on("publish", arguments -> changes.add((PhoneChange) arguments[0]))
                                .make())
                .make());
    }

    private static Event event(EventType type, String credentialType) {
        Event event = new Event();
        event.setType(type);
        event.setRealmId("school");
        event.setUserId("student");
        event.setDetails(Map.of("credential_type", credentialType));
        return event;
    }

    private static CredentialModel device() {
        CredentialModel device = new CredentialModel();
        device.setType("phonelatch-device");
        return device;
    }

    private static AdminEvent reset(String path) {
        AdminEvent event = adminEvent(path, "password");
        event.setDetails(null);
        return event;
    }

    private static AdminEvent written(OperationType operation, String path) {
        AdminEvent event = adminEvent(path, "none");
        event.setOperationType(operation);
        event.setResourceType(ResourceType.USER);
        return event;
    }

    private static AdminEvent adminEvent(String path, String credentialType) {
        AdminEvent event = new AdminEvent();
        event.setOperationType(OperationType.ACTION);
        event.setRealmId("school");
        event.setResourcePath(path);
        event.setDetails(Map.of("credential_type", credentialType));
        return event;
    }
}
