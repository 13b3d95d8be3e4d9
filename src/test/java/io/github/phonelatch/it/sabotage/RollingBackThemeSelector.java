package io.github.phonelatch.it.sabotage;

import org.keycloak.Config;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeSelectorProvider;
import org.keycloak.theme.ThemeSelectorProviderFactory;

/**
 * Chooses themes as Keycloak does, but has the transaction of every request that carries a code rolled back: after our action
 * has decided, since a theme is asked for when the answer is rendered.
 */
public final class RollingBackThemeSelector implements ThemeSelectorProviderFactory {
    /** Realm attribute: how many requests were spoiled. */
    public static final String SPOILED = "sabotage.spoiled";
    /** Realm attribute: the same, written in the requests themselves. Nobody will ever see it. */
    public static final String COMMITTED = "sabotage.committed";

    @Override
    public ThemeSelectorProvider create(KeycloakSession session) {
        return new Selector(session);
    }

    @Override
    public String getId() {
        return "rolling-back";
    }

    /** Above Keycloak's own. */
    @Override
    public int order() {
        return 1000;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private record Selector(KeycloakSession session) implements ThemeSelectorProvider {
        @Override
        public String getThemeName(Theme.Type type) {
            RealmModel realm = session.getContext().getRealm();
            if (carriesACode()) {
                // One count in a transaction of its own, and one that goes the way of the request's.
                KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(),
                        own -> count(own.realms().getRealm(realm.getId()), SPOILED));
                count(realm, COMMITTED);
                session.getTransactionManager().setRollbackOnly();
            }
            String chosen = type == Theme.Type.LOGIN && realm != null ? realm.getLoginTheme() : null;
            return chosen == null ? getDefaultThemeName(type) : chosen;
        }

        private static void count(RealmModel realm, String attribute) {
            realm.setAttribute(attribute, realm.getAttribute(attribute, 0) + 1);
        }

        private boolean carriesACode() {
            HttpRequest request = session.getContext().getHttpRequest();
            return request != null
                    && "POST".equals(request.getHttpMethod())
                    && "verify".equals(request.getDecodedFormParameters().getFirst("action"));
        }

        @Override
        public void close() {}
    }
}
