package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Verifications;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who holds a number is found by what Phonelatch wrote, whatever others make of {@code phoneNumber}. */
@ExtendWith(SharedServer.class)
class NumberLookUpIT {
    private static final String INDEX = "phonelatchNumber";

    private static RealmAdmin realm;
    private static RealmAdmin refusing;
    private static RealmAdmin newest;
    private static RealmAdmin open;

    /** What an admin, a sync or a broker makes of the number that was verified. */
    enum Written {
        E164 {
            @Override
            String of(String number) {
                return number;
            }
        },
        ABSENT {
            @Override
            String of(String number) {
                return "";
            }
        },
        NATIONAL {
            @Override
            String of(String number) {
                return "0" + number.substring(3, 7) + " " + number.substring(7);
            }
        },
        WITH_SPACES {
            @Override
            String of(String number) {
                return number.substring(0, 3) + " " + number.substring(3, 7) + " " + number.substring(7);
            }
        },
        DIALLED_FROM_ABROAD {
            @Override
            String of(String number) {
                return "00" + number.substring(1);
            }
        },
        WITH_TRUNK_ZERO {
            @Override
            String of(String number) {
                return "+44 (0)" + number.substring(3);
            }
        },
        REMARK {
            @Override
            String of(String number) {
                return "see secretary";
            }
        };

