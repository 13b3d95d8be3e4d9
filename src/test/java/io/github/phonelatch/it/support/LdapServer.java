package io.github.phonelatch.it.support;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** An LDAP server in this process, with the schema that most have. People of different directories are in units of their own. */
public final class LdapServer implements AutoCloseable {
    static final String ADMIN = "cn=admin";
    static final String ADMIN_PASSWORD = "pw-of-the-admin";
    /** The directory's attribute for a mobile phone. */
    public static final String MOBILE = "mobile";

    private static final String BASE = "dc=school,dc=example";

    private final InMemoryDirectoryServer server;

    private LdapServer(InMemoryDirectoryServer server) {
        this.server = server;
    }

    /** A server that runs until it is closed. */
    public static LdapServer start() {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.addAdditionalBindCredentials(ADMIN, ADMIN_PASSWORD);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            server.add(new Entry(BASE, new Attribute("objectClass", "top", "domain"), new Attribute("dc", "school")));
            server.startListening();
            return new LdapServer(server);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri() {
        return URI.create("ldap://127.0.0.1:" + server.getListenPort());
    }

    /** A new unit for the people of one directory. Gives its name. */
    String newUnit() {
        String unit = "ou=" + UUID.randomUUID() + "," + BASE;
        run(() -> server.add(new Entry(unit, new Attribute("objectClass", "top", "organizationalUnit"))));
        return unit;
    }

    /** A new person of a unit, with these values of {@link #MOBILE}. */
    Person newPerson(String unit, List<String> mobile) {
        String random = UUID.randomUUID().toString().substring(0, 12);
        String email = random + "@school.example";
        String password = "pw-" + random;
        Entry entry = new Entry(
                "uid=" + email + "," + unit,
                new Attribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson"),
                new Attribute("uid", email),
                new Attribute("mail", email),
                new Attribute("cn", "Test Person"),
                new Attribute("sn", "Person"),
                new Attribute("userPassword", password));
        if (!mobile.isEmpty()) {
            entry.addAttribute(new Attribute(MOBILE, mobile));
        }
        run(() -> server.add(entry));
        return new Person("", email, password);
    }

    /** The person's values of {@link #MOBILE} as the directory has them now. */
    List<String> mobile(String unit, Person person) {
        try {
            String[] values =
                    server.getEntry("uid=" + person.email() + "," + unit).getAttributeValues(MOBILE);
            return values == null ? List.of() : List.of(values);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(String unit, Person person, List<String> mobile) {
        run(() -> server.modify(
                "uid=" + person.email() + "," + unit,
                new Modification(ModificationType.REPLACE, MOBILE, mobile.toArray(String[]::new))));
    }

    /** From now on nobody reaches it. */
    public void interrupt() {
        server.shutDown(true);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }

    private interface Work {
        void run() throws LDAPException;
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }
}
