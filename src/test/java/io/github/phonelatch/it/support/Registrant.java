package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/** Somebody without an account, who creates one. */
public record Registrant(String name, String email, String password) {
    public static Registrant next() {
        String random = UUID.randomUUID().toString().substring(0, 12);
        return new Registrant("Noor Newcomer", "noor." + random + "@school.example", "pw-" + random);
    }

    /** What every registration page of the school realm asks for, the number aside. */
    public Form form(Page page) {
        return page.form("kc-register-form")
                .with("firstName", name)
                .with("email", email)
                .with("password", password)
                .with("password-confirm", password);
    }

    /** The whole page, the number in whatever notation. */
    public Form form(Page page, String number) {
        return form(page).with("phone_number", number);
    }

    /** Fills in the page and sends it. */
    public Page register(Page page, String number) {
        return form(page, number).submit();
    }

    public boolean exists(RealmAdmin realm) {
        return found(realm).size() == 1;
    }

    /** The account that came of it. */
    public Person account(RealmAdmin realm) {
        JsonNode found = found(realm);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " accounts with the address " + email);
        }
        return new Person(found.get(0).get("id").asText(), email, password);
    }

    private JsonNode found(RealmAdmin realm) {
        return realm.get("users?exact=true&email=" + email);
    }
}
