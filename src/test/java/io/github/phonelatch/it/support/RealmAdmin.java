package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** One realm as its admin sees it. Ids of people and clients are looked up here, so tests need none. */
public final class RealmAdmin {
    public static final String PHONE_ACTION = "phonelatch-verify-phone";
    public static final String PHONE_CREDENTIAL = "phonelatch-phone";
    public static final String DEVICE_CREDENTIAL = "phonelatch-device";

    private final Admin admin;
    private final String name;

    RealmAdmin(Admin admin, String name) {
        this.admin = admin;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public URI uri() {
        return admin.realmUri(name);
    }

    // Applications

    /** A public client, as an application uses it. */
    public App app(String clientId) {
        return new App(uri(), clientId, null);
    }

    /** A client with a secret, as it uses it. */
    public App app(String clientId, String secret) {
        return new App(uri(), clientId, secret);
    }

    public App studentPortal() {
        return app("student-portal");
    }

    /** Draws its own screens, and has the role gate. */
    public App schoolMobile() {
        return app("school-mobile");
    }

    /** The endpoints of applications with screens of their own. */
    public PhoneApi phoneApi(Tokens tokens) {
        return phoneApi(tokens.accessToken());
    }

    /** The same with any token, or without one where it is null. */
    public PhoneApi phoneApi(String accessToken) {
        return new PhoneApi(uri(), accessToken);
    }

    /** May use the direct grant too, but has no role gate; it is not in the file. */
    public App ungatedApp() {
        return app("ungated-app");
    }

    public void createClient(Map<String, ?> client) {
        admin.create(path("clients"), client);
    }

    public void updateClient(String clientId, Consumer<ObjectNode> changes) {
        String path = path("clients/" + clientUuid(clientId));
        ObjectNode client = (ObjectNode) admin.call("GET", path, null);
        changes.accept(client);
        admin.call("PUT", path, client);
    }

    /** The secret that Keycloak made for a confidential client. */
    public String secret(String clientId) {
        return get("clients/" + clientUuid(clientId) + "/client-secret")
                .get("value")
                .asText();
    }

    public String clientUuid(String clientId) {
        return get("clients?clientId=" + clientId).get(0).get("id").asText();
    }

    /** Lets people change a factor right after signing in, which the file as it is does not. */
    public void actRightAfterSigningIn() {
        for (JsonNode action : get("authentication/required-actions")) {
            if (action.path("config").has("max_auth_age")) {
                ((ObjectNode) action.get("config")).remove("max_auth_age");
                put("authentication/required-actions/" + action.get("alias").asText(), action);
            }
        }
    }

    /** Lets the portals return to {@link App#CALLBACK}, since the file knows no addresses, and adds {@link #ungatedApp}. */
    public void openToTests() {
        createClient(Map.of("clientId", "ungated-app", "publicClient", true, "directAccessGrantsEnabled", true));
        for (String portal : List.of("student-portal", "teacher-portal")) {
            updateClient(portal, client -> client.putArray("redirectUris").add(App.CALLBACK.toString()));
        }
    }

    // People

    /** A new student with a random e-mail address and password, and without a phone. */
    public Person newStudent() {
        return newPerson(user -> user.putArray("groups").add("/students"));
    }

    public Person newTeacher() {
        return newPerson(user -> user.putArray("groups").add("/teachers"));
    }

    /** A new student on whom a number, in whatever notation, was put without any proof. */
    public Person newStudentWithNumber(String number) {
        return newPerson(user -> {
            user.putArray("groups").add("/students");
            user.putObject("attributes").putArray("phoneNumber").add(number);
        });
    }

    /** A new student who proved this number some time ago, without a message that would be in the way now. */
    public Person newVerifiedStudent(Phone phone) {
        return newVerified("/students", phone, Instant.now().minus(Duration.ofDays(3)));
    }

    /** A new teacher who proved this number some time ago, without a message that would be in the way now. */
    public Person newVerifiedTeacher(Phone phone) {
        return newVerified("/teachers", phone, Instant.now().minus(Duration.ofDays(3)));
    }

    /** A new person of a group who proved this number at that time. */
    public Person newVerified(String group, Phone phone, Instant verifiedAt) {
        return newPerson(user -> {
            user.putArray("groups").add(group);
            Verifications.put(user, phone.number(), verifiedAt);
        });
    }

    /** A new teacher who proved this number some time ago and set up more: what was set up first is asked for first. */
    public Person newVerifiedTeacher(Phone phone, Consumer<ObjectNode> before, Consumer<ObjectNode> after) {
        return newPerson(user -> {
            user.putArray("groups").add("/teachers");
            before.accept(user);
            Verifications.put(user, phone.number(), Instant.now().minus(Duration.ofDays(3)));
            after.accept(user);
        });
    }

    /** A new person, changed before creation. */
    public Person newPerson(Consumer<ObjectNode> changes) {
        String random = UUID.randomUUID().toString().substring(0, 12);
        String email = random + "@school.example";
        String password = "pw-" + random;
        ObjectNode user = Json.object()
                .put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true)
                .put("firstName", "Test Person");
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        changes.accept(user);
        String signsInWith = user.get(user.has("email") ? "email" : "username").asText();
        return new Person(admin.create(path("users"), user), signsInWith, password);
    }

