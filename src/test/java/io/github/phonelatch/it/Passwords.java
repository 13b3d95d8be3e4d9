package io.github.phonelatch.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;

/** How passwords are stored, and people who come with one from elsewhere. */
final class Passwords {
    private Passwords() {}

    /** Gives a new person a password that was hashed elsewhere. */
    static void imported(ObjectNode user, String hash) {
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put(
                        "secretData",
                        Json.object().put("value", hash).put("salt", "").toString())
                .put(
                        "credentialData",
                        Json.object()
                                .put("algorithm", "bcrypt")
                                .put("hashIterations", 4)
                                .toString());
    }

    /** A new student of the realm whose password was hashed elsewhere. */
    static Person newStudent(RealmAdmin realm, String hash, String password) {
        Person created = realm.newPerson(user -> {
            user.putArray("groups").add("/students");
            imported(user, hash);
        });
        return with(created, password);
    }

    /** The same person, typing this. */
    static Person with(Person person, String password) {
        return new Person(person.id(), person.email(), password);
    }

    static String algorithm(RealmAdmin realm, Person person) {
        return stored(realm, person).get("algorithm").asText();
    }

    /** The cost, where it is bcrypt. */
    static int iterations(RealmAdmin realm, Person person) {
        return stored(realm, person).get("hashIterations").asInt();
    }

    private static JsonNode stored(RealmAdmin realm, Person person) {
        JsonNode credential = realm.credentials(person, "password").get(0);
        return Json.parse(credential.get("credentialData").asText());
    }
}
