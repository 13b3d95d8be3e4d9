package io.github.phonelatch.it.sabotage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.models.UserSessionProviderFactory;

/** Keycloak's own sessions, none of which can be ended in a realm that is shown under a certain name. */
public final class FailingSessions implements UserSessionProviderFactory<UserSessionProvider> {
    public static final String ID = "failing";
    /** The display name of such a realm. */
    public static final String REALM = "Sessions cannot be ended here";

    @Override
    public UserSessionProvider create(KeycloakSession session) {
        UserSessionProvider real = session.getKeycloakSessionFactory()
                .getProviderFactory(UserSessionProvider.class, "infinispan")
                .create(session);
        return (UserSessionProvider) Proxy.newProxyInstance(
                UserSessionProvider.class.getClassLoader(),
                new Class<?>[] {UserSessionProvider.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("removeUserSession")
                            && REALM.equals(((RealmModel) arguments[0]).getDisplayName())) {
                        throw new IllegalStateException("sabotaged: " + method.getName());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public String getId() {
        return ID;
    }

    /** Above Keycloak's own. */
    @Override
    public int order() {
        return 1000;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory sessions) {}

    @Override
    public void close() {}
}
