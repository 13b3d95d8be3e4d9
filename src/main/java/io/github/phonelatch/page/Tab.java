package io.github.phonelatch.page;

import io.github.phonelatch.challenge.CodeRequests;
import io.github.phonelatch.phone.PhoneNumber;
import java.util.Locale;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A tab of a sign-in. */
public final class Tab {
    private static final String TYPED = "phonelatch.typed-number";

    private Tab() {}

    /** Notes that the person typed this number in this tab, for whatever purpose. */
    public static void typed(AuthenticationSessionModel tab, PhoneNumber number) {
        tab.setAuthNote(TYPED, number.e164());
    }

    /** Whether the person typed this number in this tab. They know it then, and have to see whether it has a slip. */
    public static boolean wasTyped(AuthenticationSessionModel tab, PhoneNumber number) {
        return number.e164().equals(tab.getAuthNote(TYPED));
    }

    /**
     * For codes that are typed in this tab of this sign-in.
     *
     * @param locale of the messages
     */
    public static CodeRequests codeRequests(AuthenticationSessionModel tab, Locale locale) {
        return new CodeRequests(tab.getClient().getClientId(), binding(tab), locale.toLanguageTag());
    }

    private static String binding(AuthenticationSessionModel tab) {
        return tab.getParentSession().getId() + "/" + tab.getTabId();
    }
}
