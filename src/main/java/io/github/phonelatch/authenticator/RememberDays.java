package io.github.phonelatch.authenticator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The setting of an execution that says for how many days a device is remembered. It is checked here, because Keycloak saves any
 * text.
 */
final class RememberDays {
    private static final Logger LOG = Logger.getLogger(RememberDays.class);
    private static final String KEY = "remember-device-days";
    /** Browsers keep no cookie much longer. */
    private static final int MOST = 365;

    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    static final ProviderConfigProperty PROPERTY = new ProviderConfigProperty(
            KEY,
            "Days a device is remembered",
            "From 0 to " + MOST
                    + ". Above 0, people may choose not to be asked for a code on this device for so many days;"
                    + " what spares them the step is the condition 'new device' in the same flow. 0: not offered.",
            ProviderConfigProperty.STRING_TYPE,
            "0");

    private RememberDays() {}

    /** In days, and 0 where nothing is set or the text is no such number. */
    static int of(@Nullable AuthenticatorConfigModel execution) {
        if (execution == null || execution.getConfig() == null) {
            return 0;
        }
        String text = execution.getConfig().get(KEY);
        if (text == null || text.isBlank()) {
            return 0;
        }
        try {
            int days = Integer.parseInt(text.strip());
            if (days >= 0 && days <= MOST) {
                return days;
            }
        } catch (NumberFormatException e) {
            // Logged below, as any other value that is no such number.
        }
        if (WARNED.add(execution.getId())) {
            LOG.warnf(
                    "The setting '%s' of the execution configuration '%s' has to be a whole number from 0 to %d: no device is"
                            + " remembered",
                    KEY, execution.getAlias(), MOST);
        }
        return 0;
    }
}
