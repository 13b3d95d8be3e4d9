package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets up a realm that was there before by the steps of README.md, "A realm you have", and by nothing else. Whatever people such
 * a realm has, local ones or those of a directory, what is true of README.md has to be true of it.
 */
public final class RealmYouHave {
    private static final String PHONE_SCOPE = "phone";

    private final RealmAdmin realm;

    private RealmYouHave(RealmAdmin realm) {
        this.realm = realm;
    }

    /**
     * Goes through all steps.
     *
     * @param more settings beside those that the README names
     */
    public static void setUp(RealmAdmin realm, Map<String, String> more) {
        RealmYouHave steps = new RealmYouHave(realm);
        steps.giveTimeForACode();
        steps.enableTheAction();
        steps.saveSettings(more);
        steps.putOurMapperIntoThePhoneScope();
        steps.declareAttributes();
    }

    private void giveTimeForACode() {
        realm.update(Map.of("accessCodeLifespanUserAction", 600));
    }

    /** As the switch of the console does with an action that a realm has not registered yet. */
    private void enableTheAction() {
        realm.post(
                "authentication/register-required-action",
                Map.of("providerId", RealmAdmin.PHONE_ACTION, "name", "Verify phone number"));
    }

    private void saveSettings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "allowed-countries", "GB",
                "templates", "login-otp",
                "alternative-templates", "login-voice"));
        settings.putAll(more);
        realm.savePhoneSettings(settings);
    }

    private void putOurMapperIntoThePhoneScope() {
        String scope = scopeId();
        for (JsonNode mapper : realm.get("client-scopes/" + scope).get("protocolMappers")) {
            realm.delete(
                    "client-scopes/" + scope + "/protocol-mappers/models/"
                            + mapper.get("id").asText(),
                    null);
        }
        realm.post(
                "client-scopes/" + scope + "/protocol-mappers/models",
                Map.of(
                        "name",
                        "Phonelatch: phone claims",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "phonelatch-phone-claims",
                        "config",
                        // As the console fills them in.
                        Map.of(
                                "id.token.claim", "true",
                                "access.token.claim", "true",
                                "userinfo.token.claim", "true",
                                "introspection.token.claim", "true")));
        realm.delete("default-optional-client-scopes/" + scope, null);
        realm.put("default-default-client-scopes/" + scope, null);
    }

    private String scopeId() {
        for (JsonNode scope : realm.get("client-scopes")) {
            if (scope.get("name").asText().equals(PHONE_SCOPE)) {
                return scope.get("id").asText();
            }
        }
        throw new AssertionError("the realm has no client scope " + PHONE_SCOPE);
    }

    private void declareAttributes() {
        ObjectNode profile = (ObjectNode) realm.get("users/profile");
        ArrayNode attributes = profile.withArray("attributes");
        for (String name : List.of("phoneNumber", "phoneNumberVerified", "phoneNumberVerifiedAt")) {
            ObjectNode permissions = attributes.addObject().put("name", name).putObject("permissions");
            permissions.putArray("view").add("admin");
            permissions.putArray("edit").add("admin");
        }
        ObjectNode ofPhonelatch =
                attributes.addObject().put("name", "phonelatchNumber").putObject("permissions");
        ofPhonelatch.putArray("view").add("admin");
        ofPhonelatch.putArray("edit");
        realm.put("users/profile", profile);
    }
}