    /** A new person who has no e-mail address and signs in with a username. */
    public Person newPersonWithUsername(Consumer<ObjectNode> changes) {
        return newPerson(user -> {
            user.put("username", "u-" + UUID.randomUUID().toString().substring(0, 12));
            user.remove(List.of("email", "emailVerified"));
            changes.accept(user);
        });
    }

    /** People of the realm need not have this attribute of the user profile. */
    public void notRequired(String attribute) {
        JsonNode profile = get("users/profile");
        profile.get("attributes").forEach(declared -> {
            if (declared.get("name").asText().equals(attribute)) {
                ((ObjectNode) declared).remove("required");
            }
        });
        put("users/profile", profile);
    }

    public JsonNode user(Person person) {
        return get("users/" + person.id());
    }

    /** The attribute's first value, or an empty text. */
    public String attribute(Person person, String attribute) {
        return user(person).path("attributes").path(attribute).path(0).asText();
    }

    public void setAttribute(Person person, String attribute, String value) {
        updateUser(person, user -> {
            if (!user.has("attributes")) {
                user.putObject("attributes");
            }
            ((ObjectNode) user.get("attributes")).putArray(attribute).add(value);
        });
    }

    public void updateUser(Person person, Consumer<ObjectNode> changes) {
        ObjectNode user = (ObjectNode) user(person);
        changes.accept(user);
        put("users/" + person.id(), user);
    }

    /** The paths of the groups that the person is in. */
    public List<String> groups(Person person) {
        return Json.list(get("users/" + person.id() + "/groups")).stream()
                .map(group -> group.get("path").asText())
                .toList();
    }

    public void join(Person person, String group) {
        put("users/" + person.id() + "/groups/" + groupId(group), null);
    }

    public void leave(Person person, String group) {
        delete("users/" + person.id() + "/groups/" + groupId(group), null);
    }

    private String groupId(String path) {
        return get("group-by-path" + path).get("id").asText();
    }

    public void addRealmRole(Person person, String role) {
        post("users/" + person.id() + "/role-mappings/realm", List.of(get("roles/" + role)));
    }

    public void removeRealmRole(Person person, String role) {
        delete("users/" + person.id() + "/role-mappings/realm", List.of(get("roles/" + role)));
    }

    public void addClientRole(Person person, String clientId, String role) {
        String client = clientUuid(clientId);
        post(
                "users/" + person.id() + "/role-mappings/clients/" + client,
                List.of(get("clients/" + client + "/roles/" + role)));
    }

    public void delete(Person person) {
        delete("users/" + person.id(), null);
    }

