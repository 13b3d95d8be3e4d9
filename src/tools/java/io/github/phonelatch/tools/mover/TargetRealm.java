package io.github.phonelatch.tools.mover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What everybody gets in the realm that people move into. An import gives nothing by itself: role, groups and required
 * actions that Keycloak gives whoever registers are given here too.
 */
record TargetRealm(String name, String defaultRole, Set<String> groups, Set<String> requiredActions) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SET_A_PASSWORD = "UPDATE_PASSWORD";

    /**
     * Asks Keycloak about the realm, and stops where nobody could move in.
     *
     * @param group path of the group that everybody joins, or empty
     * @param withPasswords whether the file has hashes that Keycloak has to verify
     */
    static TargetRealm read(AdminApi api, String name, String group, boolean withPasswords)
            throws Stopped, InterruptedException {
        String path = "realms/" + AdminApi.encode(name);
        JsonNode realm = found(api.get(path), "realm " + name);
        Set<String> groups = new TreeSet<>();
        if (!group.isEmpty()) {
            found(api.get(path + "/group-by-path" + pathOf(group)), "group " + group);
            groups.add(group);
        }
        found(api.get(path + "/default-groups"), "default groups")
                .forEach(each -> groups.add(each.path("path").asText()));
        Set<String> actions = new TreeSet<>();
        found(api.get(path + "/authentication/required-actions"), "required actions")
                .forEach(action -> {
                    if (action.path("enabled").asBoolean()
                            && action.path("defaultAction").asBoolean()) {
                        actions.add(action.path("alias").asText());
                    }
                });
        if (withPasswords) {
            JsonNode hashes = found(api.get("serverinfo"), "server information")
                    .path("providers")
                    .path("password-hashing")
                    .path("providers");
            if (!hashes.has("bcrypt")) {
                throw new Stopped(
                        "this Keycloak does not know bcrypt, so that no old password would work: put the jar of"
                                + " the extension into its providers/ first");
            }
        }
        return new TargetRealm(
                name,
                realm.path("defaultRole").path("name").asText(),
                Collections.unmodifiableSet(groups),
                Collections.unmodifiableSet(actions));
    }

    private static JsonNode found(Reply reply, String what) throws Stopped {
        if (reply.ok()) {
            return reply.body();
        }
        throw switch (reply.status()) {
            case 404 -> new Stopped("Keycloak knows no " + what);
            case 403 -> notAllowed();
            default -> new Stopped("Keycloak does not tell its " + what + ": " + reply.reason());
        };
    }

    static Stopped notAllowed() {
        return new Stopped("the login may not do this (403): in a realm of its own it needs the roles manage-realm and"
                + " manage-users of the client realm-management; an account of the realm master, the role admin");
    }

    private static String pathOf(String group) {
        StringBuilder path = new StringBuilder();
        for (String part : group.substring(1).split("/", -1)) {
            path.append('/').append(AdminApi.encode(part));
        }
        return path.toString();
    }

    String importPath() {
        return "realms/" + AdminApi.encode(name) + "/partialImport";
    }

    String usersPath() {
        return "realms/" + AdminApi.encode(name) + "/users";
    }

    /** A partial import of these people, which leaves alone whoever is there. */
    ObjectNode partialImport(List<Registrant> people) {
        ObjectNode content = JSON.createObjectNode().put("ifResourceExists", "SKIP");
        ArrayNode users = content.putArray("users");
        people.forEach(person -> users.add(user(person)));
        return content;
    }

    private ObjectNode user(Registrant person) {
        ObjectNode user = JSON.createObjectNode()
                .put("id", person.id().toString())
                .put("username", person.email())
                .put("email", person.email())
                .put("emailVerified", person.emailVerified())
                .put("firstName", person.name())
                .put("enabled", person.enabled());
        person.created().ifPresent(created -> user.put("createdTimestamp", created.toEpochMilli()));
        ObjectNode attributes = user.putObject("attributes");
        person.phone().ifPresent(phone -> attributes.putArray("phoneNumber").add(phone));
        person.lastLogin().ifPresent(time -> attributes.putArray("lastLogin").add(toSeconds(time)));
        ArrayNode actions = user.putArray("requiredActions");
        requiredActions.forEach(actions::add);
        ArrayNode credentials = user.putArray("credentials");
        person.password().ifPresent(hash -> credentials.add(credential(hash)));
        if (person.password().isEmpty() && !requiredActions.contains(SET_A_PASSWORD)) {
            actions.add(SET_A_PASSWORD);
        }
        if (!defaultRole.isEmpty()) {
            user.putArray("realmRoles").add(defaultRole);
        }
        ArrayNode joined = user.putArray("groups");
        groups.forEach(joined::add);
        return user;
    }

    private static String toSeconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As Keycloak stores passwords: what only the hashing provider reads is a text within. */
    private static ObjectNode credential(BcryptHash hash) {
        return JSON.createObjectNode()
                .put("type", "password")
                .put(
                        "secretData",
                        JSON.createObjectNode()
                                .put("value", hash.text())
                                .put("salt", "")
                                .toString())
                .put(
                        "credentialData",
                        JSON.createObjectNode()
                                .put("hashIterations", hash.cost())
                                .put("algorithm", "bcrypt")
                                .toString());
    }
}