        abstract String of(String number);
    }

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm();
        refusing = strict(admin, "refuse");
        newest = strict(admin, "newest");
        open = admin.newSchoolRealm();
        ObjectNode profile = (ObjectNode) open.get("users/profile");
        ArrayNode kept = profile.arrayNode();
        for (JsonNode attribute : profile.get("attributes")) {
            if (!attribute.get("name").asText().startsWith("phone")) {
                kept.add(attribute);
            }
        }
        profile.set("attributes", kept);
        open.put("users/profile", profile.put("unmanagedAttributePolicy", "ENABLED"));
        // Keycloak's own event of a changed profile holds what was written in full.
        open.update(Map.of("eventsListeners", List.of()));
        for (RealmAdmin each : List.of(realm, open)) {
            each.createClient(Map.of(
                    "clientId", "probe",
                    "publicClient", true,
                    "directAccessGrantsEnabled", true,
                    "defaultClientScopes", List.of("basic", "acr", "profile", "email", "phone", "roles"),
                    "fullScopeAllowed", true));
        }
    }

    private static RealmAdmin strict(Admin admin, String numberOwner) {
        return admin.newSchoolRealm(school -> Admin.phoneSettings(school)
                .put("accounts-per-number", "1")
                .put("number-owner", numberOwner)
                .put("sends-per-hour", "0")
                .put("sends-per-prefix-per-hour", "0"));
    }

    // --- whatever others write --------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void owner_signsInByPhone(Written written, Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        write(realm, student, written.of(phone.number()));

        assertThat(signInByPhone(realm, student, phone.number()).isCallback()).isTrue();

        assertThat(phone.sendCalls()).isZero();
        assertThat(realm.attribute(student, INDEX)).isEqualTo(phone.number());
    }

    @ParameterizedTest
    @EnumSource
    void owner_resetsThePasswordByPhone(Written written, Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        write(realm, student, written.of(phone.number()));

        Page code = Reset.begin(realm, new HttpBrowser())
                .with("phone_number", phone.number())
                .press("send");

        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        Reset.choosePassword(code.code(phone.code()), student);
    }

    @ParameterizedTest
    @EnumSource
    void number_staysTaken(Written written, Phone phone) {
        Person owner = refusing.newVerifiedStudent(phone);
        write(refusing, owner, written.of(phone.number()));

        Page page = verify(refusing, refusing.newStudent(), phone);

        assertThat(page.text()).contains("already belongs to another account");
        assertThat(refusing.credentials(owner, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void newestOwner_takesTheNumberFromTheEarlierOne(Written written, Phone phone) {
        Person earlier = newest.newVerifiedStudent(phone);
        write(newest, earlier, written.of(phone.number()));
        Person later = newest.newStudent();

        assertThat(verify(newest, later, phone).isCallback()).isTrue();

        assertThat(newest.credentials(earlier, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(newest.attribute(earlier, INDEX)).isEmpty();
        assertThat(newest.attribute(later, INDEX)).isEqualTo(phone.number());
    }

    @Test
    void absentNumber_isPublishedAgainAtTheNextSignIn_andAskedForByNobody(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        realm.updateUser(student, user -> {
            ObjectNode attributes = (ObjectNode) user.get("attributes");
            attributes.remove(List.of("phoneNumber", "phoneNumberVerified", "phoneNumberVerifiedAt"));
        });
        assertThat(realm.attribute(student, "phoneNumber")).isEmpty();

        assertThat(realm.studentPortal().open(student).isCallback()).isTrue();

        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("true");
        assertThat(realm.attribute(student, "phoneNumberVerifiedAt")).isNotEmpty();
        assertThat(phone.sendCalls()).isZero();
    }

    // --- who may write what people are found by ---------------------------------------------------------------------

    @Test
    void adminsWriteThePerson_withAndWithoutIt_andItStays(Phone phone) {
        for (RealmAdmin each : List.of(realm, open)) {
            Person student = each.newVerifiedStudent(phone);

            each.updateUser(student, user -> user.put("firstName", "Renamed"));
            assertThat(each.attribute(student, INDEX)).isEqualTo(phone.number());
            each.updateUser(student, user -> ((ObjectNode) user.get("attributes")).remove(INDEX));
            assertThat(each.attribute(student, INDEX)).isEqualTo(phone.number());
            each.updateUser(student, user -> user.putObject("attributes"));
            assertThat(each.attribute(student, INDEX)).isEqualTo(phone.number());

            assertThat(signInByPhone(each, student, phone.number()).isCallback())
                    .isTrue();
        }
    }

    @Test
    void adminsWriteAnotherNumberIntoIt_andItIsNotTaken(Phone phone) {
        String other = Numbers.next();
        Person student = realm.newVerifiedStudent(phone);
        ObjectNode user = (ObjectNode) realm.user(student);
        ((ObjectNode) user.get("attributes")).putArray(INDEX).add(other);

        assertThat(realm.tryCall("PUT", "users/" + student.id(), user).status()).isEqualTo(400);
        assertThat(realm.attribute(student, INDEX)).isEqualTo(phone.number());

        Person undeclared = open.newVerifiedStudent(phone);
        open.setAttribute(undeclared, INDEX, other);
        assertThat(open.attribute(undeclared, INDEX)).isEqualTo(phone.number());
        assertThat(signInByPhone(open, undeclared, other).isCallback()).isFalse();
    }

    /** The number of somebody else, without their phone. */
    @Test
    void attributeWithoutACredential_findsNobody(Phone phone) {
        Person owner = realm.newVerifiedStudent(phone);
        Person claimant = imported(
                realm, user -> user.putObject("attributes").putArray(INDEX).add(phone.number()));
        assertThat(realm.attribute(claimant, INDEX)).isEqualTo(phone.number());

        assertThat(signInByPhone(realm, claimant, phone.number()).isCallback()).isFalse();
        assertThat(signInByPhone(realm, owner, phone.number()).isCallback()).isTrue();
        assertThat(realm.studentPortal().open(claimant).isNumberPage()).isTrue();
        assertThat(realm.attribute(claimant, INDEX)).as("taken back").isEmpty();
    }

    @Test
    void accountInterface_neitherShowsNorWritesIt(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        App app = realm.app("probe");
        String token = app.directGrant(student).accessToken();

        ObjectNode account = (ObjectNode) app.account(token, "GET", null).body();
        assertThat(account.toString()).doesNotContain(INDEX, phone.number());
        ObjectNode attributes =
                account.has("attributes") ? (ObjectNode) account.get("attributes") : account.putObject("attributes");
        attributes.putArray(INDEX).add(Numbers.next());
        assertThat(app.account(token, "POST", account).status()).isEqualTo(400);

        assertThat(realm.attribute(student, INDEX)).isEqualTo(phone.number());
    }

    /** Where the admin declared nothing and lets people write what they like: two accounts with one number would be had for that. */
    @Test
    void accountInterface_whereItIsNotDeclared_writesItForNoLongerThanTheRequest(Phone phone) {
        Person student = open.newVerifiedStudent(phone);
        App app = open.app("probe");
        String token = app.directGrant(student).accessToken();

        for (String forged : List.of("", Numbers.next(), "0" + phone.number().substring(3))) {
            ObjectNode account = (ObjectNode) app.account(token, "GET", null).body();
            ObjectNode attributes = (ObjectNode) account.get("attributes");
            if (forged.isEmpty()) {
                attributes.remove(INDEX);
            } else {
                attributes.putArray(INDEX).add(forged);
            }
            assertThat(app.account(token, "POST", account).status()).isEqualTo(204);
            assertThat(open.attribute(student, INDEX)).as(forged).isEqualTo(phone.number());
        }
    }

    @Test
    void removedCredential_takesItAlong(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        assertThat(realm.attribute(student, INDEX)).isEqualTo(phone.number());

        realm.deletePhoneCredential(student);

        assertThat(realm.attribute(student, INDEX)).isEmpty();
        assertThat(signInByPhone(realm, student, phone.number()).isCallback()).isFalse();
    }

    // --- people who come with a credential --------------------------------------------------------------------------

    @Test
    void importedPerson_isFoundBeforeTheFirstSignIn(Phone phone) {
        Person moved = imported(realm, user -> {
            Verifications.put(user, phone.number(), Instant.now());
            user.withObject("/attributes").putArray(INDEX).add(phone.number());
        });

        assertThat(signInByPhone(realm, moved, phone.number()).isCallback()).isTrue();
    }

    @Test
    void importedPersonWithoutIt_isFoundFromTheFirstSignInOn(Phone phone) {
        Person moved = imported(realm, user -> Verifications.put(user, phone.number(), Instant.now()));
        assertThat(signInByPhone(realm, moved, phone.number()).isCallback()).isFalse();

        assertThat(realm.studentPortal().open(moved).isCallback()).isTrue();

        assertThat(realm.attribute(moved, INDEX)).isEqualTo(phone.number());
        assertThat(signInByPhone(realm, moved, phone.number()).isCallback()).isTrue();
    }

    // --- directories ------------------------------------------------------------------------------------------------

    /** Its people are looked for where Keycloak keeps what it knows of them, so that one that is down stops nobody. */
    @Test
    void directory_isNotAsked(Admin admin, Phone phone) throws IOException {
        RealmAdmin school = admin.newSchoolRealm();
        Person student = school.newVerifiedStudent(phone);
        try (ServerSocket directory = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            addDirectory(school, directory.getLocalPort());

            Page done = signInByPhone(school, student, phone.number());

            assertThat(done.isCallback()).as(done.toString()).isTrue();
            assertThat(wasCalled(directory)).isFalse();
        }
    }

    private static boolean wasCalled(ServerSocket directory) throws IOException {
        directory.setSoTimeout(1);
        try {
            directory.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void addDirectory(RealmAdmin school, int port) {
        ObjectNode component = Json.object()
                .put("name", "directory")
                .put("parentId", school.representation().get("id").asText())
                .put("providerType", "org.keycloak.storage.UserStorageProvider")
                .put("providerId", "ldap");
        Map.ofEntries(
                        Map.entry("enabled", "true"),
                        Map.entry("importEnabled", "true"),
                        Map.entry("editMode", "READ_ONLY"),
                        Map.entry("vendor", "other"),
                        Map.entry("connectionUrl", "ldap://127.0.0.1:" + port),
                        Map.entry("connectionTimeout", "1000"),
                        Map.entry("readTimeout", "1000"),
                        Map.entry("authType", "none"),
                        Map.entry("usersDn", "ou=people,dc=school"),
                        Map.entry("usernameLDAPAttribute", "uid"),
                        Map.entry("rdnLDAPAttribute", "uid"),
                        Map.entry("uuidLDAPAttribute", "entryUUID"),
                        Map.entry("userObjectClasses", "inetOrgPerson"),
                        Map.entry("searchScope", "1"))
                .forEach((key, value) ->
                        component.withObject("/config").putArray(key).add(value));
        school.post("components", component);
    }

    // --- helpers ----------------------------------------------------------------------------------------------------

    private static void write(RealmAdmin school, Person person, String number) {
        school.updateUser(person, user -> {
            ObjectNode attributes = (ObjectNode) user.get("attributes");
            if (number.isEmpty()) {
                attributes.remove("phoneNumber");
            } else {
                attributes.putArray("phoneNumber").add(number);
            }
        });
        assertThat(school.attribute(person, "phoneNumber")).isEqualTo(number);
    }

    private static Page signInByPhone(RealmAdmin school, Person person, String number) {
        Page ways = school.studentPortal().open(new HttpBrowser()).tryAnotherWay();
        Form form = ways.choose("Phone number").form("phonelatch-number-form");
        return form.with("phone_number", number)
                .with("email", person.email())
                .with("password", person.password())
                .press("verify");
    }

    private static Page verify(RealmAdmin school, Person person, Phone phone) {
        return school.studentPortal().open(person).number(phone.number()).code(phone.code());
    }

    /** As a realm file and the mover bring people, which no event of a person tells of. */
    private static Person imported(RealmAdmin school, Consumer<ObjectNode> changes) {
        String email = UUID.randomUUID() + "@school.example";
        String password = "pw-" + UUID.randomUUID();
        ObjectNode content = Json.object().put("ifResourceExists", "FAIL");
        ObjectNode user = content.withArray("users")
                .addObject()
                .put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("firstName", "Moved Person")
                .put("enabled", true);
        user.withArray("credentials").addObject().put("type", "password").put("value", password);
        changes.accept(user);
        assertThat(school.partialImport(content).get("added").asInt()).isEqualTo(1);
        return new Person(
                school.get("users?exact=true&email=" + email).get(0).get("id").asText(), email, password);
    }
}