    /** A browser in which an admin goes on as this person, without any of the person's credentials. */
    public HttpBrowser impersonate(Person person) {
        HttpBrowser browser = new HttpBrowser();
        admin.callIn(browser, "POST", path("users/" + person.id() + "/impersonation"));
        return browser;
    }

    public void logout(Person person) {
        post("users/" + person.id() + "/logout", null);
    }

    // Credentials

    public List<JsonNode> credentials(Person person, String type) {
        List<JsonNode> found = new ArrayList<>();
        get("users/" + person.id() + "/credentials").forEach(credential -> {
            if (credential.get("type").asText().equals(type)) {
                found.add(credential);
            }
        });
        return found;
    }

    /** Removes what proves the person's phone, as an admin does in the console. */
    public void deletePhoneCredential(Person person) {
        List<JsonNode> phones = credentials(person, PHONE_CREDENTIAL);
        if (phones.isEmpty()) {
            throw new AssertionError("there is no phone to remove");
        }
        phones.forEach(phone -> delete(
                "users/" + person.id() + "/credentials/" + phone.get("id").asText(), null));
    }

    // Flows and brokers

    /** A new flow with nothing in it, to be filled and bound. */
    public Flow flow(String alias) {
        return Flow.empty(this, alias);
    }

    /** A new browser flow: cookie, broker, or the form with the password and then what is added here. To be bound. */
    public Flow browserFlow(String alias, Consumer<Flow> afterPassword) {
        return Flow.browser(this, alias, afterPassword);
    }

    /**
     * Lets people of another realm of the server sign in here: that realm becomes an OpenID Connect broker named after it, and
     * this one a client there.
     */
    public void addBroker(RealmAdmin other) {
        String secret = UUID.randomUUID().toString();
        other.createClient(Map.of(
                "clientId",
                name,
                "publicClient",
                false,
                "secret",
                secret,
                "redirectUris",
                List.of(uri() + "/broker/" + other.name() + "/endpoint*")));
        String endpoints = other.uri() + "/protocol/openid-connect/";
        post(
                "identity-provider/instances",
                Map.of(
                        "alias",
                        other.name(),
                        "providerId",
                        "oidc",
                        "trustEmail",
                        true,
                        "config",
                        Map.of(
                                "issuer",
                                other.uri().toString(),
                                "authorizationUrl",
                                endpoints + "auth",
                                "tokenUrl",
                                endpoints + "token",
                                "jwksUrl",
                                endpoints + "certs",
                                "useJwksUrl",
                                "true",
                                "validateSignature",
                                "true",
                                "clientId",
                                name,
                                "clientSecret",
                                secret,
                                "defaultScope",
                                "openid profile email",
                                "syncMode",
                                "FORCE")));
    }

    /** Says that an account of this realm is that of somebody at a broker. */
    public void link(Person person, RealmAdmin broker, Person there) {
        post(
                "users/" + person.id() + "/federated-identity/" + broker.name(),
                Map.of("userId", there.id(), "userName", there.email()));
    }

