package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.credential;
import static io.github.phonelatch.fakes.Verifications.number;
import static io.github.phonelatch.fakes.Verifications.verification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Rules;
import io.github.phonelatch.phone.Holders.Holder;
import io.github.phonelatch.phone.PublishResult.Change;
import io.github.phonelatch.phone.PublishResult.NotInDirectory;
import io.github.phonelatch.phone.PublishResult.NumberTaken;
import io.github.phonelatch.phone.PublishResult.Outdated;
import io.github.phonelatch.phone.PublishResult.Published;
import io.github.phonelatch.phone.PublishResult.StoreFailed;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.models.KeyManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.DatastoreProvider;
import org.keycloak.storage.datastore.DefaultDatastoreProvider;
import org.keycloak.tracing.NoopTracingProvider;
import org.keycloak.tracing.TracingProvider;

class PublicationTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";

    private final FakeRealm realm = new FakeRealm("school");
    private final MovableClock clock = new MovableClock();
    private final FakeStore store = new FakeStore(FakeStore.Kind.INFINISPAN, clock);
    private final Map<String, FakeUser> users = new LinkedHashMap<>();
    private final List<KeycloakTransaction> afterCompletion = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<PhoneChange> changes = new ArrayList<>();
    private final FakeUser student = user("student");

    @Test
    void firstVerification_isWrittenAsCredentialAndAttributes() {
        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);

        assertThat(VerifiedPhone.find(student.model(), Rules.STRICT, NOON).map(Verification::number))
                .contains(number(NUMBER));
        assertThat(student.attributes())
                .containsEntry("phoneNumber", List.of(NUMBER))
                .containsEntry("phoneNumberVerified", List.of("true"))
                .containsEntry("phoneNumberVerifiedAt", List.of("2026-11-20T12:00:00Z"))
                .containsEntry("phonelatchNumber", List.of(NUMBER));
    }

    @Test
    void nextVerification_replacesTheCredential() {
        publish(student, OTHER, Rules.STRICT);
        complete();
        String id = student.credentials().get(0).getId();

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);

        assertThat(student.credentials()).extracting(CredentialModel::getId).containsExactly(id);
        assertThat(student.attributes()).containsEntry("phonelatchNumber", List.of(NUMBER));
        assertThat(VerifiedPhone.find(student.model(), Rules.STRICT, NOON).map(Verification::number))
                .contains(number(NUMBER));
    }

    @Test
    void everyChange_isTold_andNothingElse() {
        publish(student, OTHER, Rules.STRICT);
        complete();
        publish(student, OTHER, Rules.STRICT);
        complete();
        publish(student, NUMBER, Rules.STRICT);
        assertThat(publish(user("another"), NUMBER, Rules.STRICT)).isEqualTo(new NumberTaken());
        publish(new FakeUser("forgotten").keepingNoCredentials(), "+447400123458", Rules.STRICT);

        assertThat(changes)
                .extracting(PhoneChange::kind, PhoneChange::number, PhoneChange::before)
                .containsExactly(
                        tuple(PhoneChange.Kind.VERIFIED, Optional.of(number(OTHER)), Optional.empty()),
                        tuple(PhoneChange.Kind.REPLACED, Optional.of(number(NUMBER)), Optional.of(number(OTHER))));
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.user()).isSameAs(student.model());
            assertThat(change.toString()).doesNotContain("4567", "student");
        });
    }

    /** Whatever stood beside it: the person goes on with the number that they had. */
    @Test
    void sameNumberAmongOthers_isNoChange() {
        student.credential(credential(OTHER)).credential(credential(NUMBER));

        publish(student, NUMBER, Rules.STRICT);

        assertThat(changes).isEmpty();
    }

    @Test
    void credentialsBesideTheFirst_areRemoved() {
        student.credential(credential(OTHER)).credential(credential("+447400123458"));

        publish(student, NUMBER, Rules.STRICT);

        assertThat(student.credentials()).hasSize(1);
    }

    @Test
    void sameNumberAgain_isStoredAgain() {
        publish(student, NUMBER, Rules.STRICT);
        complete();

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);
    }

    /** Sessions that know of a verification by its id go on when the same number is verified again. */
    @Test
    void sameNumberAgain_isTheSameVerification_andAnotherOneIsNot() {
        Published first = (Published) publish(student, NUMBER, Rules.STRICT);
        complete();
        Published again = (Published) publish(student, NUMBER, Rules.STRICT);
        complete();
        Published other = (Published) publish(student, OTHER, Rules.STRICT);

        assertThat(first.change()).isEqualTo(Change.FIRST);
        assertThat(again.change()).isEqualTo(Change.AGAIN);
        assertThat(again.verification().id()).isEqualTo(first.verification().id());
        assertThat(other.change()).isEqualTo(Change.REPLACED);
        assertThat(other.verification().id()).isNotEqualTo(first.verification().id());
    }

    /** A code takes seconds to be checked, in which the owner may have verified a number. */
    @Test
    void numberThatTheSignInKnowsNothingOf_isNotReplaced() {
        publish(student, OTHER, Rules.STRICT);
        complete();

        assertThat(publish(student, NUMBER, Rules.STRICT, Optional.empty())).isEqualTo(new Outdated());
        complete();

        assertThat(VerifiedPhone.held(student.model(), Rules.STRICT).map(Verification::number))
                .contains(number(OTHER));
    }

    @Test
    void numberMarkedByHand_isFirstVerifiedByACode() {
        Verification marked = new Verification(number(NUMBER), NOON, "unknown", "hand");
        student.credential(credential(marked)).attribute("phoneNumber", NUMBER);

        Published verified = (Published) publish(student, NUMBER, Rules.STRICT);

        assertThat(verified.change()).isEqualTo(Change.FIRST);
        assertThat(verified.verification().id()).isNotEqualTo(marked.id());
        assertThat(verified.verification().byHand()).isFalse();
    }

    @Test
    void accountOfTheRealmAlone_hasTheVerifiedNumberAndNoOther() {
        student.attribute("phoneNumber", NUMBER, OTHER);

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);

        assertThat(student.attributes()).containsEntry("phoneNumber", List.of(NUMBER));
        assertThat(VerifiedPhone.find(student.model(), Rules.STRICT, NOON).map(Verification::number))
                .contains(number(NUMBER));
    }

    @Test
    void userWhoseStoreKeepsNoCredentials_hasNoVerification_andNoAttributeSaysOne() {
        student.keepingNoCredentials();

        assertThat(publish(student, NUMBER, Rules.STRICT)).isEqualTo(new StoreFailed());

        assertThat(student.attributes())
                .containsEntry("phoneNumberVerified", List.of("false"))
                .doesNotContainKey("phoneNumberVerifiedAt");
    }

    @Test
    void numberOfAsManyAsMayHaveIt_isTaken() {
        verify("first", NUMBER, 1);

        assertThat(publish(student, NUMBER, Rules.STRICT)).isEqualTo(new NumberTaken());
        assertThat(student.credentials()).isEmpty();
        assertThat(student.attributes()).isEmpty();
    }

    @Test
    void oneMoreAccount_fitsBelowTheLimit() {
        verify("first", NUMBER, 1);
        verify("second", NUMBER, 2);

        assertThat(publish(student, NUMBER, Rules.STRICT.accountsPerNumber(3, NumberOwner.REFUSE)))
                .isInstanceOf(Published.class);
        complete();
        assertThat(publish(user("fourth"), NUMBER, Rules.STRICT.accountsPerNumber(3, NumberOwner.REFUSE)))
                .isEqualTo(new NumberTaken());
    }

    @Test
    void newestOwner_takesTheNumberFromTheEarliestVerification() {
        Rules newest = Rules.STRICT.accountsPerNumber(2, NumberOwner.NEWEST);
        FakeUser later = verify("later", NUMBER, 2);
        FakeUser earliest = verify("earliest", NUMBER, 1);
        String revoked = earliest.credentials().get(0).getId();

        assertThat(publish(student, NUMBER, newest)).isInstanceOf(Published.class);

        assertThat(VerifiedPhone.find(earliest.model(), newest, NOON)).isEmpty();
        assertThat(earliest.attributes())
                .containsEntry("phoneNumberVerified", List.of("false"))
                .doesNotContainKey("phonelatchNumber");
        assertThat(VerifiedPhone.find(later.model(), newest, NOON)).isPresent();
        assertThat(VerifiedPhone.find(student.model(), newest, NOON)).isPresent();
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(EventType.REMOVE_CREDENTIAL);
            assertThat(event.getUserId()).isEqualTo("earliest");
            assertThat(event.getIpAddress()).isNull();
            assertThat(event.getDetails())
                    .containsOnly(
                            entry("credential_type", "phonelatch-phone"),
                            entry("credential_id", revoked),
                            entry("reason", "number-owner"));
        });
    }

    @Test
    void newestOwner_afterTheLimitWasLowered_takesItFromAllButTheRest() {
        verify("first", NUMBER, 1);
        verify("second", NUMBER, 2);
        verify("third", NUMBER, 3);
        Rules two = Rules.STRICT.accountsPerNumber(2, NumberOwner.NEWEST);

        publish(student, NUMBER, two);

        assertThat(Holders.among(users.values().stream().map(FakeUser::model).toList(), number(NUMBER), two))
                .extracting(Holder::userId)
                .containsExactlyInAnyOrder("third", "student");
    }

    @Test
    void verificationThatIsTooOld_stillHoldsItsNumber() {
        Verification old = new Verification(number(NUMBER), NOON.minus(Duration.ofDays(400)), "sms", "code");
        user("first").credential(credential(old)).attribute("phoneNumber", NUMBER);
        Rules tenDays = Rules.STRICT.reverifyAfter(Duration.ofDays(10));

        assertThat(publish(student, NUMBER, tenDays)).isEqualTo(new NumberTaken());
        complete();
        assertThat(publish(user("first"), NUMBER, tenDays)).isInstanceOf(Published.class);
    }

    @Test
    void disabledAndEditedAccounts_doNotCount() {
        verify("disabled", NUMBER, 1).disabled();
        verify("edited", NUMBER, 2).attribute("phoneNumber", OTHER);

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);
    }

    @Test
    void noLimit_countsNobody_andLocksNoNumber() {
        verify("first", NUMBER, 1);

        assertThat(publish(student, NUMBER, Rules.STRICT.accountsPerNumber(0, NumberOwner.REFUSE)))
                .isInstanceOf(Published.class);
        assertThat(store.keys()).as("the claim on the person").hasSize(1);
    }

    @Test
    void lock_isGivenBackWhenTheTransactionIsThrough() {
        publish(student, NUMBER, Rules.STRICT);
        assertThat(store.keys())
                .as("on the person, and on the number")
                .hasSize(2)
                .noneMatch(key -> key.contains("7400123456"));

        complete();

        assertThat(store.keys()).isEmpty();
    }

    @Test
    void lock_isGivenBackWhenTheTransactionIsRolledBack() {
        publish(student, NUMBER, Rules.STRICT);

        afterCompletion.forEach(transaction -> {
            transaction.begin();
            transaction.rollback();
        });

        assertThat(store.keys()).isEmpty();
    }

    @Test
    void lockHeldByAnother_isWaitedForNoLongerThanAllowed() {
        Rules two = Rules.STRICT.accountsPerNumber(2, NumberOwner.REFUSE);
        publish(user("first"), NUMBER, two);

        assertThat(publish(student, NUMBER, two)).isEqualTo(new StoreFailed());
        assertThat(student.credentials()).isEmpty();
        assertThat(publish(user("other"), OTHER, two)).isInstanceOf(Published.class);
    }

    /** Two verifications of one person at once: the second waits for the first, and then knows what it may not replace. */
    @Test
    void personWhoIsBeingVerified_isVerifiedByNobodyElse() {
        publish(student, NUMBER, Rules.STRICT);

        assertThat(publish(student, OTHER, Rules.STRICT)).isEqualTo(new StoreFailed());
    }

    @Test
    void lockHeldByAnother_ofANumberThatIsTaken_isTaken() {
        publish(user("first"), NUMBER, Rules.STRICT);

        assertThat(publish(student, NUMBER, Rules.STRICT)).isEqualTo(new NumberTaken());
        assertThat(student.credentials()).isEmpty();
    }

    @Test
    void failingStore_storesNothing() {
        store.down();

        assertThat(publish(student, NUMBER, Rules.STRICT)).isEqualTo(new StoreFailed());
        assertThat(student.credentials()).isEmpty();
        assertThat(student.attributes()).isEmpty();
    }

    /** Whatever goes wrong with the claim: no second holder, and nobody is kept from the number for longer than a claim lives. */
    @ParameterizedTest
    @EnumSource(FakeStore.Fault.class)
    void storeThatFailsOnce_givesTheNumberToOneAccount_andIsOverSoon(FakeStore.Fault fault) {
        FakeUser other = user("other");
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            store.faultAt(calls, fault, () -> clock.pass(Duration.ofSeconds(30)));
            publish(student, NUMBER, Rules.STRICT);
            complete();
            failed = store.failed();
            store.healthy();
            publish(other, NUMBER, Rules.STRICT);
            complete();
            assertThat(holders(NUMBER)).hasSizeLessThanOrEqualTo(1);

            clock.pass(Duration.ofMinutes(6));
            PublishResult again = publish(student, NUMBER, Rules.STRICT);
            complete();
            assertThat(holders(NUMBER)).as("after call " + calls).hasSize(1);
            assertThat(again).isInstanceOf(holders(NUMBER).contains("student") ? Published.class : NumberTaken.class);
            assertThat(store.keys()).isEmpty();
            for (FakeUser user : users.values()) {
                user.credentials().clear();
                user.attributes().clear();
            }
        }
        assertThat(calls).isGreaterThan(2);
    }

    private List<String> holders(String number) {
        return Holders.among(users.values().stream().map(FakeUser::model).toList(), number(number), Rules.STRICT)
                .stream()
                .map(Holder::userId)
                .toList();
    }

    @Test
    void readOnlyDirectoryWithoutANumber_leavesItToTheCredential() {
        student.readOnly("phoneNumber").readOnly("phoneNumberVerified").readOnly("phoneNumberVerifiedAt");

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);

        assertThat(student.attributes()).containsOnlyKeys("phonelatchNumber");
        assertThat(VerifiedPhone.find(student.model(), Rules.STRICT, NOON).map(Verification::number))
                .contains(number(NUMBER));
    }

    @Test
    void readOnlyDirectoryWithSeveralNumbers_isAgreedWithWhereOneIsTheSame() {
        student.attribute("phoneNumber", "020 7946 0018", "see secretary", "07400 123456")
                .readOnly("phoneNumber");

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);
        complete();
        assertThat(publish(student, OTHER, Rules.STRICT)).isEqualTo(new NotInDirectory());
    }

    @Test
    void readOnlyDirectoryWithTheSameNumber_isAgreedWith() {
        student.attribute("phoneNumber", "07400 123456").readOnly("phoneNumber");

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);
        assertThat(VerifiedPhone.find(student.model(), Rules.STRICT, NOON).map(Verification::number))
                .contains(number(NUMBER));
    }

    @Test
    void readOnlyDirectoryWithAnotherNumber_refusesTheVerification() {
        student.attribute("phoneNumber", OTHER).readOnly("phoneNumber");

        assertThat(publish(student, NUMBER, Rules.STRICT)).isEqualTo(new NotInDirectory());
        assertThat(student.credentials()).isEmpty();
        assertThat(student.attributes()).containsOnlyKeys("phoneNumber");
    }

    @ParameterizedTest
    @ValueSource(strings = {"see secretary", "07400 123457 ext 4", "n/a"})
    void readOnlyDirectoryThatNamesNoNumber_leavesItToTheCredential(String value) {
        student.attribute("phoneNumber", value).readOnly("phoneNumber");

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);
        assertThat(student.attributes()).containsEntry("phoneNumber", List.of(value));
        assertThat(VerifiedPhone.find(student.model(), Rules.STRICT, NOON).map(Verification::number))
                .contains(number(NUMBER));
    }

    /** Not even the copy that Keycloak has of it, where that is not what is read. */
    @Test
    void directoryThatIsKnownNotToBeWritten_isNotWritten() {
        ldap(Map.of("editMode", "READ_ONLY"));
        student.ofDirectory("ldap-1").attribute("phoneNumber", OTHER);

        assertThat(publish(student, NUMBER, Rules.STRICT)).isEqualTo(new NotInDirectory());
        assertThat(student.attributes()).containsOnly(entry("phoneNumber", List.of(OTHER)));
    }

    /** The person holds {@code +447400123457}, where the table says {@code held}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                         |      | +447400123456
            +447400123456                              |      | +447400123456
            07400 123456                               |      | 07400 123456
            07400 123456 (mobile)                      |      | 07400 123456 (mobile)
            020 7946 0018 ; 07400 123456               |      | 020 7946 0018 ; 07400 123456
            020 7946 0018 / 07400 123456               |      | 020 7946 0018 / 07400 123456
            020 7946 0018                              |      | 020 7946 0018 ; +447400123456
            see secretary ; 07400 123458 ext 4         |      | see secretary ; 07400 123458 ext 4 ; +447400123456
            020 7946 0018 ; 07400 123457               | held | 020 7946 0018 ; +447400123456
            +447400123457                              | held | +447400123456
            07400 123457 ; +447400123457 ; +4420 79460018 | held | +447400123456 ; +4420 79460018
            07400 123457 / 020 7946 0018               | held | 07400 123457 / 020 7946 0018 ; +447400123456
            07400 123457 ; 07400 123456                | held | 07400 123457 ; 07400 123456
            """)
    void writableDirectory_losesNothingButTheHeldNumber(String values, String held, String after) {
        ldap(Map.of("editMode", "WRITABLE", "vendor", "other"));
        student.ofDirectory("ldap-1").attribute("phoneNumber", values(values));
        if (held != null) {
            student.credential(credential(OTHER));
        }

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);

        assertThat(student.attributes()).containsEntry("phoneNumber", List.of(values(after)));
        assertThat(VerifiedPhone.find(student.model(), Rules.STRICT, NOON).map(Verification::number))
                .contains(number(NUMBER));
    }

    /** Its attributes for numbers hold one value, so that a second one would be refused after everything was stored. */
    @Test
    void activeDirectory_getsOneValue() {
        ldap(Map.of("editMode", "WRITABLE", "vendor", "ad"));
        student.ofDirectory("ldap-1").attribute("phoneNumber", OTHER);

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);
        assertThat(student.attributes()).containsEntry("phoneNumber", List.of(NUMBER));
    }

    /** It has others too, such as {@code otherMobile}. */
    @Test
    void activeDirectory_keepsTheValuesOfAnAttributeThatHasSeveral() {
        ldap(Map.of("editMode", "WRITABLE", "vendor", "ad"));
        student.ofDirectory("ldap-1").attribute("phoneNumber", OTHER, "020 7946 0018");

        assertThat(publish(student, NUMBER, Rules.STRICT)).isInstanceOf(Published.class);
        assertThat(student.attributes()).containsEntry("phoneNumber", List.of(OTHER, "020 7946 0018", NUMBER));
    }

    private void ldap(Map<String, String> settings) {
        realm.component("ldap-1", "school", "org.keycloak.storage.UserStorageProvider", "ldap", settings);
    }

    /** Keycloak's own database, past the directory. */
    private static DatastoreProvider directly(UserProvider users) {
        return new DefaultDatastoreProvider(null, null) {
            @Override
            public UserProvider userLocalStorage() {
                return users;
            }
        };
    }

    private static String[] values(String separated) {
        return Stream.of(separated.split(";"))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toArray(String[]::new);
    }

    private PublishResult publish(FakeUser user, String number, VerificationRules rules) {
        return publish(user, number, rules, VerifiedPhone.held(user.model(), rules));
    }

    private PublishResult publish(FakeUser user, String number, VerificationRules rules, Optional<Verification> known) {
        return new Publication(
                        store,
                        this::holders,
                        (session, asked, asUser, asRules) -> VerifiedPhone.held(user.model(), asRules),
                        Duration.ofMillis(30))
                .publish(session(), realm.model(), user.model(), verification(number), rules, known);
    }

    private List<Holder> holders(
            KeycloakSession session, RealmModel asked, PhoneNumber number, VerificationRules rules) {
        return Holders.among(users.values().stream().map(FakeUser::model).toList(), number, rules);
    }

    private FakeUser verify(String name, String e164, int minutes) {
        Verification verification =
                new Verification(number(e164), NOON.plus(Duration.ofMinutes(minutes)), "sms", "code");
        return user(name)
                .credential(credential(verification))
                .attribute("phoneNumber", e164)
                .attribute("phoneNumberVerified", "true")
                .attribute("phonelatchNumber", e164);
    }

    private FakeUser user(String name) {
        return users.computeIfAbsent(name, FakeUser::new);
    }

    private void complete() {
        afterCompletion.forEach(transaction -> {
            transaction.begin();
            transaction.commit();
        });
        afterCompletion.clear();
    }

    private KeycloakSession session() {
        KeyWrapper key = new KeyWrapper();
        key.setKid("k");
        key.setSecretKey(new SecretKeySpec("a key for tests".getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
        KeyManager keys = Fake.of(KeyManager.class)
                .returning("getActiveKey", key)
                .on("getKeysStream", arguments -> Stream.of())
                .make();
        KeycloakTransactionManager transactions = Fake.of(KeycloakTransactionManager.class)
                .on("enlistAfterCompletion", arguments -> afterCompletion.add((KeycloakTransaction) arguments[0]))
                .make();
        UserProvider provider = Fake.of(UserProvider.class)
                .on("getUserById", arguments -> user((String) arguments[1]).model())
                .make();
        EventListenerProviderFactory listeners = Fake.of(EventListenerProviderFactory.class)
                .returning("getId", "recorder")
                .returning("isGlobal", true)
                .make();
        EventListenerProvider recorder = Fake.of(EventListenerProvider.class)
                .on("onEvent", arguments -> events.add((Event) arguments[0]))
                .make();
        KeycloakSessionFactory sessions = Fake.of(KeycloakSessionFactory.class)
                .on("getProviderFactoriesStream", arguments -> Stream.of(listeners))
                .on("publish", arguments -> changes.add((PhoneChange) arguments[0]))
                .make();
        return Fake.of(KeycloakSession.class)
                .returning("getKeycloakSessionFactory", sessions)
                .on("getProvider", arguments -> {
                    if (arguments[0] == TracingProvider.class) {
                        return new NoopTracingProvider();
                    }
                    if (arguments[0] == UserCache.class) {
                        return null;
                    }
                    return arguments[0] == DatastoreProvider.class ? directly(provider) : recorder;
                })
                .returning("keys", keys)
                .returning("getTransactionManager", transactions)
                .returning("users", provider)
                .make();
    }
}
