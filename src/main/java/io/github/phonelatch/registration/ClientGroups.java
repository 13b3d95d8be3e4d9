package io.github.phonelatch.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.utils.MapperTypeSerializer;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The setting that names the groups of new accounts.
 *
 * @param byClient paths of groups by client id
 */
record ClientGroups(Map<String, List<String>> byClient) {
    private static final String KEY = "groups";

    static final ProviderConfigProperty PROPERTY = new ProviderConfigProperty(
            KEY,
            "Groups by client",
            "Key: the id of a client. Value: the path of the group that people join who register through it, such as /students."
                    + " Through a client that is not listed they join none. Anybody can register through any of these clients, so"
                    + " name no group with rights that not everybody may have. If a group does not exist, registering through"
                    + " its client is refused, and the log says why.",
            ProviderConfigProperty.MAP_TYPE,
            null);

    /** Empty where the setting cannot be read: Keycloak checks no such setting when it is saved. */
    static Optional<ClientGroups> of(@Nullable AuthenticatorConfigModel execution) {
        if (execution == null || execution.getConfig() == null) {
            return Optional.of(new ClientGroups(Map.of()));
        }
        String text = execution.getConfig().get(KEY);
        if (text == null || text.isBlank()) {
            return Optional.of(new ClientGroups(Map.of()));
        }
        try {
            return Optional.of(new ClientGroups(MapperTypeSerializer.deserialize(text)));
        } catch (RuntimeException e) {
            // Keycloak's reader throws this where the text is no list of keys and values.
            return Optional.empty();
        }
    }

    List<String> paths(String clientId) {
        return byClient.getOrDefault(clientId, List.of());
    }
}
