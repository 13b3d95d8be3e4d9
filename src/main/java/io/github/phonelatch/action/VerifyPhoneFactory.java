package io.github.phonelatch.action;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.config.SettingsValidation;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.support.KeycloakVersion;
import io.github.phonelatch.support.VersionedFactory;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/** The required action {@code phonelatch-verify-phone}, which also carries the realm's settings. */
public final class VerifyPhoneFactory implements RequiredActionFactory, VersionedFactory {

    @Override
    public String getId() {
        return Enforcement.ACTION;
    }

    @Override
    public String getDisplayText() {
        return "Verify phone number";
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new VerifyPhone(session);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return Settings.consoleProperties();
    }

    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        RequiredActionFactory.super.validateConfig(session, realm, model);
        SettingsValidation.validate(realm, model.getConfig());
    }

    @Override
    public void init(Config.Scope config) {
        KeycloakVersion.requireSafe();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
