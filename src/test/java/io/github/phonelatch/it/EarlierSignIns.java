package io.github.phonelatch.it;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.it.support.Verifications;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Sessions in which something was passed some time ago, so that no test waits for minutes. The session's notes come from an identity
 * provider, by a mapper that Keycloak has for it.
 */
final class EarlierSignIns {
    private static final String PHONE = "phonelatch.passed-phone";
    private static final String PASSWORD = "phonelatch.passed-password";
    private static final Duration VERIFIED_AGO = Duration.ofDays(3);

    private final RealmAdmin realm;
    private final RealmAdmin elsewhere;

    EarlierSignIns(Admin admin, RealmAdmin realm) {
        this.realm = realm;
        elsewhere = admin.newRealm();
        elsewhere.allowAnyAttribute();
        realm.addBroker(elsewhere);
        List.of(PHONE, PASSWORD).forEach(this::pass);
    }

    /** What a person there has as an attribute becomes a note of the session here. */
    private void pass(String note) {
        elsewhere.updateClient(
                realm.name(),
                client -> client.withArray("protocolMappers")
                        .add(Json.of(Map.of(
                                "name",
                                note,
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "oidc-usermodel-attribute-mapper",
                                "config",
                                Map.of(
                                        "user.attribute",
                                        note,
                                        "claim.name",
                                        note,
                                        "jsonType.label",
                                        "String",
                                        "id.token.claim",
                                        "true")))));
        String claims = Json.of(List.of(Map.of("key", note, "value", ".+"))).toString();
        realm.post(
                "identity-provider/instances/" + elsewhere.name() + "/mappers",
                Map.of(
                        "name",
                        note,
                        "identityProviderAlias",
                        elsewhere.name(),
                        "identityProviderMapper",
                        "oidc-user-session-note-idp-mapper",
                        "config",
                        Map.of("syncMode", "FORCE", "claims", claims, "are.claim.values.regex", "true")));
    }

    /** Tokens of the student portal for a new student with this number, who typed a code to it so long ago. */
    Tokens codeTyped(Phone phone, Duration ago) {
        Instant verified = Instant.now().minus(VERIFIED_AGO);
        return signIn(student(phone, verified), PHONE, passed(ago, verified));
    }

    /** The same a moment ago, but the code was for a verification that is not the one held. */
    Tokens codeOfAnotherVerification(Phone phone) {
        Instant verified = Instant.now().minus(VERIFIED_AGO);
        return signIn(student(phone, verified), PHONE, passed(Duration.ZERO, verified.minusSeconds(60)));
    }

    /** Tokens of the student portal for this person, who typed the password so long ago. */
    Tokens passwordTyped(Person person, Duration ago) {
        return signIn(person, PASSWORD, seconds(Instant.now().minus(ago)));
    }

    /** Tokens of the student portal for this person, who passed nothing. */
    Tokens nothingPassed(Person person) {
        return signIn(person, "nothing", "");
    }

    private Person student(Phone phone, Instant verified) {
        return realm.newPerson(user -> {
            user.putArray("groups").add("/students");
            Verifications.put(user, phone.number(), verified);
        });
    }

    private Tokens signIn(Person person, String note, String value) {
        Person there = elsewhere.newPerson(
                user -> user.withObject("/attributes").putArray(note).add(value));
        realm.link(person, elsewhere, there);
        return realm.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_idp_hint", elsewhere.name()))
                .password(there)
                .tokens();
    }

    /** A verification that was stored without an id is named by its time. */
    private static String passed(Duration ago, Instant verified) {
        return seconds(Instant.now().minus(ago)) + " @" + seconds(verified);
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }
}
