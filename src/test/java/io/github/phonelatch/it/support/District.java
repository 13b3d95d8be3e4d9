package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** A broker of a realm that says of all its people that they signed in an hour ago. */
public final class District {
    private final RealmAdmin realm;
    private final RealmAdmin district;

    public District(Admin admin, RealmAdmin realm) {
        this.realm = realm;
        district = admin.newRealm();
        realm.addBroker(district);
        realm.updateBroker(district.name(), broker -> ((ObjectNode) broker.get("config")).put("passMaxAge", "true"));
        // Which of two mappers for one claim has the last word is chance.
        withoutKeycloaksOwnAuthTime();
        district.updateClient(
                realm.name(),
                client -> client.withArray("protocolMappers")
                        .add(Json.of(Map.of(
                                "name", "an hour ago",
                                "protocol", "openid-connect",
                                "protocolMapper", "oidc-hardcoded-claim-mapper",
                                "config",
                                        Map.of(
                                                "claim.name", "auth_time",
                                                "claim.value",
                                                        Long.toString(
                                                                Instant.now().getEpochSecond() - 3600),
                                                "jsonType.label", "long",
                                                "id.token.claim", "true")))));
    }

    private void withoutKeycloaksOwnAuthTime() {
        int removed = 0;
        for (JsonNode scope : district.get("client-scopes")) {
            for (JsonNode mapper : scope.path("protocolMappers")) {
                if (mapper.path("config").path("claim.name").asText().equals("auth_time")) {
                    district.delete(
                            "client-scopes/" + scope.get("id").asText() + "/protocol-mappers/models/"
                                    + mapper.get("id").asText(),
                            null);
                    removed++;
                }
            }
        }
        if (removed != 1) {
            throw new AssertionError(removed + " mappers write auth_time");
        }
    }

    public Person newPerson() {
        return district.newPerson(user -> {});
    }

    /** Tokens of the student portal for one of these people, who has proven this number in that session. */
    public Tokens signIn(Person person, Phone phone) {
        Page page = realm.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_idp_hint", district.name()))
                .password(person);
        return page.isCallback()
                ? page.tokens()
                : page.number(phone.number()).code(phone.code()).tokens();
    }
}
