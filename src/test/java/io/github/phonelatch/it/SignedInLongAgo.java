package io.github.phonelatch.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import java.time.Instant;
import java.util.Map;

/** People of a district who sign in to a school's realm, and who did so there an hour ago, as the district says. */
final class SignedInLongAgo {
    private final RealmAdmin school;
    private final RealmAdmin district;

    /** Makes the district's realm and lets its people sign in to the school's. */
    SignedInLongAgo(Admin admin, RealmAdmin school) {
        this.school = school;
        this.district = admin.newRealm();
        school.addBroker(district);
        forgetOwnTime(district);
        school.updateBroker(district.name(), broker -> ((ObjectNode) broker.get("config")).put("passMaxAge", "true"));
        district.updateClient(
                school.name(),
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

    /** Takes away the claim that Keycloak itself makes: whether it or ours wins would be left to chance. */
    private static void forgetOwnTime(RealmAdmin realm) {
        for (JsonNode scope : realm.get("client-scopes")) {
            for (JsonNode mapper : scope.path("protocolMappers")) {
                if (mapper.at("/config/claim.name").asText().equals("auth_time")) {
                    realm.delete(
                            "client-scopes/" + scope.get("id").asText() + "/protocol-mappers/models/"
                                    + mapper.get("id").asText(),
                            null);
                }
            }
        }
    }

    Person newEmployee() {
        return district.newPerson(user -> {});
    }

    /** Tokens of the school's student portal for somebody who has proven this number in that session. */
    Tokens tokens(Person employee, Phone phone) {
        Page page = school.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_idp_hint", district.name()))
                .password(employee);
        return page.isCallback()
                ? page.tokens()
                : page.number(phone.number()).code(phone.code()).tokens();
    }
}
