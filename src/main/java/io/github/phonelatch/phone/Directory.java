package io.github.phonelatch.phone;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.LDAPConstants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider.EditMode;
import org.keycloak.storage.UserStorageProviderModel;

/** The directory that an account comes from, such as an LDAP server, and what it lets us do with {@code phoneNumber}. */
final class Directory {
    private static final String LDAP = "ldap";
    private static final String LDAP_MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";

    private final RealmModel realm;
    private final ComponentModel component;

    private Directory(RealmModel realm, ComponentModel component) {
        this.realm = realm;
        this.component = component;
    }

    /** Empty for accounts of the realm alone. */
    static Optional<Directory> of(RealmModel realm, UserModel user) {
        String id =
                StorageId.isLocalStorage(user.getId()) ? user.getFederationLink() : StorageId.providerId(user.getId());
        return Optional.ofNullable(id).map(realm::getComponent).map(component -> new Directory(realm, component));
    }

    /**
     * Whether a number that is written can be read back. Nothing is written to find out. For LDAP the settings of the directory and
     * its mappers say it, by the same rules by which Keycloak wraps the account. A trial that is rolled back would say it too, but
     * costs a session and a search in the directory. Of a directory of another kind nobody knows whether it takes part in a
     * rollback, so it is asked to write the values that are there.
     */
    boolean letsWrite(UserModel user) {
        return LDAP.equals(component.getProviderId()) ? ldapLetsWrite() : takesItsOwnValues(user);
    }

    private boolean ldapLetsWrite() {
        String mode = component.get(LDAPConstants.EDIT_MODE, EditMode.READ_ONLY.name());
        if (EditMode.READ_ONLY.name().equals(mode)) {
            return false;
        }
        List<ComponentModel> mappers = mappers();
        if (EditMode.WRITABLE.name().equals(mode)
                && mappers.stream().anyMatch(mapper -> !mapper.get("read.only", false))) {
            return true;
        }
        // Keycloak writes its own copy of the account, where there is one. It counts unless the directory is read
        // instead.
        return component.get(UserStorageProviderModel.IMPORT_ENABLED, true)
                && mappers.stream().noneMatch(mapper -> mapper.get("always.read.value.from.ldap", false));
    }

    private List<ComponentModel> mappers() {
        try (Stream<ComponentModel> all = realm.getComponentsStream(component.getId(), LDAP_MAPPER)) {
            return all.filter(mapper -> PhoneAttributes.NUMBER.equalsIgnoreCase(mapper.get("user.model.attribute")))
                    .toList();
        }
    }

    private static boolean takesItsOwnValues(UserModel user) {
        try (Stream<String> stream = user.getAttributeStream(PhoneAttributes.NUMBER)) {
            List<String> values = stream.toList();
            if (!values.isEmpty()) {
                user.setAttribute(PhoneAttributes.NUMBER, values);
            }
            return true;
        } catch (ReadOnlyException e) {
            return false;
        }
    }

    /**
     * Whether a number can stand beside others. In Active Directory the usual attributes for numbers hold one value, and a second one
     * would be refused after everything else was stored.
     */
    boolean keepsSeveral() {
        return !LDAPConstants.VENDOR_ACTIVE_DIRECTORY.equals(component.get(LDAPConstants.VENDOR));
    }
}
