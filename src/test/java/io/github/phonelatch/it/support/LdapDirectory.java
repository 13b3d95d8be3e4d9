package io.github.phonelatch.it.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A directory of a test realm: a unit of an LDAP server, whose {@code mobile} is the realm's {@code phoneNumber}. */
public final class LdapDirectory {
    /** How a realm uses a directory. Each has the settings that Keycloak's console proposes for it. */
    public enum Mode {
        READ_ONLY("READ_ONLY", true, true),
        /** Keycloak keeps no copy of its people. */
        READ_ONLY_NOT_IMPORTED("READ_ONLY", false, true),
        /** All but the number may be written. */
        WRITABLE_BUT_THE_NUMBER("WRITABLE", true, true),
        WRITABLE("WRITABLE", true, false),
        /** Keycloak keeps no copy of its people. */
        WRITABLE_NOT_IMPORTED("WRITABLE", false, false),
        /** Keycloak writes its copy alone. */
        UNSYNCED("UNSYNCED", true, true);

        private final String editMode;
        private final boolean imported;
        private final boolean numberReadOnly;

        Mode(String editMode, boolean imported, boolean numberReadOnly) {
            this.editMode = editMode;
            this.imported = imported;
            this.numberReadOnly = numberReadOnly;
        }
    }

    private final LdapServer server;
    private final RealmAdmin realm;
    private final String unit;

    private LdapDirectory(LdapServer server, RealmAdmin realm, String unit) {
        this.server = server;
        this.realm = realm;
        this.unit = unit;
    }

    /** Adds a directory with nobody in it to the realm. */
    public static LdapDirectory add(RealmAdmin realm, LdapServer server, Mode mode) {
        String unit = server.newUnit();
        String id = component(
                realm,
                realm.representation().get("id").asText(),
                "org.keycloak.storage.UserStorageProvider",
                "ldap",
                mode.name(),
                directory(server, unit, mode));
        component(
                realm,
                id,
                "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                "user-attribute-ldap-mapper",
                "phone number",
                Map.of(
                        "user.model.attribute",
                        "phoneNumber",
                        "ldap.attribute",
                        LdapServer.MOBILE,
                        "read.only",
                        String.valueOf(mode.numberReadOnly),
                        "always.read.value.from.ldap",
                        String.valueOf(mode != Mode.UNSYNCED),
                        "is.mandatory.in.ldap",
                        "false"));
        return new LdapDirectory(server, realm, unit);
    }

    private static Map<String, String> directory(LdapServer server, String unit, Mode mode) {
        Map<String, String> config = new HashMap<>(Map.of(
                "enabled",
                "true",
                "vendor",
                "other",
                "editMode",
                mode.editMode,
                "importEnabled",
                String.valueOf(mode.imported),
                "connectionUrl",
                server.uri().toString(),
                "usersDn",
                unit,
                "authType",
                "simple",
                "bindDn",
                LdapServer.ADMIN,
                "bindCredential",
                LdapServer.ADMIN_PASSWORD));
        config.putAll(Map.of(
                "usernameLDAPAttribute", "uid",
                "rdnLDAPAttribute", "uid",
                "uuidLDAPAttribute", "entryUUID",
                "userObjectClasses", "inetOrgPerson",
                "searchScope", "1",
                "syncRegistrations", "false",
                "trustEmail", "true",
                "connectionTimeout", "2000",
                "readTimeout", "2000",
                "cachePolicy", "DEFAULT"));
        return config;
    }

    private static String component(
            RealmAdmin realm, String parent, String type, String provider, String name, Map<String, String> config) {
        return realm.create(
                "components",
                Map.of(
                        "name",
                        name,
                        "parentId",
                        parent,
                        "providerType",
                        type,
                        "providerId",
                        provider,
                        "config",
                        config.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())))));
    }

    /** A new person of the directory, with these values of {@link LdapServer#MOBILE}. The realm knows the person by now. */
    public Person newPerson(List<String> mobile) {
        return realm.accountOf(server.newPerson(unit, mobile));
    }

    /** The person's values of {@link LdapServer#MOBILE} as the directory has them now. */
    public List<String> mobile(Person person) {
        return server.mobile(unit, person);
    }

    /** Somebody writes these values of {@link LdapServer#MOBILE}, past Keycloak. */
    public void write(Person person, List<String> mobile) {
        server.write(unit, person, mobile);
    }
}
