package io.github.phonelatch.phone;

import java.io.IOException;
import java.util.Set;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.util.JsonSerialization;

/** What a realm's user profile says of the attribute by which people are found. */
public final class NumberIndexProfile {
    /** The attribute's name, for whoever has to declare it. */
    public static final String ATTRIBUTE = NumberIndex.ATTRIBUTE;

    /** Under this key Keycloak keeps the profile's text. */
    private static final String TEXT = "kc.user.profile.config";

    private static final Set<UnmanagedAttributePolicy> WRITABLE =
            Set.of(UnmanagedAttributePolicy.ENABLED, UnmanagedAttributePolicy.ADMIN_EDIT);

    private NumberIndexProfile() {}

    /**
     * Whether others may write the attribute, because the profile does not declare it and attributes that are not declared may be
     * edited.
     */
    public static boolean open(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserProfileProvider.class.getName())
                .anyMatch(NumberIndexProfile::open);
    }

    private static boolean open(ComponentModel component) {
        String text = component.getConfig().getFirst(TEXT);
        if (text == null) {
            return false;
        }
        try {
            UPConfig profile = JsonSerialization.readValue(text, UPConfig.class);
            UnmanagedAttributePolicy policy = profile.getUnmanagedAttributePolicy();
            return policy != null && WRITABLE.contains(policy) && profile.getAttribute(ATTRIBUTE) == null;
        } catch (IOException e) {
            // Keycloak cannot read it either, and says so.
            return false;
        }
    }
}