    /** The account of this realm that has the e-mail address of somebody from elsewhere. */
    public Person accountOf(Person other) {
        JsonNode found = get("users?exact=true&email=" + other.email());
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " accounts with the address " + other.email());
        }
        return new Person(found.get(0).get("id").asText(), other.email(), other.password());
    }

    /** An organization with one e-mail domain. Gives its id. */
    public String addOrganization(String organization, String domain) {
        return create(
                "organizations",
                Map.of("name", organization, "alias", organization, "domains", List.of(Map.of("name", domain))));
    }

    /** Mails somebody who has an account an invitation to an organization. */
    public void invite(String organizationId, Person person) {
        admin.postForm(
                path("organizations/" + organizationId + "/members/invite-existing-user"), Map.of("id", person.id()));
    }

    public void updateBroker(String alias, Consumer<ObjectNode> changes) {
        String path = "identity-provider/instances/" + alias;
        ObjectNode broker = (ObjectNode) get(path);
        changes.accept(broker);
        put(path, broker);
    }

    // Settings

    /** Settings of our required action, read as the console does. */
    public JsonNode phoneSettings() {
        return get("authentication/required-actions/" + PHONE_ACTION + "/config")
                .get("config");
    }

    /** Saves settings as the console does, over those that are there. The answer tells whether they were accepted. */
    public Answer trySavePhoneSettings(Map<String, String> changes) {
        ObjectNode settings = (ObjectNode) phoneSettings();
        changes.forEach(settings::put);
        return admin.tryCall(
                "PUT", path("authentication/required-actions/" + PHONE_ACTION + "/config"), Map.of("config", settings));
    }

    public void savePhoneSettings(Map<String, String> changes) {
        Answer answer = trySavePhoneSettings(changes);
        if (answer.status() != 204) {
            throw new AssertionError("settings refused: " + answer);
        }
    }

    /** Turns the required action on or off, as the switch in the console does. */
    public void enablePhoneAction(boolean enabled) {
        ObjectNode action = (ObjectNode) get("authentication/required-actions/" + PHONE_ACTION);
        put("authentication/required-actions/" + PHONE_ACTION, action.put("enabled", enabled));
    }

    /** Lets admins write attributes that the realm's user profile does not declare. */
    public void allowAnyAttribute() {
        ObjectNode profile = (ObjectNode) get("users/profile");
        put("users/profile", profile.put("unmanagedAttributePolicy", "ADMIN_EDIT"));
    }

    /** From now on the realm's mails go to a simulator that takes them; they are read in a {@link Mailbox}. */
    public void mailBy(Simulator simulator) {
        update(Map.of("smtpServer", Mailbox.settings(simulator)));
    }

    public JsonNode representation() {
        return admin.call("GET", "realms/" + name, null);
    }

    public void update(Map<String, ?> changes) {
        admin.call("PUT", "realms/" + name, changes);
    }

    /** The realm as a file, with clients, groups and roles; secrets are masked. */
    public JsonNode export() {
        return admin.call("POST", path("partial-export?exportClients=true&exportGroupsAndRoles=true"), null);
    }

    public JsonNode partialImport(Object content) {
        return admin.call("POST", path("partialImport"), content);
    }

    // What happened

    /** Events of a person, the newest first. */
    public List<JsonNode> events(Person person) {
        return Json.list(get("events?max=200&user=" + person.id()));
    }

    /** Events of one type, whoever they are of, the newest first. */
    public List<JsonNode> events(String type) {
        return Json.list(get("events?max=200&type=" + type));
    }

    /** Events of a person of one type, the newest first. */
    public List<JsonNode> events(Person person, String type) {
        return Json.list(get("events?max=200&user=" + person.id() + "&type=" + type));
    }

    public List<JsonNode> adminEvents() {
        return Json.list(get("admin-events?max=200"));
    }

    /** Keycloak's brute-force count of a person: {@code numFailures}, {@code disabled} … */
    public JsonNode attackDetection(Person person) {
        return get("attack-detection/brute-force/users/" + person.id());
    }

    // Anything else

    /** Any call; the path is below {@code /admin/realms/<realm>/}. */
    public JsonNode get(String path) {
        return admin.call("GET", path(path), null);
    }

    public JsonNode post(String path, Object body) {
        return admin.call("POST", path(path), body);
    }

    /** Creates something and returns its id. */
    String create(String path, Object body) {
        return admin.create(path(path), body);
    }

    public void put(String path, Object body) {
        admin.call("PUT", path(path), body);
    }

    public void delete(String path, Object body) {
        admin.call("DELETE", path(path), body);
    }

    public Answer tryCall(String method, String path, Object body) {
        return admin.tryCall(method, path(path), body);
    }

    private String path(String path) {
        return "realms/" + name + "/" + path;
    }
}
