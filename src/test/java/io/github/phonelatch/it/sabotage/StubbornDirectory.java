package io.github.phonelatch.it.sabotage;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.UserCredentialManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;
import org.keycloak.storage.adapter.AbstractUserAdapter;
import org.keycloak.storage.user.UserLookupProvider;

/** A directory of two people whose attributes cannot be written: one refuses, the other fails. */
public final class StubbornDirectory implements UserStorageProviderFactory<StubbornDirectory.Directory> {
    public static final String ID = "stubborn";
    public static final String REFUSING = "refusing@school.example";
    public static final String FAILING = "failing@school.example";
    public static final String PASSWORD = "pw-of-the-directory";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Directory create(KeycloakSession session, ComponentModel model) {
        return new Directory(session, model);
    }

    /** Its people. */
    public record Directory(KeycloakSession session, ComponentModel model)
            implements UserStorageProvider, UserLookupProvider, CredentialInputValidator {
        @Override
        public UserModel getUserById(RealmModel realm, String id) {
            return getUserByUsername(realm, StorageId.externalId(id));
        }

        @Override
        public UserModel getUserByUsername(RealmModel realm, String username) {
            return username.equals(REFUSING) || username.equals(FAILING)
                    ? new Someone(session, realm, model, username)
                    : null;
        }

        @Override
        public UserModel getUserByEmail(RealmModel realm, String email) {
            return getUserByUsername(realm, email);
        }

        @Override
        public boolean supportsCredentialType(String type) {
            return PasswordCredentialModel.TYPE.equals(type);
        }

        @Override
        public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
            return supportsCredentialType(type);
        }

        @Override
        public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
            return PASSWORD.equals(input.getChallengeResponse());
        }

        @Override
        public void close() {}
    }

    private static final class Someone extends AbstractUserAdapter.Streams {
        private final String username;

        Someone(KeycloakSession session, RealmModel realm, ComponentModel model, String username) {
            super(session, realm, model);
            this.username = username;
        }

        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public Map<String, List<String>> getAttributes() {
            return Map.of(
                    UserModel.USERNAME, List.of(username),
                    UserModel.EMAIL, List.of(username),
                    UserModel.FIRST_NAME, List.of("Test"),
                    UserModel.LAST_NAME, List.of("Person"));
        }

        @Override
        public Stream<String> getAttributeStream(String name) {
            return getAttributes().getOrDefault(name, List.of()).stream();
        }

        @Override
        public String getFirstAttribute(String name) {
            return getAttributeStream(name).findFirst().orElse(null);
        }

        @Override
        public String getEmail() {
            return username;
        }

        @Override
        public String getFirstName() {
            return getFirstAttribute(UserModel.FIRST_NAME);
        }

        @Override
        public String getLastName() {
            return getFirstAttribute(UserModel.LAST_NAME);
        }

        @Override
        public void setSingleAttribute(String name, String value) {
            if (username.equals(FAILING)) {
                throw new IllegalStateException("told to fail");
            }
            throw new ReadOnlyException("told to refuse");
        }

        @Override
        public SubjectCredentialManager credentialManager() {
            return new UserCredentialManager(session, realm, this);
        }
    }
}
